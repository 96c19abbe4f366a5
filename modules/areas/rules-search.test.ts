import { expect, test } from 'vitest'
import { searchKeys } from './pinyin.ts'
import { matchRank, normaliseQuery, search } from './rules-search.ts'

test.each([
  ['瓜州县', 'guazhouxian', 'gzx'],
  ['重庆市', 'chongqingshi', 'cqs'],
  ['长安区', 'changanqu', 'caq'],
  ['六安市', 'luanshi', 'las'],
  ['六合区', 'luhequ', 'lhq'],
  ['乐亭县', 'laotingxian', 'ltx'],
  ['番禺区', 'panyuqu', 'pyq'],
  ['洪洞县', 'hongtongxian', 'htx'],
  ['于都县', 'yuduxian', 'ydx'],
  ['绿园区', 'lvyuanqu', 'lyq'],
  ['9511工厂联合社区居委会', '9511gongchanglianheshequjuweihui', '9511gclhsqjwh'],
])('%s reads %s, %s', (name, full, initials) => {
  const keys = searchKeys(name)
  expect(keys.full[0]).toBe(full)
  expect(keys.initials[0]).toBe(initials)
})

test('characters read differently from place to place have all their readings', () => {
  expect(searchKeys('王家堡村').initials).toEqual(expect.arrayContaining(['wjbc', 'wjpc']))
  expect(searchKeys('黄埔区').full).toContain('huangpuqu')
  expect(searchKeys('大埔县').full).toContain('dabuxian')
  expect(searchKeys('重兴镇').full).toEqual(expect.arrayContaining(['chongxingzhen', 'zhongxingzhen']))
  expect(searchKeys('长长长长长长村').full.length).toBeLessThanOrEqual(8)
})

test('signs and blanks leave no key', () => {
  expect(searchKeys('陈家店村（省级）')).toEqual({ full: ['chenjiadiancunshengji'], initials: ['cjdcsj'] })
  expect(searchKeys('')).toEqual({ full: [''], initials: [''] })
})

const names = {
  '620922': '瓜州县',
  '620922105': '瓜州镇',
  '620922100': '渊泉镇',
  '130531': '广宗县',
  '620922101': '柳园镇',
}
const areas = Object.entries(names).map(([code, name]) => ({ code, name, ...searchKeys(name) }))
const found = (query: string) => search(areas, query).map(({ name }) => name)

test('letters, characters and digits find what they should, best first', () => {
  expect(found('gz')).toEqual(['广宗县', '瓜州县', '瓜州镇'])
  expect(found('gzz')).toEqual(['瓜州镇'])
  expect(found('瓜州')).toEqual(['瓜州县', '瓜州镇'])
  expect(found('Gua Zhou')).toEqual(['瓜州县', '瓜州镇'])
  expect(found('zhou')).toEqual(['瓜州县', '瓜州镇'])
  expect(found('泉')).toEqual(['渊泉镇'])
  expect(found('6209')).toEqual(['瓜州县', '渊泉镇', '柳园镇', '瓜州镇'])
  expect(found('620922')[0]).toBe('瓜州县')
  expect(found('  ')).toEqual([])
  expect(found('北京')).toEqual([])
})

test('two letters from the middle are no match', () => {
  const [guazhou] = areas
  expect(guazhou && matchRank(guazhou, 'ou')).toBeUndefined()
})

test('a query is compared without case, marks and blanks', () => {
  expect(normaliseQuery(' Lǜ Yuán’qū ')).toBe('lvyuanqu')
  expect(normaliseQuery('ＧＺ')).toBe('gz')
  expect(normaliseQuery('阿卜杜拉·买买提')).toBe('阿卜杜拉买买提')
})

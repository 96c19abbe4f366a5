/** Names for the fictional county. Made up by putting everyday place words together; any likeness is chance. */
import { shuffled } from './random.ts'

export const fictionalPlace = {
  province: { code: '99', name: '云岭省' },
  city: { code: '9901', name: '望安市' },
  county: { code: '990101', name: '禾川县' },
} as const

const streetNames = ['城关', '河滨', '新城', '东园', '北苑', '南桥']
const townshipNames = [
  '渠口',
  '雁塘',
  '柳林',
  '石泉',
  '沙枣',
  '白杨',
  '鹿鸣',
  '青石',
  '望山',
  '麦积湾',
  '红柳',
  '长渠',
  '甘露',
  '北滩',
  '南塬',
  '双桥',
  '清溪',
  '古道',
  '金沙',
  '向阳',
]
const communityWords = [
  '文昌',
  '建设',
  '新华',
  '和平',
  '春风',
  '杏林',
  '西苑',
  '东湖',
  '团结',
  '青年',
  '钟楼',
  '书院',
  '光明',
  '幸福',
  '紫荆',
  '丁香',
  '兴业',
  '车站',
  '迎宾',
  '绿洲',
  '祥和',
  '康宁',
  '锦绣',
  '桃源',
  '翠竹',
  '朝晖',
  '学府',
  '广场',
  '滨河',
  '凤鸣',
]
const villageFirst = [...'柳杏槐沙泉石松梨桑榆枣麦云月雁鹿马青白红上下东西南北大小']
const villageSecond = [...'湾坪沟庄窑桥口岭滩井台塬寨营渠']
const digits = [...'零一二三四五六七八九']

export interface Names {
  street: () => string
  town: () => string
  community: () => string
  village: () => string
}

/** Each function gives a name that was not given before. */
export function namesFrom(random: () => number): Names {
  const villages = villageFirst.flatMap((first) => villageSecond.map((second) => first + second))
  const towns = drawing(townshipNames, random)
  return {
    street: drawing(streetNames, random),
    town: towns,
    community: drawing(communityWords, random),
    village: drawing(villages, random),
  }
}

function drawing(words: readonly string[], random: () => number): () => string {
  const order = shuffled(words, random)
  let given = 0
  return () => {
    const word = order[given % order.length] as string
    const round = Math.floor(given / order.length)
    given++
    return round === 0 ? word : `${word}${chineseNumber(round + 1)}`
  }
}

/** 1–99 as 一 … 九十九. */
export function chineseNumber(number: number): string {
  const tens = Math.floor(number / 10)
  const ones = number % 10
  const ten = tens === 0 ? '' : tens === 1 ? '十' : `${digits[tens]}十`
  return ten + (ones === 0 && tens > 0 ? '' : digits[ones])
}

import { expect, it } from 'vitest'
import { queryOf, tabOf } from './ledger.ts'

it('asks the server for what stands in the address, and for what is open where nothing does', () => {
  expect(queryOf({})).toEqual({ open: true })
  expect(queryOf({ tab: 'late', area: '620999', q: ' 物业 ' })).toEqual({ late: true, area: '620999', q: '物业' })
  expect(queryOf({ tab: 'fixing', class: 'major' })).toEqual({ state: 'fixing', class: 'major' })
  expect(queryOf({ tab: 'all', class: 'none' })).toEqual({})
  expect(tabOf({ tab: 'nothing' })).toBe('open')
})

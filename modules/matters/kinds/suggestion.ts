import { visitDays } from '../states.ts'
import { kind } from './kind.ts'

/** 意见建议: an idea or an opinion about the neighbourhood. */
export const suggestion = kind({
  code: 'suggestion',
  icon: 'pen',
  reportable: true,
  accept: 'matter.accept',
  handle: 'matter.complex',
  duplicates: { metres: 200, days: 30 },
  visits: visitDays,
  fields: [],
})

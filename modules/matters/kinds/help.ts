import { visitDays } from '../states.ts'
import { kind } from './kind.ts'

/** 求助: someone needs a hand. Whoever is in danger calls 110. */
export const help = kind({
  code: 'help',
  icon: 'handshake',
  reportable: true,
  accept: 'matter.accept',
  handle: 'matter.urgent',
  duplicates: { metres: 50, days: 3 },
  visits: visitDays,
  fields: [{ name: 'callBack', type: 'yesNo' }],
})

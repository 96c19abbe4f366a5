import { visitDays } from '../states.ts'
import { kind } from './kind.ts'

/** 投诉: something was done badly. Complaints about the police go past the station, to the county. */
export const complaint = kind({
  code: 'complaint',
  icon: 'megaphone',
  reportable: true,
  accept: 'matter.accept',
  handle: 'matter.complaint',
  duplicates: { metres: 100, days: 30 },
  visits: visitDays,
  fields: [
    {
      name: 'about',
      type: 'choice',
      required: true,
      options: ['noise', 'shop', 'property', 'traffic', 'service', 'other'],
    },
    { name: 'wish', type: 'text', maxLength: 200 },
  ],
})

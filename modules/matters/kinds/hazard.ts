import { visitDays } from '../states.ts'
import { kind } from './kind.ts'

/** 安全隐患: something in a place that may hurt people; kinds of domain §24. */
export const hazard = kind({
  code: 'hazard',
  icon: 'alert',
  reportable: true,
  accept: 'matter.accept',
  handle: 'matter.general',
  duplicates: { metres: 50, days: 30 },
  visits: visitDays,
  fields: [
    {
      name: 'sort',
      type: 'choice',
      required: true,
      options: [
        'fireLane',
        'stairwellClutter',
        'ebikeCharging',
        'gas',
        'wiring',
        'floor',
        'lighting',
        'lockOrGuard',
        'road',
        'water',
        'building',
        'other',
      ],
    },
    { name: 'fenced', type: 'yesNo' },
  ],
})

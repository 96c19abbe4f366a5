import { visitDays } from '../states.ts'
import { kind } from './kind.ts'

/** 矛盾纠纷: a quarrel between neighbours, in a family, over wages or money. Families of domain §8; types without any label of persons. */
export const dispute = kind({
  code: 'dispute',
  icon: 'people',
  reportable: true,
  accept: 'matter.accept',
  handle: 'dispute.general',
  duplicates: { metres: 80, days: 90 },
  visits: visitDays,
  fields: [
    { name: 'family', type: 'choice', options: ['neighbour', 'family', 'labourDebt', 'marriage', 'other'] },
    {
      name: 'subject',
      type: 'choice',
      options: ['leak', 'noise', 'boundary', 'parking', 'money', 'damage', 'pets', 'other'],
    },
    { name: 'ongoing', type: 'yesNo' },
  ],
})

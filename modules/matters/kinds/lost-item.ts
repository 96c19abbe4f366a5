import { kind } from './kind.ts'

/** 失物: something was lost or found. (People who are lost: call 110 at once.) */
export const lostItem = kind({
  code: 'lostItem',
  icon: 'search',
  reportable: true,
  accept: 'matter.accept',
  handle: 'matter.advice',
  duplicates: { metres: 300, days: 7 },
  visits: [],
  fields: [
    { name: 'side', type: 'choice', required: true, options: ['lost', 'found'] },
    { name: 'thing', type: 'text', required: true, maxLength: 60 },
    { name: 'when', type: 'date' },
  ],
})

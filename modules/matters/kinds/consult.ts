import { kind } from './kind.ts'

/** 咨询: a question about papers, rules or services. */
export const consult = kind({
  code: 'consult',
  icon: 'ask',
  reportable: true,
  accept: 'matter.accept',
  handle: 'matter.advice',
  duplicates: { metres: 0, days: 0 },
  visits: [],
  fields: [{ name: 'topic', type: 'choice', options: ['papers', 'residence', 'traffic', 'fraud', 'law', 'other'] }],
})

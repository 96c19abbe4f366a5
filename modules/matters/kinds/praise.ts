import { kind } from './kind.ts'

/** 表扬感谢: a thank-you for someone's work. */
export const praise = kind({
  code: 'praise',
  icon: 'star',
  reportable: true,
  accept: 'matter.accept',
  handle: 'matter.complex',
  duplicates: { metres: 0, days: 0 },
  visits: [],
  fields: [],
})

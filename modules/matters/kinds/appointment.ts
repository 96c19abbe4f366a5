import { kind } from './kind.ts'

/** 预约: a visit of the officer, or a visit to the room. */
export const appointment = kind({
  code: 'appointment',
  icon: 'calendar',
  reportable: true,
  accept: 'matter.accept',
  handle: 'matter.advice',
  duplicates: { metres: 0, days: 0 },
  visits: [],
  fields: [
    { name: 'where', type: 'choice', required: true, options: ['room', 'home', 'phone'] },
    { name: 'day', type: 'date', required: true },
    { name: 'half', type: 'choice', options: ['morning', 'afternoon', 'evening'] },
  ],
})

import type { Room } from '../shared/api.ts'

export type Form = {
  name: string
  address: string
  phone: string
  stationPhone: string
  supervisionPhone: string
  hours: Room['hours']
  about: string
  /** One service per line. */
  services: string
}
export const emptyForm = (): Form => ({
  name: '',
  address: '',
  phone: '',
  stationPhone: '',
  supervisionPhone: '',
  hours: [{ on: 'workingDays', from: '08:30', to: '18:00' }],
  about: '',
  services: '',
})
export const formOf = (room: Room): Form => ({
  name: room.name,
  address: room.address,
  phone: room.phone ?? '',
  stationPhone: room.stationPhone ?? '',
  supervisionPhone: room.supervisionPhone ?? '',
  hours: room.hours.map((slot) => ({ ...slot })),
  about: room.about ?? '',
  services: room.services.join('\n'),
})
const orNull = (words: string): string | null => words.trim() || null
export const bodyOf = (form: Form) => ({
  name: form.name.trim(),
  address: form.address.trim(),
  phone: orNull(form.phone),
  stationPhone: orNull(form.stationPhone),
  supervisionPhone: orNull(form.supervisionPhone),
  hours: form.hours,
  about: orNull(form.about),
  services: form.services.split('\n').flatMap((line) => line.trim() || []),
})
/** As the contract's `Phone`. */
const phone = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|110|12345|\d{5,6})$/
export const wrongPhone = (typed: string): boolean => typed.trim() !== '' && !phone.test(typed.trim())
export const complete = (form: Form): boolean =>
  form.name.trim() !== '' &&
  form.address.trim() !== '' &&
  ![form.phone, form.stationPhone, form.supervisionPhone].some(wrongPhone)

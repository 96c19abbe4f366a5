/** Phone numbers and names as screens show them by default; the full value takes a logged unmasking. */
export const maskPhone = (phone: string): string =>
  phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '****'
export const maskName = (name: string): string =>
  [...name].slice(0, 1).join('') + '*'.repeat(Math.max(1, Math.min(2, [...name].length - 1)))

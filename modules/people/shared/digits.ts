// Numbers as a Chinese keyboard writes them: full-width digits and spaces are forgiven.

export const onlyDigits = (event: Event, most: number): string =>
  (event.target as HTMLInputElement).value.normalize('NFKC').replace(/\D/g, '').slice(0, most)
export const isMobile = (typed: string): boolean => /^1[3-9]\d{9}$/.test(typed)

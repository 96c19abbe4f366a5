import { pinyin } from 'pinyin-pro'

/** Pinyin initials of a name, lower case: 张天明 → `ztm`, 单雄信 → `sxx` (surname reading); Latin letters and digits stay. */
export const initialsOf = (name: string): string =>
  pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 60)

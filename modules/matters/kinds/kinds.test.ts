import * as icons from '@doorstep/ui-base/icons.ts'
import { expect, it } from 'vitest'
import { defaultLimits } from '../../calendar/limits.ts'
import { kinds } from './index.ts'

it('names only drawings, limits and choices that exist, each code once', () => {
  expect(new Set(kinds.map(({ code }) => code)).size).toBe(kinds.length)
  const limits = defaultLimits.map(({ code }) => code as string)
  for (const kind of kinds) {
    expect(icons, `icon of ${kind.code}`).toHaveProperty(kind.icon)
    expect(limits, `limits of ${kind.code}`).toContain(kind.accept)
    expect(limits, `limits of ${kind.code}`).toContain(kind.handle)
    for (const field of kind.fields)
      if (field.type === 'choice') expect(field.options.length, `${kind.code}.${field.name}`).toBeGreaterThan(1)
  }
})

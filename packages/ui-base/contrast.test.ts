// The promise of the tokens (design §6): what people read stands out at least 4.5 : 1 on every ground it stands on, in every mode.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'styles/tokens.css'), 'utf8')

function tokensOf(selector: string): Record<string, string> {
  const block = new RegExp(`^${selector.replace(/[[\]"]/g, '\\$&')} \\{([^}]*)\\}`, 'm').exec(css)?.[1] ?? ''
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]))
}
const light = tokensOf(':root')
const dark = { ...light, ...tokensOf('[data-theme="dark"]') }
const modes = {
  light,
  dark,
  'elder light': { ...light, ...tokensOf('[data-elder]') },
  'elder dark': { ...dark, ...tokensOf('[data-elder]'), ...tokensOf('[data-elder][data-theme="dark"]') },
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['ground', 'ground-deep', 'surface', 'surface-sunk']
const pairs = [
  ...['ink', 'ink-2', 'ink-3', 'accent', 'accent-strong', 'problem'].flatMap((ink) => grounds.map((on) => [ink, on])),
  ...['neutral', 'active', 'waiting', 'done', 'problem', 'notice'].map((tone) => [tone, `${tone}-soft`]),
  ...['blue', 'yellow', 'orange', 'red'].map((level) => [`level-${level}-ink`, `level-${level}-soft`]),
  ['on-accent', 'accent'],
  ['accent-strong', 'accent-soft'],
  ['ink', 'problem-soft'],
  ['ink-2', 'problem-soft'],
  ['problem-soft', 'problem'],
  ['ground', 'ink'],
] as [string, string][]

describe.each(Object.entries(modes))('%s', (_mode, tokens) => {
  test.each(pairs)('%s on %s', (ink, on) => {
    expect(contrast(tokens[ink] as string, tokens[on] as string)).toBeGreaterThanOrEqual(4.5)
  })
  test('borders of controls are seen: 3 : 1', () => {
    for (const on of ['ground', 'surface'])
      expect(contrast(tokens['line-strong'] as string, tokens[on] as string)).toBeGreaterThanOrEqual(3)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the dark changes colours and shadows only: layout and type are measured in the light', () => {
  const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
  const blocks = [...css.matchAll(/\[data-theme='dark'\] \{([^}]*)\}/g)].map(([, body]) => body as string)
  expect(blocks).toHaveLength(2)
  const colour = /^(#[\da-f]{3,8}|rgb\([^)]*\)|(0 )?[\d .a-z]+(rgb\([^)]*\)|#[\da-f]{3,8})(, .*)?|dark)$/
  for (const line of blocks.join('\n').split(';')) {
    const declaration = line.replace(/\/\*.*?\*\//gs, '').trim()
    if (declaration) expect(declaration.split(/:\s*/).slice(1).join(':').trim(), declaration).toMatch(colour)
  }
})

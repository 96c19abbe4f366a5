import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openVault } from './vault.ts'

const key = randomBytes(32)
describe('field encryption', () => {
  it('opens what it sealed, with rare characters, and never seals the same way twice', () => {
    const vault = openVault([key])
    const sealed = vault.seal('张𠮷·138 0013 8000')
    expect(sealed).not.toContain('138')
    expect(vault.open(sealed)).toBe('张𠮷·138 0013 8000')
    expect(vault.seal('a')).not.toBe(vault.seal('a'))
  })
  it('notices every changed byte', () => {
    const vault = openVault([key])
    const bytes = Buffer.from(vault.seal('secret'), 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] as number) ^ 1
      expect(() => vault.open(changed.toString('base64url'))).toThrow()
    }
  })
  it('still opens old values after a new key came first, and none with a strange key', () => {
    const old = openVault([key]).seal('x')
    expect(openVault([randomBytes(32), key]).open(old)).toBe('x')
    expect(() => openVault([randomBytes(32)]).open(old)).toThrow(/key that is not configured/)
    expect(() => openVault([])).toThrow()
  })
  it('blinds the same value to the same index, also after a new key came first, under these keys only', () => {
    expect(openVault([randomBytes(32), key]).blind('1')).toBe(openVault([key]).blind('1'))
    expect(openVault([key]).blind('13800138000')).toBe(openVault([key]).blind('13800138000'))
    expect(openVault([key]).blind('13800138000')).not.toBe(openVault([randomBytes(32)]).blind('13800138000'))
  })
})

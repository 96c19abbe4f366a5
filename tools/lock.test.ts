import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { missingFromLock } from './lock.ts'

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))

it('package-lock.json names the packages of every system, or "npm ci" fails on some (mend: node tools/lock.ts)', () => {
  expect(missingFromLock(lock).map(([path]) => path)).toEqual([])
})

it('finds what a lock lacks, at any depth, and says for which system it is', () => {
  const packages = {
    'node_modules/fast': { version: '1.0.0', dev: true, optionalDependencies: { '@fast/linux-arm64-musl': '1.0.0' } },
    'node_modules/a/node_modules/b': { version: '2.0.0', optionalDependencies: { 'b-win32-x64': '2.0.0', c: '3.0.0' } },
    'node_modules/a/node_modules/c': { version: '3.0.0' },
  }
  expect(missingFromLock({ packages })).toEqual([
    [
      'node_modules/@fast/linux-arm64-musl',
      { version: '1.0.0', cpu: ['arm64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] },
    ],
    ['node_modules/b-win32-x64', { version: '2.0.0', cpu: ['x64'], optional: true, os: ['win32'] }],
  ])
})

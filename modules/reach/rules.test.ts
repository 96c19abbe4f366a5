import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fullBucket, take } from './rules-bucket.ts'
import { kindOf, type Vendor, vendors } from './rules-kinds.ts'
import { afterQuiet } from './rules-quiet.ts'
import { attemptsAtMost, backOff, next, oldest, retryAfter } from './rules-retry.ts'

const zone = 'Asia/Shanghai'
const at = (local: string): number => Date.parse(`2026-03-0${local}:00.000+08:00`)

describe('quiet hours', () => {
  const night = { on: true, from: '22:00', to: '07:00' }
  it.each([
    ['1T21:59', '1T21:59'],
    ['1T22:00', '2T07:00'],
    ['1T23:30', '2T07:00'],
    ['2T00:10', '2T07:00'],
    ['2T06:59', '2T07:00'],
    ['2T07:00', '2T07:00'],
    ['2T12:00', '2T12:00'],
  ])('%s may be told at %s', (from, to) => expect(afterQuiet(at(from), night, zone)).toBe(at(to)))
  it('may lie within a day, be off, or be empty', () => {
    expect(afterQuiet(at('1T13:05'), { on: true, from: '12:30', to: '14:00' }, zone)).toBe(at('1T14:00'))
    expect(afterQuiet(at('1T23:00'), { ...night, on: false }, zone)).toBe(at('1T23:00'))
    expect(afterQuiet(at('1T23:00'), { on: true, from: '23:00', to: '23:00' }, zone)).toBe(at('1T23:00'))
  })
})

describe('the bucket of a robot', () => {
  /** How many are let through in any window, when somebody asks as often as they can. */
  function most(vendor: Vendor, window: number): number {
    let bucket = fullBucket(vendor, 0)
    const through: number[] = []
    for (let now = 0; now < 300_000; ) {
      const taken = take(vendor, bucket, now)
      bucket = taken.bucket
      if (taken.wait === 0) through.push(now)
      else now += taken.wait
    }
    return Math.max(...through.map((start) => through.filter((time) => time >= start && time < start + window).length))
  }
  it('keeps to each vendor’s limit in any minute, and Feishu’s in any second', () => {
    expect(most('wecom', 60_000)).toBeLessThanOrEqual(20)
    expect(most('dingtalk', 60_000)).toBeLessThanOrEqual(20)
    expect(most('feishu', 60_000)).toBeLessThanOrEqual(100)
    expect(most('feishu', 1000)).toBeLessThanOrEqual(5)
    expect(most('wecom', 60_000)).toBeGreaterThan(15)
  })
  it('says exactly how long to wait', () =>
    fc.assert(
      fc.property(fc.constantFrom(...vendors), fc.double({ min: 0, max: 0.99, noNaN: true }), (vendor, tokens) => {
        const { wait, bucket } = take(vendor, { tokens, at: 0, closedUntil: null }, 0)
        expect(take(vendor, bucket, wait).wait).toBe(0)
        if (wait > 2) expect(take(vendor, bucket, wait - 2).wait).toBeGreaterThan(0)
      }),
    ))
})

describe('what follows from an attempt', () => {
  const push = { channel: 'push', attempts: 0, askedAt: 0 } as const
  const robot = { channel: 'wecom', attempts: 0, askedAt: 0 } as const
  it('waits twice as long each time, give or take a fifth, and gives up after eight', () => {
    const waits = Array.from({ length: attemptsAtMost }, (_, attempts) =>
      next({ ...push, attempts }, { kind: 'failed', code: 'noLine' }, 0, 0.5),
    )
    expect(waits.map(({ dueAt }) => dueAt)).toEqual([30, 60, 120, 240, 480, 960, 1920, null].map((s) => s && s * 1000))
    expect(waits.at(-1)).toMatchObject({ state: 'dead', attempts: 8, trouble: 'noLine' })
    expect([backOff(1, 0), backOff(1, 1)]).toEqual([24_000, 36_000])
  })
  it('never comes sooner than it was asked to', () => {
    expect(next(push, { kind: 'failed', code: 'x', wait: 120_000 }, 0, 0.5).dueAt).toBe(120_000)
    expect(next(push, { kind: 'later', code: 'x', wait: 90_000 }, 0, 0.5)).toMatchObject({ dueAt: 90_000, attempts: 0 })
    expect(next(push, { kind: 'later', code: 'x', wait: 1000 }, oldest, 0.5).state).toBe('dead')
  })
  it('repeats what is unclear only where a repeat does not show', () => {
    expect(next(push, { kind: 'unclear', code: 'x' }, 0, 0.5).state).toBe('waiting')
    expect(next(robot, { kind: 'unclear', code: 'x' }, 0, 0.5)).toMatchObject({ state: 'doubtful', dueAt: null })
    expect(next(robot, { kind: 'failed', code: 'x' }, 0, 0.5).state).toBe('waiting')
  })
  it('reads Retry-After as seconds and as a date, and no nonsense', () => {
    expect(retryAfter('120', 0)).toBe(120_000)
    expect(retryAfter(new Date(60_000).toUTCString(), 0)).toBe(60_000)
    expect(retryAfter('999999999', 0)).toBe(6 * 3_600_000)
    for (const odd of [undefined, '', 'soon', '-5', '0']) expect(retryAfter(odd, 0)).toBeUndefined()
  })
})

it('knows what kind of notice it is', () => {
  expect(kindOf('matters.notices.assigned', false)).toBe('needsMe')
  expect(kindOf('matters.notices.red', false)).toBe('deadline')
  expect(kindOf('matters.notices.red', true)).toBe('urgent')
  expect(kindOf('lectures.notices.moved', false)).toBe('progress')
})

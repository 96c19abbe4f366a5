import { expect, test } from 'vitest'
import { effectScope } from 'vue'
import { type LoadPage, usePages } from './pages.ts'

const inScope = <T>(load: LoadPage<T>) => effectScope().run(() => usePages(load)) as ReturnType<typeof usePages<T>>

test('walks by key to the end and then asks no more', async () => {
  const asked: (string | undefined)[] = []
  const pages = inScope<number>(async (after) => {
    asked.push(after)
    return after ? { items: [3], next: null } : { items: [1, 2], next: 'k' }
  })
  await pages.reload()
  await pages.more()
  await pages.more()
  expect(pages.items.value).toEqual([1, 2, 3])
  expect(asked).toEqual([undefined, 'k'])
})
test('an answer that comes after a newer question is dropped', async () => {
  const answers: ((page: { items: string[]; next: null }) => void)[] = []
  const pages = inScope<string>(() => new Promise((resolve) => answers.push(resolve)))
  const old = pages.reload()
  const fresh = pages.reload()
  answers[1]?.({ items: ['new'], next: null })
  answers[0]?.({ items: ['old'], next: null })
  await Promise.all([old, fresh])
  expect(pages.items.value).toEqual(['new'])
  expect(pages.busy.value).toBe(false)
})
test('a failed page keeps what is shown and says why', async () => {
  let broken = false
  const pages = inScope<number>(async () => {
    if (broken) throw new Error('no line')
    return { items: [1], next: 'k' }
  })
  await pages.reload()
  broken = true
  await pages.more()
  expect(pages.items.value).toEqual([1])
  expect(pages.error.value).toBeInstanceOf(Error)
})
test('an empty page that says where to go on is gone on from', async () => {
  const answers: Record<string, { items: number[]; next: string | null }> = {
    '': { items: [], next: 'a' },
    a: { items: [], next: 'b' },
    b: { items: [7], next: 'c' },
  }
  const pages = inScope<number>(async (after) => answers[after ?? ''] ?? { items: [], next: null })
  await pages.reload()
  expect(pages.items.value).toEqual([7])
  await pages.more()
  expect(pages.items.value).toEqual([7])
  expect(pages.next.value).toBeNull()
})

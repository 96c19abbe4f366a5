import { expect, test } from 'vitest'
import { pack, unpack } from './pack.ts'

test('what goes in comes out, files and all', async () => {
  const photo = new Blob([new Uint8Array([1, 2, 3, 250])], { type: 'image/jpeg' })
  const voice = new Blob([new Uint8Array([9])], { type: 'audio/webm' })
  const out = unpack(await pack({ z: photo, a: [{ text: '晚上八点·𠮷' }, voice], none: null })) as {
    z: Blob
    a: [{ text: string }, Blob]
    none: null
  }
  expect(out.a[0]).toEqual({ text: '晚上八点·𠮷' })
  expect(out.none).toBeNull()
  expect([out.z.type, out.a[1].type]).toEqual(['image/jpeg', 'audio/webm'])
  expect([...new Uint8Array(await out.z.arrayBuffer())]).toEqual([1, 2, 3, 250])
  expect([...new Uint8Array(await out.a[1].arrayBuffer())]).toEqual([9])
})

test.each([undefined, null, 'text', 0, [], { body: undefined }])('%o', async (value) =>
  expect(unpack(await pack(value))).toEqual(JSON.parse(JSON.stringify(value ?? null))),
)

import { newId, splitId } from '@doorstep/contract'
import { type Reply, type Who, world } from '@doorstep/testkit'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Matter } from './rules.ts'
import { holding, type Kit, kit, lay } from './test-matters.ts'

let k: Kit
let officer: Who
let resident: Who
let laid: Matter
beforeAll(async () => {
  k = await kit()
  officer = await k.t.as('officer')
  resident = await k.t.as('resident')
  laid = await lay(k.t, 'inProgress', { reporter: resident.account, assignee: officer.account })
})
afterAll(() => k.t.close())

const send = (who: Who, id: string, file: string, body: Buffer, query = ''): Promise<Reply> =>
  k.t.app.inject({
    method: 'POST',
    url: `/api/matters/${id}/attachments/${file}${query}`,
    headers: { ...who.headers, 'content-type': 'application/octet-stream', 'idempotency-key': file },
    payload: body,
  })
const newFile = () => newId(world.county)
const fetched = (who: Who, id: string, file: string) => k.t.get(who, `/api/matters/${id}/attachments/${file}`)
/** A photo as a phone takes it: with the place and the device in it. */
const photo = () =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#884422' } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'SecretPhone', Model: 'X1' },
      IFD3: { GPSLatitude: '40/1 0/1 18/1', GPSLatitudeRef: 'N' },
    })
    .toBuffer()
/** The shortest of voice notes: an Ogg page with an Opus head. */
const voice = () =>
  Buffer.concat([
    Buffer.from('OggS\0\x02'),
    Buffer.alloc(20),
    Buffer.from('\x01\x13OpusHead\x01\x01'),
    Buffer.alloc(64),
  ])

describe('photos', () => {
  test('are kept without what the camera knows', async () => {
    const bytes = await photo()
    expect((await sharp(bytes).metadata()).exif?.toString('latin1')).toContain('SecretPhone')
    const file = newFile()
    const reply = await send(resident, laid.id, file, bytes)
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.json()).toMatchObject({ id: file, type: 'image/jpeg', by: 'reporter', seconds: null })
    const kept = await fetched(officer, laid.id, file)
    expect(kept.headers['content-type']).toBe('image/jpeg')
    const metadata = await sharp(kept.rawPayload).metadata()
    expect([metadata.width, metadata.exif]).toEqual([64, undefined])
    expect(kept.rawPayload.toString('latin1')).not.toContain('SecretPhone')
    expect(reply.json().bytes).toBe(kept.rawPayload.length)
    expect((await k.get(resident, laid.id)).attachments).toMatchObject([{ id: file }])
  })
  test('that are a page in disguise come out as a picture and nothing else', async () => {
    const file = newFile()
    const polyglot = Buffer.concat([await photo(), Buffer.from('<script>alert(1)</script><html>')])
    expect((await send(resident, laid.id, file, polyglot)).statusCode).toBe(200)
    expect((await fetched(resident, laid.id, file)).rawPayload.toString('latin1')).not.toContain('<script>')
  })
  test.each([
    ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
    [
      'a page that begins like a picture',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<script>alert(1)</script>'.repeat(20))]),
    ],
    ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200, 1)])],
  ])('%s is refused and leaves nothing', async (_name, bytes) => {
    const file = newFile()
    const reply = await send(resident, laid.id, file, bytes)
    expect([reply.statusCode, reply.json().code]).toEqual([415, 'request.unsupported'])
    expect((await fetched(resident, laid.id, file)).statusCode).toBe(404)
    const rows = await k.t.sql('select 1 from matters.attachment where id = $1', [splitId(file).uuid])
    expect(rows).toHaveLength(0)
  })
})

describe('who adds and who sees', () => {
  test('a voice note with its length, from a browser that holds the receipt', async () => {
    const matter = await lay(k.t, 'submitted')
    const file = newFile()
    const reply = await send(holding(k.t, matter), matter.id, file, voice(), '?seconds=7.5')
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.json()).toMatchObject({ type: 'audio/ogg', seconds: 7.5, by: 'reporter' })
    expect((await send(k.t.visitor, matter.id, newFile(), voice())).statusCode).toBe(404)
  })
  test('what staff took is between staff', async () => {
    const file = newFile()
    expect((await send(officer, laid.id, file, await photo())).json()).toMatchObject({ by: 'staff' })
    expect((await fetched(officer, laid.id, file)).statusCode).toBe(200)
    expect((await fetched(resident, laid.id, file)).statusCode).toBe(404)
    expect(JSON.stringify(await k.get(resident, laid.id))).not.toContain(file)
  })
  test('nobody else: 404 for another person and for officers elsewhere', async () => {
    const file = newFile()
    await send(resident, laid.id, file, await photo())
    for (const who of [
      await k.t.another('resident'),
      await k.t.as('officer', world.otherTownshipCommunity),
      k.t.visitor,
    ])
      expect((await fetched(who, laid.id, file)).statusCode).toBe(404)
  })
})

describe('limits', () => {
  test('nine files, no tenth', async () => {
    const matter = await lay(k.t, 'inProgress', { reporter: resident.account })
    for (let n = 0; n < 9; n++) expect((await send(resident, matter.id, newFile(), voice())).statusCode).toBe(200)
    const tenth = await send(resident, matter.id, newFile(), voice())
    expect([tenth.statusCode, tenth.json().code]).toEqual([409, 'matters.tooManyFiles'])
  })
  test('an id that is taken keeps its first file', async () => {
    const [mine, other] = [await lay(k.t, 'inProgress', { reporter: resident.account }), await k.t.another('resident')]
    const theirs = await lay(k.t, 'inProgress', { reporter: other.account })
    const file = newFile()
    await send(resident, mine.id, file, await photo())
    const before = (await fetched(resident, mine.id, file)).rawPayload
    const stolen = await send(other, theirs.id, file, voice())
    expect([stolen.statusCode, stolen.json().code]).toEqual([409, 'matters.idTaken'])
    expect((await fetched(resident, mine.id, file)).rawPayload.equals(before)).toBe(true)
    expect((await send(other, theirs.id, newId(world.foreignCounty), voice())).json().code).toBe('matters.idTaken')
  })
  test('nothing more when it is over', async () => {
    const matter = await lay(k.t, 'archived', { reporter: resident.account })
    expect((await send(resident, matter.id, newFile(), voice())).json().code).toBe('matters.wrongState')
  })
})

import type { Readable } from 'node:stream'
import { newId, splitId } from '@doorstep/contract'
import { makeAccount, openSession } from '@doorstep/modules/people/index.ts'
import { type TestApp, type Who, world } from '@doorstep/testkit'
import sharp from 'sharp'

/** A person with a number and a nickname, who wrote things; and where all of it may lie. */
export const person = { name: '欧阳知夏', nickname: '知夏妈妈', phone: '13987651234', secret: '三楼蓝色铁门里养了鸽子' }
export const traces = [person.name, person.nickname, person.phone, person.secret]

export async function resident(t: TestApp): Promise<Who> {
  const account = await makeAccount(t.parts, {
    county: Number(world.county),
    name: person.nickname,
    phone: person.phone,
  })
  return { account, headers: { cookie: await openSession(t.parts, account) } }
}
const picture = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#336699' } })
  .jpeg()
  .toBuffer()

/** Brought by `who` through the front door, with everything a person may say, a photo, and the officer's answers. */
export async function lifeOf(t: TestApp, who: Who, officer: Who, more: Record<string, unknown> = {}) {
  const id = newId(world.county)
  const said = {
    description: `${person.secret}。`,
    place: `${person.secret}对面`,
    name: person.name,
    phone: person.phone,
  }
  const made = await t.post(who, '/api/matters', { id, kind: 'dispute', point: world.point, ...said, ...more })
  const file = newId(world.county)
  const holder = who.account
    ? who
    : { ...who, headers: { cookie: String(made.headers['set-cookie']).split(';')[0] as string } }
  await t.app.inject({
    method: 'POST',
    url: `/api/matters/${id}/attachments/${file}`,
    headers: { ...holder.headers, 'idempotency-key': newId(world.county), 'content-type': 'image/jpeg' },
    payload: picture,
  })
  const verb = (by: Who, name: string, body: object = {}) => t.post(by, `/api/matters/${id}/${name}`, body)
  await verb(officer, 'accept')
  await verb(holder, 'tell', { text: `${person.secret}还在响` })
  await verb(officer, 'start')
  await verb(officer, 'unmask', { reason: `给${person.name}回电话` })
  await verb(officer, 'reply', { text: `${person.name}您好，已打 ${person.phone}` })
  await verb(officer, 'resolve', { grade: 'solved', result: `已与${person.name}说好` })
  return { id, file, holder, receipt: made.json<{ receipt: string }>().receipt }
}
/** Confirmed, visited, filed. */
export async function settle(t: TestApp, id: string): Promise<void> {
  const { county, uuid } = splitId(id)
  await t.sql(
    `update matters.visit set done_at = now(), outcome = 'good', note = $3 where county = $1 and matter = $2`,
    [county, uuid, `${person.name}满意`],
  )
  await t.sql(`update matters.matter set updated_at = updated_at - interval '8 days' where county = $1 and id = $2`, [
    county,
    uuid,
  ])
  await t.jobs.runSchedule('matters.archive')
}

/** Every text that the database holds anywhere, sealed ones opened; what of the words is found, and where. */
export async function searchEverything(t: TestApp, words: readonly string[]): Promise<string[]> {
  const columns = await t.sql<{ schema: string; name: string; column: string; type: string }>(
    `select table_schema as schema, table_name as name, column_name as column, data_type as type from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
       and (data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY'))`,
  )
  const found: string[] = []
  for (const { schema, name, column, type } of columns) {
    const value = type === 'bytea' ? `convert_from("${column}", 'UTF8')` : `"${column}"::text`
    const rows = await t.sql<{ value: string }>(
      `select ${value} as value from "${schema}"."${name}" where "${column}" is not null`,
    )
    for (const row of rows) {
      const texts = [row.value, opened(t, row.value)]
      for (const word of words)
        if (texts.some((text) => text?.includes(word))) found.push(`${schema}.${name}.${column}: ${word}`)
    }
  }
  return [...new Set(found)]
}
function opened(t: TestApp, value: string): string | null {
  if (!/^[\w-]{40,}$/.test(value)) return null
  try {
    return t.parts.vault.open(value)
  } catch {
    return null
  }
}
export const stored = async (t: TestApp, id: string): Promise<boolean> => {
  const file = await t.parts.files.open(id)
  if (file) (file.stream as Readable).destroy()
  return file !== undefined
}

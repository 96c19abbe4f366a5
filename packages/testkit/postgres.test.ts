import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { cloneDatabase, ensureTemplate } from './postgres.ts'

async function rows(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('test databases', () => {
  it('builds a template once, however many ask for it at a time', async () => {
    let built = 0
    const build = async (url: string) => {
      built++
      await rows(url, 'create table place (name text)')
    }
    await Promise.all([1, 2, 3].map(() => ensureTemplate('kit_once', build)))
    expect(built).toBe(1)
  })

  it('gives each caller a copy of its own, and drops it even while somebody is connected', async () => {
    await ensureTemplate('kit_copy', async (url) => {
      await rows(url, "create table place as select '门口' as name")
    })
    const [one, two] = await Promise.all([cloneDatabase('kit_copy'), cloneDatabase('kit_copy')])
    await rows(one.url, "insert into place values ('second')")
    expect(await rows(one.url, 'select count(*)::int from place')).toEqual([{ count: 2 }])
    expect(await rows(two.url, 'select name from place')).toEqual([{ name: '门口' }])

    const held = new pg.Client({ connectionString: one.url })
    held.on('error', () => undefined)
    await held.connect()
    await Promise.all([one.drop(), two.drop()])
    const left = "select 1 from pg_database where datname like 'kit_copy_%'"
    expect(await rows(inject('postgresUrl'), left)).toEqual([])
  })

  it('tells the error of a failed build and builds again', async () => {
    const failing = ensureTemplate('kit_failing', () => Promise.reject(new Error('no such table')))
    await expect(failing).rejects.toThrow('no such table')
    await ensureTemplate('kit_failing', async (url) => void (await rows(url, 'create table place (name text)')))
    const copy = await cloneDatabase('kit_failing')
    expect(await rows(copy.url, 'select * from place')).toEqual([])
    await copy.drop()
  })
})

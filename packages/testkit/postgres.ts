import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import './postgres-setup.ts'

export type TestDatabase = {
  /** The superuser's URL of this database. */
  url: string
  drop(): Promise<void>
}

/** A fresh copy of a template that `ensureTemplate` made; nobody else writes to it. Files are copied: a third of the time of the default. */
export async function cloneDatabase(templateName: string): Promise<TestDatabase> {
  const name = `${templateName}_${randomBytes(5).toString('hex')}`
  await asAdmin((admin) =>
    admin.query(`create database ${quoted(name)} template ${quoted(templateName)} strategy file_copy`),
  )
  return {
    url: urlOfDatabase(name),
    drop: () =>
      asAdmin(async (admin) => void (await admin.query(`drop database if exists ${quoted(name)} with (force)`))),
  }
}

/**
 * Builds a template database once per test run, whichever worker comes first; the others wait for it. A build that
 * fails leaves nothing behind, so each worker that needs it sees the error itself.
 */
export async function ensureTemplate(name: string, build: (url: string) => Promise<void>): Promise<void> {
  await asAdmin(async (admin) => {
    await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    const { rows } = await admin.query('select datistemplate from pg_database where datname = $1', [name])
    if (rows[0]?.datistemplate) return
    await admin.query(`drop database if exists ${quoted(name)} with (force)`)
    await admin.query(`create database ${quoted(name)}`)
    await build(urlOfDatabase(name))
    // marks it as complete, and keeps everybody out: a database in use cannot be copied
    await admin.query(`alter database ${quoted(name)} with is_template true allow_connections false`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  })
}

async function asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function urlOfDatabase(name: string): string {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}

function quoted(name: string): string {
  return pg.escapeIdentifier(name)
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Demo, newDemo } from '@doorstep/demo/demo.ts'
import { hour } from '@doorstep/demo/time.ts'
import { fictionalCounty } from '@doorstep/geo/county.ts'
import { type Parts, transaction } from '@doorstep/kernel'
import { layDemoAreas } from '@doorstep/modules/areas/demo.ts'
import { layDemoFindings } from '@doorstep/modules/findings/demo.ts'
import { layDemoHazards } from '@doorstep/modules/hazards/demo.ts'
import { layDemoLevels } from '@doorstep/modules/levels/demo.ts'
import { layDemoMatters } from '@doorstep/modules/matters/demo.ts'
import { layDemoNotices } from '@doorstep/modules/notices/demo.ts'
import { demoPassword, demoPhone, demoUsernames, layDemoPeople } from '@doorstep/modules/people/demo.ts'
import { layDemoReach } from '@doorstep/modules/reach/demo.ts'
import { layDemoAnswers, layDemoRooms } from '@doorstep/modules/rooms/demo.ts'
import { layDemoVisits } from '@doorstep/modules/visits/demo.ts'
import type { SignIn } from './banner.ts'

/** Which county it is: the same number always draws the same one. */
const seed = 2
const lock = 7_301_002 // any number, as long as every process that seeds uses the same

/** Every module's part, lower tiers first: the later ones read what the earlier ones left; the calendar of visits comes after its planners. */
const lay: readonly ((demo: Demo) => Promise<void>)[] = [
  layDemoAreas,
  layDemoPeople,
  layDemoRooms,
  layDemoMatters,
  layDemoLevels,
  layDemoHazards,
  layDemoFindings,
  layDemoVisits,
  layDemoAnswers,
  layDemoNotices,
  layDemoReach,
]

type Needed = Pick<Parts, 'database' | 'vault' | 'files' | 'settings' | 'clock' | 'log'>

/**
 * Lays the demo county into a database that holds no county, in one transaction: whatever happens half-way, the next
 * start finds an empty database and lays it again. Its history ends at the last full hour. @returns whether it was laid.
 */
export async function seedDemoOnce(parts: Needed): Promise<boolean> {
  const started = performance.now()
  const scratch = await mkdtemp(join(tmpdir(), 'doorstep-demo-'))
  try {
    const laid = await transaction(parts.database.owner, null, async (db, client) => {
      await client.query('select pg_advisory_xact_lock($1)', [lock])
      const { rows } = await client.query('select from areas.area limit 1')
      if (rows.length > 0) return false
      const now = Math.floor(parts.clock() / hour) * hour
      const demo = newDemo(seed, { parts, sql: client, db, ground: fictionalCounty(seed), now, scratch })
      for (const part of lay) await part(demo)
      return true
    })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (laid) parts.log.info({ seconds }, 'the demo county was laid')
    return laid
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const signIns: Readonly<Record<string, { client: string; who: string }>> = {
  admin: { client: 'console', who: '县级管理员 county admin' },
  chief: { client: 'console', who: '派出所所长 station chief' },
  deputy: { client: 'console', who: '副所长 deputy chief' },
  command: { client: 'console', who: '综合指挥室 command room' },
  centre: { client: 'console', who: '综治中心 governance centre' },
  clerk: { client: 'console', who: '住建部门 housing department' },
  auditor: { client: 'console', who: '审计员 auditor' },
  officer: { client: 'officer', who: '社区民警 community officer' },
  auxiliary: { client: 'auxiliary', who: '辅警 auxiliary' },
  volunteer: { client: 'volunteer', who: '志愿者 volunteer' },
  grid: { client: 'volunteer', who: '网格员 grid worker' },
  mediator: { client: 'volunteer', who: '调解员 mediator' },
}

/** The sign-ins of the demo county, all around one community; none where the database holds another county. */
export async function demoSignIns(parts: Pick<Parts, 'database'>): Promise<SignIn[]> {
  const accounts = await demoUsernames(parts.database)
  const staff = Object.entries(signIns).flatMap(([username, { client, who }]) => {
    const account = accounts.find((one) => one.username === username)
    return account ? [{ client, name: username, password: demoPassword, who: `${account.name} · ${who}` }] : []
  })
  if (staff.length === 0) return []
  return [
    ...staff,
    {
      client: 'resident',
      name: demoPhone,
      password: '—',
      who: '居民 resident: 验证码会显示在屏幕上 the code is shown',
    },
  ]
}

import { countyOf, newId } from '@doorstep/contract'
import { openSession } from '@doorstep/modules/people/index.ts'
import { seedDemoOnce } from '../apps/server/seed.ts'
import { openPlace, startServer } from './place.ts'
import { median, type Row, spread } from './row.ts'
import { openLine } from './wire.ts'

const boards = 509
const rounds = 5

/** The print order of every board of the demo county, asked for through the product. */
export async function run(): Promise<Row[]> {
  const place = await openPlace({ world: false })
  try {
    await seedDemoOnce(place.parts)
    const { rows: accounts } = await place.database.owner.query<{ id: string }>(
      `select id from people.account where username = 'admin'`,
    )
    const admin = accounts[0]
    if (!admin) throw new Error('the demo county has no admin')
    const county = countyOf(admin.id)
    const cookie = await openSession(place.parts, admin.id)
    const { rows } = await place.database.owner.query<{ id: string }>(
      `update rooms.board set state = 'planned' returning county || '-' || id as id`,
    )
    if (rows.length !== boards) throw new Error(`the demo county has ${rows.length} boards, not ${boards}`)
    const server = await startServer(place, { DOORSTEP_COUNTY: String(county) })
    try {
      const line = await openLine(server.port)
      const times: number[] = []
      let bytes = 0
      for (let round = 0; round < rounds; round++) {
        const id = newId(county)
        const order = await line.ask(
          'POST',
          '/api/rooms/sheets',
          { cookie, 'idempotency-key': id },
          JSON.stringify({ id, ids: rows.map((row) => row.id), paper: 'own' }),
        )
        if (order.status !== 200) throw new Error(`not ordered: ${order.status} ${order.body.slice(0, 300)}`)
        const pdf = await line.ask('GET', `/api/rooms/sheets/${id}`, { cookie })
        if (pdf.status !== 200 || !pdf.body.startsWith('%PDF')) throw new Error(`no PDF: ${pdf.status}`)
        times.push((order.milliseconds + pdf.milliseconds) / 1000)
        bytes = pdf.body.length
      }
      line.close()
      return [
        {
          what: `${boards} boards to PDF, ordered and fetched`,
          figure: median(times),
          unit: 's',
          target: { most: 30 },
          beside: `${(bytes / 1e6).toFixed(1)} MB; ${spread(times, 1)}`,
        },
      ]
    } finally {
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

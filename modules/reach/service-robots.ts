import { done, Failure, failing, joinId, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaInForce, placeNames } from '@doorstep/modules/areas/index.ts'
import { failures } from './contract.ts'
import type { robotOperations } from './contract-robots.ts'
import { isRobotAddress } from './hosts.ts'
import type { Vendor } from './rules-kinds.ts'
import { askToTry } from './service-own.ts'
import * as store from './store.ts'
import * as deliveries from './store-deliveries.ts'
import { tryWords } from './words.ts'

const fail = failing(failures)
type Kept = { address: string; secret: string | null }
const keptOf = (ctx: Ctx, robot: store.RobotRow): Kept => JSON.parse(ctx.vault.open(robot.sealed)) as Kept

function seal(ctx: Ctx, vendor: Vendor, { address, secret }: Kept) {
  if (!isRobotAddress(vendor, address, ctx.settings)) return fail('reach.badAddress')
  return {
    sealed: ctx.vault.seal(JSON.stringify({ address, secret })),
    address: ctx.vault.blind(`robot ${address}`),
  }
}
async function view(ctx: Ctx, robots: readonly store.RobotRow[]) {
  const places = await placeNames(
    ctx,
    robots.map(({ area }) => area),
  )
  return robots.map((robot) => {
    const { address, secret } = keptOf(ctx, robot)
    const { area, unit, vendor, name, language, enabled, version } = robot
    return {
      id: joinId(robot.county, robot.id),
      ...{ area, unit, vendor, name, language, enabled, version },
      place: places.get(area) ?? area,
      topics: robot.kinds,
      host: new URL(address).host,
      signed: secret !== null,
      reachedAt: robot.reached_at,
    }
  })
}
const viewOne = async (ctx: Ctx, robot: store.RobotRow) => (await view(ctx, [robot]))[0] ?? fail('reach.robotMissing')
const get = async (ctx: Ctx, id: string): Promise<store.RobotRow> =>
  (await store.findRobot(ctx, splitId(id).uuid)) ?? fail('reach.robotMissing')

export const robotService: Service<typeof robotOperations, Ctx> = {
  async robots(ctx, { query }) {
    const page = await store.listRobots(ctx, { ...query, limit: query.limit ?? 50 }, (row) => row)
    return { items: await view(ctx, page.items), next: page.next }
  },
  async addRobot(ctx, { body }) {
    const { id, area, unit = null, vendor, name, topics, language, address, secret = null } = body
    if (!ctx.grant.scopes.some((scope) => area.startsWith(scope))) throw new Failure('denied', 'access.outside')
    if (area.length < 6 || !(await areaInForce(ctx, area))) return fail('reach.areaUnknown')
    const robot: store.RobotRow = {
      county: ctx.county,
      id: splitId(id).uuid,
      ...{ area, unit, vendor, name, language },
      kinds: topics,
      ...seal(ctx, vendor, { address, secret }),
      enabled: true,
      version: 1,
      made_by: ctx.actor.account,
      made_at: ctx.now(),
      reached_at: null,
    }
    if (!(await store.addRobot(ctx, robot))) return fail('reach.idTaken')
    return viewOne(ctx, robot)
  },
  async changeRobot(ctx, { params, body }) {
    const robot = (await store.lockRobot(ctx, splitId(params.id).uuid)) ?? fail('reach.robotMissing')
    if (robot.version !== body.version) return fail('reach.changedMeanwhile')
    const before = keptOf(ctx, robot)
    const address = body.address ?? before.address
    const secret = body.secret === undefined ? before.secret : body.secret
    const { name, topics, language, enabled } = body
    const changed = { name, kinds: topics, language, enabled, version: robot.version + 1 }
    const change = { ...changed, ...seal(ctx, robot.vendor, { address, secret }) }
    await store.changeRobot(ctx, robot.id, change)
    return viewOne(ctx, { ...robot, ...change })
  },
  async removeRobot(ctx, { params }) {
    const { id } = await get(ctx, params.id)
    await deliveries.dropWaiting(ctx, id, 'robotGone')
    await store.removeRobot(ctx, id)
    return done
  },
  async tryRobot(ctx, { params }) {
    const robot = await get(ctx, params.id)
    if (!robot.enabled) return fail('reach.robotOff')
    const said = {
      event: robot.id,
      words: tryWords,
      data: '{}',
      subject: params.id,
      kind: 'try' as const,
      urgent: true,
      area: robot.area,
    }
    await askToTry(ctx, said, { channel: robot.vendor, endpoint: robot.id })
    return done
  },
}

import { splitId } from '@doorstep/contract'
import { type Demo, type DemoPerson, type DemoResident, story } from '@doorstep/demo/demo.ts'
import { type Named, nameOnce, namesFrom } from '@doorstep/demo/names.ts'
import { drawPictures, keepPicture } from '@doorstep/demo/pictures.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { day, iso } from '@doorstep/demo/time.ts'
import type { Database } from '@doorstep/kernel'
import { hashPassword, phoneKey } from './accounts.ts'
import { type Post, planPosts } from './demo/plan.ts'
import { clothesOf, looks, portrait } from './demo/portraits.ts'
import { spellingOf } from './initials.ts'

/** Of every account of the demo county with a user name; a production start refuses a database that holds them. */
export const demoPassword = 'doorstep-demo'
/** Number of the resident of the story. 154 is not given out to any operator. */
export const demoPhone = '15400000001'
const residents = 320
const began = Date.parse('2024-03-01T00:00:00.000Z')

/** Staff with posts, portraits and one password for all of them, and residents who have an account. */
export async function layDemoPeople(demo: Demo): Promise<void> {
  const hash = await hashPassword(demoPassword)
  const posts = planPosts(demo)
  const dice = demo.dice('people')
  const named = namesFrom(dice)
  const staff = posts.map((post, at) => ({ post, who: named(), account: demo.id(dice, began + at * 1000), at }))
  const photos = await portraits(demo, staff)
  await insertRows(demo.sql, 'people.account', [
    ...staff.map(({ post, who, account }) => accountRow(demo, account, who.name, { username: post.username })),
    ...layResidents(demo),
  ])
  await insertRows(
    demo.sql,
    'people.credential',
    staff
      .filter(({ post }) => post.username)
      .map(({ account }) => ({
        id: demo.id(dice, began),
        account,
        provider: 'credential',
        provider_account: account,
        password: hash,
        created_at: iso(began),
        updated_at: iso(began),
      })),
  )
  await insertRows(
    demo.sql,
    'people.profile',
    staff.map((one) => profileRow(demo, one, photos.get(one.account))),
  )
  await insertRows(
    demo.sql,
    'people.posting',
    staff.flatMap(({ post, account }) =>
      post.areas.map((area) => ({
        county: demo.county,
        id: splitId(demo.id(dice, began)).uuid,
        account,
        role: post.role,
        area,
        unit: post.unit ?? null,
        valid_from: iso(began),
        valid_to: null,
        created_at: iso(began),
      })),
    ),
  )
  demo.people.push(...staff.flatMap(personsOf))
}

type Filled = { post: Post; who: Named; account: string; at: number }
const personsOf = ({ post, who, account }: Filled): DemoPerson[] =>
  post.areas.map((area) => ({
    account,
    name: who.name,
    role: post.role,
    area,
    unit: post.unit ?? null,
    username: post.username ?? null,
  }))

type Signs = { username?: string | undefined; phone?: string }
function accountRow({ parts, county }: Demo, id: string, name: string, { username, phone }: Signs, at = began) {
  return {
    id,
    county,
    name,
    email: `${id}@account.invalid`,
    email_verified: false,
    username: username ?? null,
    phone_blind: phone ? phoneKey(parts.vault, phone) : null,
    phone_sealed: phone ? parts.vault.seal(phone) : null,
    state: 'active',
    elder: false,
    language: 'zh-CN',
    demo: true,
    created_at: iso(at),
    updated_at: iso(at),
  }
}

const police = ['officer', 'chief', 'deputyChief', 'commandRoom']
function profileRow({ parts, county }: Demo, { post, who, account, at }: Filled, photo: string | undefined) {
  const phone = `1549${String(1_000_000 + at * 37).slice(-7)}`
  const badge = police.includes(post.role) ? '99' : post.role === 'auxiliary' ? 'F9' : null
  return {
    county,
    account,
    name: who.name,
    ...spellingOf(who.name),
    badge: badge && `${badge}${String(1001 + at).padStart(4, '0')}`,
    phone_sealed: parts.vault.seal(phone),
    phone_blind: phoneKey(parts.vault, phone),
    photo: photo ?? null,
    duty_visible:
      ['officer', 'auxiliary'].includes(post.role) || (post.role === 'chief' && post.areas[0]?.length === 9),
    duty_text: post.dutyText ?? null,
    created_at: iso(began),
    updated_at: iso(began),
  }
}

/** A portrait for everybody with a post: drawn once for each look, kept once for each person. */
async function portraits(demo: Demo, staff: readonly Filled[]): Promise<Map<string, string>> {
  const dice = demo.dice('portraits')
  const drawings: Record<string, string> = {}
  const chosen = staff.map(({ post, who, account }) => {
    const { name, clothes } = clothesOf(post.role, dice)
    const look = dice.whole(0, name === 'police' ? looks - 1 : 5)
    const drawing = `${name}-${who.woman ? 'w' : 'm'}-${look}`
    drawings[drawing] ??= portrait(clothes, look, who.woman)
    return { account, drawing, id: demo.id(dice, began) }
  })
  const pictures = await drawPictures(demo, drawings, { quality: 84, grain: 0 })
  await Promise.all(
    chosen.map(({ drawing, id }) =>
      keepPicture(demo, pictures.get(drawing) as NonNullable<ReturnType<typeof pictures.get>>, id),
    ),
  )
  return new Map(chosen.map(({ account, id }) => [account, splitId(id).uuid]))
}

const nicknames = ['', '', '小{s}', '老{s}', '{s}姐', '{s}师傅', '{c}居民', '{s}大姐', '{c}小{s}', '{s}先生', '{s}女士']
/** Residents call themselves what they like, or nothing. The first is the one of the story. */
function layResidents(demo: Demo): Record<string, unknown>[] {
  const dice = demo.dice('residents')
  const communities = demo.ground.communities
  const near = communities.find(({ properties }) => properties.code === story.community)
  return Array.from({ length: residents }, (_, at) => {
    const home =
      at === 0 ? near : dice.weighted(communities, ({ properties }) => (properties.kind === 'community' ? 3 : 1))
    if (!home) throw new RangeError('a county without communities')
    const { surname } = nameOnce(dice)
    const place = home.properties.name.replace(/(社区|村)$/, '')
    const name = at === 0 ? '小周' : dice.pick(nicknames).replace('{s}', surname).replace('{c}', place)
    const phone = String(15_400_000_001 + at * 13)
    const from = demo.now - dice.whole(2, 420) * day
    const resident: DemoResident = { account: demo.id(dice, from), name, phone, community: home.properties.code }
    demo.residents.push(resident)
    return accountRow(demo, resident.account, name, { phone }, from)
  })
}

/** The sign-ins that a person needs who looks at the demo county; empty where it was not laid. */
export async function demoUsernames(
  database: Pick<Database, 'owner'>,
): Promise<{ username: string; name: string; role: string; area: string }[]> {
  const { rows } = await database.owner.query<{ username: string; name: string; role: string; area: string }>(
    `select a.username, a.name, p.role, p.area from people.account a join people.posting p on p.county = a.county and p.account = a.id
     where a.demo and a.username is not null and p.valid_to is null order by a.id`,
  )
  return rows
}

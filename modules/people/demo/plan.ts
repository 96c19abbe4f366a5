import { type Demo, story } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import type { StaffRole } from '../rules.ts'

/** A post of the demo county that somebody fills. */
export type Post = {
  role: StaffRole
  areas: readonly string[]
  unit?: string
  username?: string
  dutyText?: string
}

const units = [
  'housing',
  'justice',
  'civilAffairs',
  'humanResources',
  'urbanManagement',
  'market',
  'health',
  'education',
  'traffic',
  'fire',
  'street',
]
const hours = [
  '工作日 8:30–17:30 在警务室',
  '周一、周三、周五全天在警务室，其余时间在辖区走访',
  '工作日上午在警务室，下午入户走访；周四晚 19:00–21:00 值夜班',
  '周二、周四、周六 9:00–18:00 在警务室',
  '每天 9:00–12:00 在警务室，急事随时打电话',
]
const villageHours = ['赶集日 8:00–13:00 在警务室，其余时间在村里走访', '周一、周四在警务室，其余时间在两个村巡访']

/** About 150 posts: nine stations, an officer for every community, helpers, desks of the county. */
export function planPosts(demo: Demo): Post[] {
  const dice = demo.dice('posts')
  const county = String(demo.county)
  return [
    { role: 'countyAdmin', areas: [county], username: 'admin' },
    { role: 'auditor', areas: [county], username: 'auditor' },
    { role: 'chief', areas: [county] },
    { role: 'commandRoom', areas: [county] },
    { role: 'centreClerk', areas: [county], username: 'centre' },
    ...[0, 1].map(() => ({ role: 'centreClerk' as const, areas: [county] })),
    ...units.map((unit) => ({
      role: 'departmentClerk' as const,
      areas: [county],
      unit,
      ...(unit === 'housing' ? { username: 'clerk' } : {}),
    })),
    ...demo.ground.townships.flatMap(({ properties }) => postsOfStation(demo, properties.code, dice)),
    ...helpers(demo, dice),
  ]
}

function postsOfStation(demo: Demo, township: string, dice: Dice): Post[] {
  const here = township === story.township
  const named = (username: string) => (here ? { username } : {})
  const communities = demo.ground.communities.filter(({ properties }) => properties.parent === township)
  const urban = communities.filter(({ properties }) => properties.kind === 'community')
  const villages = communities.filter(({ properties }) => properties.kind === 'village')
  const codes = (list: typeof communities) => list.map(({ properties }) => properties.code)
  const rounds = inGroups(codes(villages), 2)
  return [
    { role: 'chief', areas: [township], dutyText: '每周四 15:00–17:30 所长接待日', ...named('chief') },
    { role: 'deputyChief', areas: [township], ...named('deputy') },
    { role: 'commandRoom', areas: [township], ...named('command') },
    ...codes(urban).map((community) => ({
      role: 'officer' as const,
      areas: [community],
      dutyText: dice.pick(hours),
      ...(community === story.community ? { username: 'officer' } : {}),
    })),
    ...rounds.map((areas) => ({ role: 'officer' as const, areas, dutyText: dice.pick(villageHours) })),
    ...auxiliaries(township, codes(communities), here ? 5 : 2),
  ]
}

/** The first of the story's station serves its community; the others are spread over theirs. */
function auxiliaries(township: string, communities: string[], count: number): Post[] {
  const here = township === story.township
  const others = communities.filter((code) => code !== story.community)
  return Array.from({ length: count }, (_, at) => ({
    role: 'auxiliary' as const,
    areas: [at === 0 && here ? story.community : at === 0 ? township : (others[at * 2] as string)],
    dutyText: '白班 8:30–18:00，夜班轮值',
    ...(at === 0 && here ? { username: 'auxiliary' } : {}),
  }))
}

const inGroups = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, at * size + size))

/** Those who help: near the story one of each, the others all over the county. */
function helpers(demo: Demo, dice: Dice): Post[] {
  const communities = dice.shuffled(demo.ground.communities.map(({ properties }) => properties.code))
  const grids = dice.shuffled(demo.ground.grids.map(({ properties }) => properties.code))
  const storyGrid = grids.filter((code) => code.startsWith(story.community)).sort()[0] as string
  const spread = (role: StaffRole, areas: readonly string[], from: number, count: number): Post[] =>
    areas.slice(from, from + count).map((area) => ({ role, areas: [area] }))
  return [
    { role: 'volunteer', areas: [story.community], username: 'volunteer' },
    { role: 'gridWorker', areas: [storyGrid], username: 'grid' },
    { role: 'mediator', areas: [story.township], username: 'mediator' },
    { role: 'keeper', areas: [story.community] },
    { role: 'ally', areas: [story.township] },
    ...spread('volunteer', communities, 0, 9),
    ...spread('gridWorker', grids, 0, 7),
    ...spread('mediator', communities, 20, 3),
    ...spread('keeper', communities, 30, 2),
    ...spread('ally', communities, 40, 1),
  ]
}

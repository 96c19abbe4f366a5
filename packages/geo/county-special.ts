/** Grounds of schools, markets and hospitals: small shapes, each well inside one basic grid of its own. */
import type { Position } from 'geojson'
import type { AreaFeature } from './county-area.ts'
import type { PlannedArea } from './county-plan.ts'
import { distanceToEdge, prepare } from './inside.ts'
import { centroid } from './measure.ts'

const kinds = [
  { kind: 'school', digit: '1', names: ['第一小学', '实验小学', '第一中学'], perStreet: 3 },
  { kind: 'market', digit: '2', names: ['农贸市场', '百货市场'], perStreet: 2 },
  { kind: 'hospital', digit: '3', names: ['人民医院'], perStreet: 1 },
] as const
const ruralNames = { school: '中心学校', market: '集贸市场', hospital: '卫生院' } as const

const kmPerDegree = 111.195
/** Half the width of a ground; less where the grid is small. */
const largestKm = 0.15
const cornersOfGround = 9

/** A street has several of each, every other township one of each. */
export function drawSpecialGrids(
  townships: readonly PlannedArea[],
  communities: readonly AreaFeature[],
  grids: readonly AreaFeature[],
  random: () => number,
): AreaFeature[] {
  return townships.flatMap((township) => {
    const inside = grids.filter(({ properties }) => properties.code.startsWith(township.code))
    const free = byKindOfCommunity(inside, communities)
    const wanted = kinds.flatMap((one) => {
      const count = township.kind === 'street' ? one.perStreet : 1
      return Array.from({ length: count }, (_, at) => ({ ...one, at }))
    })
    const numbers = new Map<string, number>()
    return wanted.slice(0, free.length).map(({ kind, digit, names, at }, index) => {
      // spread over the township instead of one after the other
      const grid = free[Math.floor((index * free.length) / wanted.length)] as AreaFeature
      const { parent } = grid.properties
      const order = (numbers.get(parent + digit) ?? 0) + 1
      numbers.set(parent + digit, order)
      const place = township.name.replace(/(街道|镇|乡)$/, '')
      const name = place + (township.kind === 'street' ? names[at] : ruralNames[kind])
      const code = `${parent}${digit}${String(order).padStart(2, '0')}`
      return {
        type: 'Feature' as const,
        properties: { code, name, level: 'grid' as const, kind, parent },
        geometry: { type: 'Polygon' as const, coordinates: [ground(grid, random)] },
      }
    })
  })
}

/** Grids of communities with a residents' committee first: that is where such places are. */
function byKindOfCommunity(grids: readonly AreaFeature[], communities: readonly AreaFeature[]): AreaFeature[] {
  const urban = new Set(
    communities.filter(({ properties }) => properties.kind === 'community').map(({ properties }) => properties.code),
  )
  return [...grids].sort((a, b) => Number(urban.has(b.properties.parent)) - Number(urban.has(a.properties.parent)))
}

function ground(grid: AreaFeature, random: () => number): Position[] {
  const { lat, lon } = centroid(grid.geometry)
  const narrow = Math.cos((lat * Math.PI) / 180)
  // a degree of longitude is the shorter one here, so that the circle of this radius in degrees of it stays inside
  const room = distanceToEdge(prepare(grid.geometry), lon, lat)
  const reach = Math.min(room * 0.8 * narrow, largestKm / kmPerDegree)
  const turn = random() * 2 * Math.PI
  const ring = Array.from({ length: cornersOfGround }, (_, at): Position => {
    const angle = turn + (at * 2 * Math.PI) / cornersOfGround
    const far = reach * (0.65 + random() * 0.35)
    return [round(lon + (far / narrow) * Math.cos(angle)), round(lat + far * Math.sin(angle))]
  })
  return [...ring, ring[0] as Position]
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

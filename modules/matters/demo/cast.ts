import type { Demo, DemoPerson, DemoResident } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'

/** Who has to do with a matter because of where it lies. */
export type Cast = {
  officer: DemoPerson
  leader: DemoPerson
  chief: DemoPerson
  command: DemoPerson
  centre: DemoPerson
  auxiliaries: readonly DemoPerson[]
  helpers: readonly DemoPerson[]
  residents: readonly DemoResident[]
  department(unit: string): DemoPerson
  /** the officer of another place */
  officerOf(area: string): DemoPerson
}

const quarter = ['volunteer', 'gridWorker', 'mediator', 'keeper', 'ally']

export function casting(demo: Demo, dice: Dice): (area: string) => Cast {
  const covering = (area: string, role: string) =>
    demo.people
      .filter((person) => person.role === role && area.startsWith(person.area))
      .sort((a, b) => b.area.length - a.area.length)
  const one = (area: string, role: string): DemoPerson => {
    const person = covering(area, role)[0]
    if (!person) throw new RangeError(`nobody is ${role} in ${area}`)
    return person
  }
  const pick = (list: readonly DemoPerson[]): DemoPerson => dice.pick(list)
  const known = new Map<string, Cast>()
  const make = (community: string): Cast => ({
    officer: one(community, 'officer'),
    leader: one(community, 'deputyChief'),
    chief: one(community, 'chief'),
    command: one(community, 'commandRoom'),
    centre: pick(covering(community, 'centreClerk')),
    auxiliaries: covering(community, 'auxiliary'),
    helpers: demo.people.filter(
      ({ role, area }) => quarter.includes(role) && (area.startsWith(community) || community.startsWith(area)),
    ),
    residents: demo.residents.filter((resident) => resident.community === community),
    department: (unit) => {
      const clerk = demo.people.find((person) => person.role === 'departmentClerk' && person.unit === unit)
      if (!clerk) throw new RangeError(`nobody at the desk of ${unit}`)
      return clerk
    },
    officerOf: (area) => one(area, 'officer'),
  })
  return (area) => {
    const community = area.slice(0, 12)
    const cast = known.get(community) ?? make(community)
    known.set(community, cast)
    return cast
  }
}

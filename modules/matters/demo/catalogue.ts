import type { Dice } from '@doorstep/demo/dice.ts'
import { complaints } from './complaint.ts'
import { consults } from './consult.ts'
import { townDisputes } from './dispute.ts'
import { otherDisputes } from './dispute-village.ts'
import { hazards } from './hazard.ts'
import { helps } from './help.ts'
import { appointments, lostItems, praises, suggestions } from './others.ts'
import type { Scenario } from './scenario.ts'
import { ruralToo } from './words.ts'

type Sort = { kind: string; weight: number; scenarios: readonly Scenario[] }

/** How often people come with what. */
const sorts: readonly Sort[] = [
  { kind: 'dispute', weight: 27, scenarios: [...townDisputes, ...otherDisputes] },
  { kind: 'hazard', weight: 20, scenarios: hazards },
  { kind: 'consult', weight: 15, scenarios: consults },
  { kind: 'help', weight: 12, scenarios: helps },
  { kind: 'complaint', weight: 12, scenarios: complaints },
  { kind: 'lostItem', weight: 5, scenarios: lostItems },
  { kind: 'suggestion', weight: 4, scenarios: suggestions },
  { kind: 'appointment', weight: 3, scenarios: appointments },
  { kind: 'praise', weight: 2, scenarios: praises },
]

const rural = new Set(['farm', 'lane', 'field'])
const anywhere = new Set(['none', 'street'])
const belongs = (scenario: Scenario, urban: boolean): boolean =>
  urban ? !rural.has(scenario.place) : rural.has(scenario.place) || (anywhere.has(scenario.place) && ruralToo(scenario))

/** A kind and one of its scenarios that fits the place and the month; undefined where none of the wanted kinds does. */
export function chooseScenario(
  dice: Dice,
  where: { urban: boolean; month: number },
  kinds?: readonly string[],
  fits: (scenario: Scenario) => boolean = () => true,
): { kind: string; scenario: Scenario } | undefined {
  const fitting = sorts
    .filter(({ kind }) => !kinds || kinds.includes(kind))
    .map((sort) => ({
      ...sort,
      scenarios: sort.scenarios.filter(
        (scenario) =>
          fits(scenario) && belongs(scenario, where.urban) && (scenario.months?.includes(where.month) ?? true),
      ),
    }))
    .filter(({ scenarios }) => scenarios.length > 0)
  if (fitting.length === 0) return undefined
  const { kind, scenarios } = dice.weighted(fitting, ({ weight }) => weight)
  return { kind, scenario: dice.weighted(scenarios, ({ weight = 1 }) => weight) }
}

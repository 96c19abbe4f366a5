import { day, hour } from '@doorstep/demo/time.ts'
import type { Matter } from '../rules.ts'
import type { State } from '../states.ts'
import { begin, goneElsewhere, takenBack } from './closed.ts'
import { lastAt } from './life.ts'
import type { Plot } from './plot.ts'
import * as scene from './plot.ts'
import * as closing from './plot-closing.ts'
import type { Scenario } from './scenario.ts'
import type { Wanted } from './stage.ts'

/**
 * What is going on today. Each line says how many matters stand there, how long ago they were reported, and how they came
 * to it; the days are tried until the matter stands where it should.
 */
export type Standing = Wanted & {
  count: number
  state: State
  /**
   * `late` is past its deadline, `today` due on this or, on a day off, on the next working day, `later` after that,
   * `running` either of these; without it the clock stands still
   */
  due?: 'late' | 'today' | 'later' | 'running'
  /** whether the plot came as far as it should */
  reached?: (matter: Matter) => boolean
}

const received = (plot: Plot): void => {
  begin(plot)
  if (plot.dice.chance(0.12)) scene.tell(plot)
}
const forgotten = (plot: Plot): void => {
  begin(plot)
  if (plot.dice.chance(0.6)) scene.urge(plot)
}
const taken = (plot: Plot): void => {
  begin(plot)
  scene.accept(plot)
  if (plot.dice.chance(0.3)) scene.reply(plot)
}
const begun = (plot: Plot): void => {
  taken(plot)
  scene.start(plot)
  if (plot.cast.auxiliaries.length > 0 && plot.dice.chance(0.5)) scene.help(plot)
}
const working = (plot: Plot): void => {
  begun(plot)
  if (plot.dice.chance(0.85)) scene.note(plot, 0)
  if (plot.dice.chance(0.3)) scene.tell(plot)
  if (plot.dice.chance(0.3)) scene.reply(plot)
}
const handed = (plot: Plot): void => {
  working(plot)
  scene.hand(plot)
}
const asking = (plot: Plot): void => {
  working(plot)
  const due = Date.parse(plot.life.matter.handleDue as string)
  scene.askMoreTime(
    plot,
    plot.pace.staff(Math.max(lastAt(plot.life), Math.min(due - 30 * hour, plot.life.now - 18 * hour)), 0, 2),
  )
}
const grantedMore = (plot: Plot): void => {
  asking(plot)
  scene.decideMoreTime(plot)
}
const askedToWait = (plot: Plot): void => {
  working(plot)
  scene.wait(plot)
}
const stopped = (plot: Plot): void => {
  working(plot)
  scene.suspend(plot)
}
/** Closed, and the person says that it is not settled. */
const heardAgain = (plot: Plot): void => {
  working(plot)
  closing.resolve(plot, lastAt(plot.life) + day)
  closing.object(plot)
  if (plot.dice.chance(0.5)) scene.note(plot, 1)
}

/** Closed a few days ago; the person was asked, and some have answered. */
const settled = (plot: Plot): void => {
  working(plot)
  closing.resolve(plot, closing.wouldResolve(plot))
}
const agreed = (plot: Plot): void => {
  settled(plot)
  closing.confirm(plot)
  if (plot.dice.chance(0.7)) closing.rate(plot)
  closing.visits(plot)
}
const visited = (plot: Plot): void => {
  settled(plot)
  closing.visits(plot)
}

const helping = (plot: Plot): void => {
  taken(plot)
  scene.start(plot)
  scene.help(plot)
  scene.note(plot, 0)
}

const asked = ({ extension }: Matter): boolean => extension !== null
const helped = ({ helpers }: Matter): boolean => helpers.length > 0
const leaking = ({ extra }: Scenario): boolean => 'subject' in extra && extra.subject === 'leak'
const handing = ({ hand }: Scenario): boolean => hand !== undefined
const forHousing = ({ hand }: Scenario): boolean => hand?.unit === 'housing'
const slow = ['dispute', 'hazard', 'complaint', 'suggestion']
const work = ['dispute', 'hazard', 'complaint']
/** Where the well-known sign-ins live and work: something for each of them to do, and one quarrel to play through. */
const storyStandings: readonly Standing[] = [
  {
    count: 1,
    state: 'submitted',
    from: 0,
    to: 2.5,
    due: 'running',
    kinds: ['dispute'],
    by: 'resident',
    fits: leaking,
    play: received,
  },
  {
    count: 1,
    state: 'submitted',
    from: 0,
    to: 2.5,
    due: 'running',
    kinds: ['hazard'],
    by: 'volunteer',
    play: received,
  },
  {
    count: 2,
    state: 'inProgress',
    from: 0.2,
    to: 5,
    due: 'running',
    kinds: work,
    by: 'anyone',
    play: helping,
    reached: helped,
  },
  { count: 1, state: 'waitingPerson', from: 1, to: 6, kinds: ['dispute'], by: 'resident', play: askedToWait },
  {
    count: 2,
    state: 'waitingDepartment',
    from: 1,
    to: 6,
    due: 'running',
    kinds: work,
    by: 'anyone',
    fits: forHousing,
    play: handed,
  },
  {
    count: 1,
    state: 'inProgress',
    from: 3,
    to: 9,
    due: 'running',
    kinds: work,
    by: 'anyone',
    play: asking,
    reached: asked,
  },
  { count: 1, state: 'inProgress', from: 6, to: 19, due: 'late', kinds: ['hazard'], by: 'anyone', play: working },
  { count: 1, state: 'resolved', from: 1, to: 6, kinds: ['hazard', 'complaint'], by: 'resident', play: settled },
  {
    count: 1,
    state: 'inProgress',
    from: 0.5,
    to: 5,
    due: 'running',
    kinds: ['hazard'],
    by: 'volunteer',
    play: working,
  },
]
export const standings: readonly Standing[] = [
  { count: 18, state: 'submitted', from: 0, to: 3, due: 'running', play: received },
  { count: 4, state: 'submitted', from: 2, to: 7, due: 'late', kinds: work, play: forgotten },
  { count: 14, state: 'accepted', from: 0, to: 12, due: 'later', play: taken },
  { count: 2, state: 'accepted', from: 5, to: 14, due: 'late', kinds: ['consult', 'dispute'], play: taken },
  { count: 20, state: 'inProgress', from: 0.3, to: 14, due: 'later', kinds: slow, play: working },
  { count: 6, state: 'inProgress', from: 8, to: 19, due: 'late', kinds: work, play: working },
  { count: 7, state: 'inProgress', from: 3, to: 16, due: 'today', kinds: work, play: working },
  { count: 2, state: 'accepted', from: 2, to: 9, due: 'today', kinds: ['consult', 'dispute', 'lostItem'], play: taken },
  { count: 2, state: 'inProgress', from: 0.2, to: 1.5, due: 'today', kinds: ['help'], play: begun },
  { count: 4, state: 'inProgress', from: 4, to: 9, due: 'later', kinds: work, play: asking, reached: asked },
  {
    count: 4,
    state: 'inProgress',
    from: 6,
    to: 13,
    due: 'later',
    kinds: work,
    play: grantedMore,
    reached: ({ extensions }) => extensions > 0,
  },
  { count: 8, state: 'waitingPerson', from: 1, to: 25, kinds: ['dispute', 'complaint', 'consult'], play: askedToWait },
  { count: 3, state: 'suspended', from: 8, to: 40, kinds: ['dispute'], play: stopped },
  { count: 9, state: 'waitingDepartment', from: 1, to: 13, due: 'later', kinds: work, fits: handing, play: handed },
  { count: 3, state: 'waitingDepartment', from: 9, to: 18, due: 'late', kinds: work, fits: handing, play: handed },
  {
    count: 4,
    state: 'inProgress',
    from: 3,
    to: 12,
    due: 'later',
    kinds: work,
    play: heardAgain,
    reached: ({ reopened }) => reopened === 1,
  },
  { count: 16, state: 'followUp', from: 3, to: 14, kinds: slow, play: agreed },
  { count: 14, state: 'resolved', from: 2, to: 13, kinds: slow, play: visited },
  { count: 4, state: 'transferredOut', from: 0.5, to: 6, play: goneElsewhere },
  { count: 4, state: 'withdrawn', from: 0.5, to: 6, play: takenBack },
  ...storyStandings,
]

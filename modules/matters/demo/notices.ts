import type { Demo, DemoNotice } from '@doorstep/demo/demo.ts'
import { day } from '@doorstep/demo/time.ts'
import type { NewStep } from '../store.ts'
import { casting } from './cast.ts'
import type { Life } from './life.ts'

/** What the inboxes would hold: of the last weeks, for the accounts that people sign in with. */
const since = 20 * day

type Words = { words: string; to: readonly (string | null | undefined)[]; urgent?: boolean }

export function noticesOf(demo: Demo, lives: readonly Life[]): DemoNotice[] {
  const castOf = casting(demo, demo.dice('notices'))
  const known = new Set(demo.people.flatMap(({ account, username }) => (username ? [account] : [])))
  if (demo.residents[0]) known.add(demo.residents[0].account)
  return lives.flatMap((life) =>
    life.steps
      .filter(({ at }) => demo.now - Date.parse(at) < since)
      .flatMap((step) =>
        told(life, step, castOf(life.matter.area)).flatMap(({ words, to, urgent = false }) =>
          [...new Set(to)]
            .filter((account): account is string => !!account && account !== step.by && known.has(account))
            .map((account) => ({
              account,
              words: `matters.notices.${words}`,
              data: { code: life.matter.code },
              subject: life.matter.id,
              urgent,
              at: step.at,
            })),
        ),
      ),
  )
}

type Cast = ReturnType<ReturnType<typeof casting>>
function told({ matter }: Life, { verb, data, public: shown }: NewStep, cast: Cast): Words[] {
  const reporter = [matter.reporter]
  const assignee = [matter.assignee ?? cast.officer.account]
  const leaders = [cast.leader.account, cast.chief.account]
  const lists: Readonly<Record<string, Words[]>> = {
    report: [{ words: 'reported', to: [cast.officer.account], urgent: true }],
    register: [{ words: 'reported', to: [cast.officer.account], urgent: true }],
    accept: [{ words: 'accepted', to: reporter }],
    askHelp: [{ words: 'helpAsked', to: [data.account as string] }],
    helped: [{ words: 'helped', to: assignee }],
    reply: [{ words: 'replied', to: reporter }],
    waitForPerson: [{ words: 'waitingForYou', to: reporter }],
    resume: [{ words: 'resumed', to: reporter }],
    handToDepartment: [{ words: 'departmentAsked', to: [cast.department(String(data.unit ?? 'street')).account] }],
    answerFromDepartment: [{ words: 'departmentAnswered', to: assignee }],
    returnToRoom: [{ words: 'returned', to: assignee }],
    askExtension: [{ words: 'extensionAsked', to: leaders }],
    decideExtension: [
      { words: shown ? 'extensionGranted' : 'extensionRefused', to: assignee },
      { words: 'extended', to: shown ? reporter : [] },
    ],
    resolve: [{ words: 'resolved', to: reporter }],
    confirm: [{ words: 'confirmed', to: assignee }],
    object: [{ words: 'objected', to: [...assignee, ...leaders], urgent: true }],
    rate: [{ words: 'rated', to: assignee }],
    tell: [{ words: 'told', to: assignee }],
    urge: [{ words: 'urged', to: assignee }],
    withdraw: [{ words: 'withdrawn', to: assignee }],
    supervise: [
      { words: 'supervised', to: assignee },
      { words: String(data.supervision), to: [cast.chief.account], urgent: true },
    ],
    linkDuplicate: [{ words: 'linked', to: reporter }],
  }
  return lists[verb] ?? []
}

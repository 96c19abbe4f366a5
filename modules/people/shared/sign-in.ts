// The steps of coming in, without their looks.

import { settings } from '@doorstep/ui-base/settings.ts'
import type { Client } from '@doorstep/ui-base/start.ts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { Session } from '../contract-shapes.ts'
import { privacyVersion } from '../rules-sign.ts'
import { useAttempt } from './attempt.ts'
import { answerPasskey, browserHasPasskeys } from './passkey.ts'
import { enter, peopleApi, session } from './session.ts'

export type Way = 'password' | 'phoneCode'
const typedWays: readonly string[] = ['password', 'phoneCode'] satisfies Way[]
/** Residents and volunteers mostly come with a phone, staff with a user name. */
const firstWay = (client: Client): Way => (client === 'resident' || client === 'volunteer' ? 'phoneCode' : 'password')

export function useSignIn(client: Client, username = '') {
  const wanted = ref<Way>(firstWay(client))
  const ways = computed<Way[]>(() =>
    (session.value?.ways ?? (['password'] as const))
      .filter((way): way is Way => typedWays.includes(way))
      .sort((a) => (a === firstWay(client) ? -1 : 1)),
  )
  const way = computed({
    get: () => (ways.value.includes(wanted.value) ? wanted.value : 'password'),
    set: (next: Way) => {
      wanted.value = next
      error.value = undefined
    },
  })
  const typed = ref({ username, password: '', phone: '', code: '', agreed: false })
  const { busy, error, attempt } = useAttempt()
  const { second, take, ...further } = useFurtherSteps(attempt)
  /** The code itself, where the server has no way to send it and is not in production. */
  const shownCode = ref('')
  const sentTo = ref('')
  const { wait, hold } = useCountdown()

  const askCode = (): Promise<unknown> =>
    attempt(async () => {
      const { phone } = typed.value
      const reply = await peopleApi.requestCode({ body: { phone } })
      sentTo.value = phone
      shownCode.value = reply.demoCode ?? ''
      hold(60)
    })
  /** @returns true when the person is in. */
  const signIn = async (): Promise<boolean> =>
    (await attempt(async () => {
      const { username: name, password, phone, code } = typed.value
      const entered =
        way.value === 'password'
          ? await peopleApi.signIn({ body: { username: name.trim(), password } })
          : await peopleApi.signInWithCode({ body: { phone, code, consent: privacyVersion } })
      return take(entered)
    })) ?? false
  const offered = (one: Session['ways'][number]): boolean => session.value?.ways.includes(one) ?? false
  const offersPasskey = computed(() => offered('passkey') && browserHasPasskeys())
  const agency = computed(() => (offered('agency') ? (session.value?.agency ?? null) : null))
  return {
    ...{ ways, way, typed, busy, error, shownCode, sentTo, wait, askCode, signIn },
    ...{ second, ...further, offersPasskey, agency },
  }
}

/** What follows a password that was right and not enough, and the way in that needs none. */
function useFurtherSteps(attempt: ReturnType<typeof useAttempt>['attempt']) {
  const second = shallowRef<Session['second']>()
  async function take(entered: Session): Promise<boolean> {
    second.value = entered.second
    if (entered.second) return false
    await enter(entered)
    // What the person chose on another device holds here as well; what they chose here stays.
    if (entered.elder) settings.elder = true
    if (entered.language !== 'zh-CN') settings.language = entered.language
    return true
  }
  const signInSecond = async (code: string): Promise<boolean> =>
    (await attempt(async () => {
      const ticket = second.value?.ticket ?? ''
      return take(await peopleApi.signInSecond({ body: { ticket, code: code.trim() } }))
    })) ?? false
  const signInWithPasskey = async (words: string): Promise<boolean> =>
    (await attempt(async () =>
      take(await peopleApi.signInWithPasskey({ body: await answerPasskey('signIn', words) })),
    )) ?? false
  return { second, take, signInSecond, signInWithPasskey }
}

function useCountdown() {
  const wait = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined
  const hold = (seconds: number): void => {
    clearInterval(timer)
    wait.value = seconds
    timer = setInterval(() => {
      wait.value -= 1
      if (wait.value <= 0) clearInterval(timer)
    }, 1000)
  }
  onScopeDispose(() => clearInterval(timer))
  return { wait, hold }
}

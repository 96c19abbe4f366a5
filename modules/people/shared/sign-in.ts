// The steps of coming in, without their looks.

import { settings } from '@doorstep/ui-base/settings.ts'
import type { Client } from '@doorstep/ui-base/start.ts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { privacyVersion } from '../rules-sign.ts'
import { enter, peopleApi, session } from './session.ts'

export type Way = 'password' | 'phoneCode'
/** Residents and volunteers mostly come with a phone, staff with a user name. */
const firstWay = (client: Client): Way => (client === 'resident' || client === 'volunteer' ? 'phoneCode' : 'password')

export function useSignIn(client: Client, username = '') {
  const wanted = ref<Way>(firstWay(client))
  const ways = computed<Way[]>(() =>
    [...(session.value?.ways ?? (['password'] as const))].sort((a) => (a === firstWay(client) ? -1 : 1)),
  )
  const way = computed({
    get: () => (ways.value.includes(wanted.value) ? wanted.value : 'password'),
    set: (next: Way) => {
      wanted.value = next
      error.value = undefined
    },
  })
  const typed = ref({ username, password: '', phone: '', code: '', agreed: false })
  const busy = ref(false)
  const error = shallowRef<unknown>()
  /** The code itself, where the server has no way to send it and is not in production. */
  const shownCode = ref('')
  const sentTo = ref('')
  const { wait, hold } = useCountdown()

  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    error.value = undefined
    try {
      return await work()
    } catch (caught) {
      error.value = caught
      return undefined
    } finally {
      busy.value = false
    }
  }
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
      await enter(entered)
      // What the person chose on another device holds here as well; what they chose here stays.
      if (entered.elder) settings.elder = true
      if (entered.language !== 'zh-CN') settings.language = entered.language
      return true
    })) ?? false
  return { ways, way, typed, busy, error, shownCode, sentTo, wait, askCode, signIn }
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

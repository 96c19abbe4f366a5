// New number, code, done: the same steps for one's own number and at the desk.

import { ref } from 'vue'
import { useAttempt } from './attempt.ts'

type Sent = { validSeconds: number; demoCode?: string }
export function usePhoneChange(
  ask: (to: string) => Promise<Sent>,
  change: (to: string, code: string) => Promise<unknown>,
) {
  const to = ref('')
  const code = ref('')
  const sentTo = ref('')
  const shownCode = ref('')
  const complain = ref(false)
  const { busy, error, attempt } = useAttempt()
  const isPhone = (number: string): boolean => /^1[3-9]\d{9}$/.test(number)
  async function askCode(): Promise<void> {
    complain.value = !isPhone(to.value)
    if (complain.value) return
    await attempt(async () => {
      const sent = await ask(to.value)
      sentTo.value = to.value
      shownCode.value = sent.demoCode ?? ''
    })
  }
  /** @returns true when the number is changed. */
  async function confirm(): Promise<boolean> {
    complain.value = !isPhone(to.value) || code.value.length !== 6
    if (complain.value) return false
    return (
      (await attempt(async () => {
        await change(to.value, code.value)
        return true
      })) ?? false
    )
  }
  function clear(): void {
    to.value = code.value = sentTo.value = shownCode.value = ''
  }
  return { to, code, sentTo, shownCode, complain, busy, error, isPhone, askCode, confirm, clear }
}

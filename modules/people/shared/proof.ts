// The steps of proving that it is still the same person, without their looks.

import { computed, onMounted, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAttempt } from './attempt.ts'
import { answerPasskey, browserHasPasskeys } from './passkey.ts'
import { peopleApi } from './session.ts'

type Offer = Awaited<ReturnType<typeof peopleApi.proof>>
export type ProofWay = Offer['ways'][number]

export function useProof(done: () => void) {
  const { t } = useI18n({ useScope: 'global' })
  const offer = shallowRef<Offer>()
  const way = ref<ProofWay>('password')
  const typed = ref('')
  const missing = ref(false)
  const { busy, error, attempt } = useAttempt()
  const shownCode = ref('')
  const sent = ref(false)
  const ways = computed(() => (offer.value?.ways ?? []).filter((one) => one !== 'passkey' || browserHasPasskeys()))

  const load = (): Promise<void> =>
    attempt(async () => {
      offer.value = await peopleApi.proof()
      choose(ways.value[0] ?? 'password')
    })
  onMounted(load)
  function choose(next: ProofWay): void {
    way.value = next
    typed.value = ''
    missing.value = false
    error.value = undefined
  }
  const askCode = (): Promise<void> =>
    attempt(async () => {
      shownCode.value = (await peopleApi.askProofCode()).demoCode ?? ''
      sent.value = true
    })
  async function confirm(): Promise<void> {
    missing.value = way.value !== 'passkey' && typed.value.trim() === ''
    if (missing.value) return
    await attempt(async () => {
      const words = typed.value.trim()
      if (way.value === 'passkey') {
        const passkey = await answerPasskey('proof', t('people.passkeys.notFound'))
        await peopleApi.prove({ body: { passkey } })
      } else if (way.value === 'password') await peopleApi.prove({ body: { password: typed.value } })
      else if (way.value === 'code') await peopleApi.prove({ body: { code: words } })
      else await peopleApi.prove({ body: { phoneCode: words } })
      done()
    })
  }
  return { offer, ways, way, typed, missing, busy, error, shownCode, sent, load, choose, askCode, confirm }
}

// What a change of areas asks for, tried out before it is made.

import type { InputOf, ReplyOf } from '@doorstep/contract'
import { dayOf } from '@doorstep/ui-base/format.ts'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type { areas } from '../contract.ts'
import { type Area, type AreaRow, areasApi } from '../shared/api.ts'

export const changes = ['merge', 'recode', 'split'] as const
type Trial = ReplyOf<typeof areas.change>
type Body = InputOf<typeof areas.change>['body']

export function useRegroup(area: Area) {
  const above = area.above.at(-1)?.code ?? ''
  const form = reactive({
    what: 'merge' as (typeof changes)[number],
    from: dayOf(Date.now()),
    together: [] as string[],
    begins: [{ code: '', name: '' }],
    reason: '',
  })
  const siblings = shallowRef<AreaRow[]>([])
  const trial = shallowRef<Trial>()
  const busy = ref(false)
  const error = shallowRef<unknown>()
  const ready = computed(() => form.reason.trim() !== '' && form.begins.every(({ code }) => /^\d{9,15}$/.test(code)))
  const mayGo = computed(() => trial.value !== undefined && trial.value.problems.length === 0)

  watch(
    () => form.what,
    (what) => {
      form.together = []
      form.begins = Array.from({ length: what === 'split' ? 2 : 1 }, () => ({ code: '', name: '' }))
    },
  )
  watch(form, () => {
    trial.value = undefined
  })

  const body = (asTrial: boolean): Body => ({
    from: form.from,
    ends: [area.code, ...(form.what === 'merge' ? form.together : [])],
    begins: form.begins.map(({ code, name }) => ({ code, ...(name.trim() ? { name: name.trim() } : {}) })),
    reason: form.reason.trim(),
    trial: asTrial,
  })
  async function ask(asTrial: boolean): Promise<Trial | undefined> {
    busy.value = true
    error.value = undefined
    try {
      return await areasApi.change({ params: { code: above }, body: body(asTrial) })
    } catch (caught) {
      error.value = caught
      return undefined
    } finally {
      busy.value = false
    }
  }
  async function readSiblings(): Promise<void> {
    const { items } = await areasApi
      .parts({ params: { code: above }, query: {} })
      .catch(() => ({ items: [] as AreaRow[] }))
    siblings.value = items.filter(({ code }) => code !== area.code)
  }
  async function tryOut(): Promise<void> {
    trial.value = await ask(true)
  }
  const carryOut = async (): Promise<boolean> => (await ask(false))?.written === true
  void readSiblings()
  return { form, siblings, trial, busy, error, ready, mayGo, tryOut, carryOut }
}

import { useFrame } from '@doorstep/ui-base/start.ts'
import { useI18n } from 'vue-i18n'
import type { Visit } from './api.ts'

/** `levels.tasks.orange`: words of the module that planned it, not of a person. */
const key = /^([a-z]+)\.[a-zA-Z.]+$/

/** What to do there, for templates: the planner's own words, or those of its module as soon as they have come. */
export function useTask() {
  const { t, te } = useI18n({ useScope: 'global' })
  const { loadWords } = useFrame()
  const asked = new Set<string>()
  return ({ task, purpose }: Pick<Visit, 'task' | 'purpose'>): string => {
    const module = key.exec(task ?? '')?.[1]
    if (task === null || task === '') return t(`visits.purposes.${purpose}`)
    if (!module) return task
    if (te(task) || te(task, 'zh-CN')) return t(task)
    if (!asked.has(module)) void loadWords(module)
    asked.add(module)
    return t(`visits.purposes.${purpose}`)
  }
}

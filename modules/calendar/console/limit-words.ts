import { useFormat } from '@doorstep/ui-base/format.ts'
import { useI18n } from 'vue-i18n'
import type { LimitRow } from '../shared/api.ts'

/** Limits by name and with their unit, in the language in use. */
export function useLimitWords() {
  const { t } = useI18n({ useScope: 'global' })
  const { number } = useFormat()
  return {
    nameOf: (code: string): string => t(`calendar.limits.${code}`),
    amountOf: ({ unit, amount }: LimitRow['value']): string =>
      `${number(amount)} ${t(`calendar.unit.${unit}`, amount)}`,
  }
}

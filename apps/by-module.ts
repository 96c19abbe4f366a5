import type { Messages } from '@doorstep/ui-base/i18n.ts'

/** `../modules/matters/locales/zh-CN.json` → `matters`. */
export const byModule = (found: Record<string, Messages>): Record<string, Messages> =>
  Object.fromEntries(Object.entries(found).map(([path, messages]) => [path.split('/')[2] as string, messages]))

import type { Option } from '@doorstep/ui-console/filters.ts'
import { kinds } from '../kinds/index.ts'

/** Every kind of matter, for the filters of a desk. */
export const kindOptions = (t: (key: string) => string): Option[] =>
  kinds.map(({ code }) => ({ value: code, label: t(`matters.kinds.${code}.label`) }))

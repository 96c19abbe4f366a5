import { appointment } from './appointment.ts'
import { complaint } from './complaint.ts'
import { consult } from './consult.ts'
import { dispute } from './dispute.ts'
import { hazard } from './hazard.ts'
import { help } from './help.ts'
import type { Kind } from './kind.ts'
import { lostItem } from './lost-item.ts'
import { praise } from './praise.ts'
import { suggestion } from './suggestion.ts'

export type { Kind, KindField } from './kind.ts'

/** Every kind of matter, in the order in which people see them. A new kind is a new file here, one line below, and its words. */
export const kinds: readonly Kind[] = [
  dispute,
  help,
  hazard,
  consult,
  complaint,
  suggestion,
  lostItem,
  appointment,
  praise,
]

export const kindCodes = kinds.map(({ code }) => code)
export const kindOf = (code: string): Kind | undefined => kinds.find((candidate) => candidate.code === code)

import type { Ctx } from '@doorstep/kernel'
import type { Delivery } from './store-deliveries.ts'

type Said = Pick<Delivery, 'words' | 'data'>
type Language = 'zh-CN' | 'en-US'

/** What a delivery says. Names of kinds are looked up here: they are words, and words have a language. */
export function textOf(ctx: Ctx, { words, data }: Said, language?: Language): string {
  const kind = data.kind === undefined ? {} : { kind: ctx.say(`matters.kinds.${data.kind}.label`, {}, language) }
  return ctx.say(words, { ...data, ...kind }, language)
}

/** A robot cannot open anything: it gives the address of the matter in the console. */
export function robotText(ctx: Ctx, delivery: Delivery, language: Language): string {
  const text = textOf(ctx, delivery, language)
  return delivery.words === tryWords ? text : `${text}\n${ctx.settings.publicUrl}/console/matters/${delivery.subject}`
}
export const tryWords = 'reach.try.text'

/** Path of what a notice is about, in the client it came to. */
export const pathOf = (client: string, { words, subject }: Pick<Delivery, 'words' | 'subject'>): string =>
  words.startsWith('matters.') ? `/${client}/matters/${subject}` : `/${client}/inbox`

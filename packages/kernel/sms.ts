import type { Settings } from './ctx.ts'
import { type Posted, post } from './post.ts'

/**
 * Hands one text message to the gateway: `POST {id, phone, text}` with the key as bearer. A message that is sent again has
 * the same id, in the body and as `Idempotency-Key`, so that the gateway can drop the repeat.
 */
export const postSms = (
  gateway: NonNullable<Settings['sms']>,
  message: { id: string; phone: string; text: string },
  timeout?: number,
): Promise<Posted> =>
  post(
    gateway.url,
    {
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${gateway.key}`,
        'idempotency-key': message.id,
      },
      body: JSON.stringify(message),
    },
    timeout,
  )

/** @throws when the gateway did not take it, so that the job tries again. */
export async function sendSms(
  gateway: NonNullable<Settings['sms']>,
  message: { id: string; phone: string; text: string },
): Promise<void> {
  const posted = await postSms(gateway, message)
  if (posted.outcome !== 'answered') throw new Error(`the SMS gateway did not answer: ${posted.why}`)
  if (posted.status < 200 || posted.status > 299) throw new Error(`the SMS gateway answered ${posted.status}`)
}

import type { Settings } from '@doorstep/kernel'

/** Hands a text message to the gateway: `POST {phone, text}` with the key as bearer. @throws when it is not taken, so that the job tries again. */
export async function sendSms(gateway: NonNullable<Settings['sms']>, phone: string, text: string): Promise<void> {
  const reply = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.key}` },
    body: JSON.stringify({ phone, text }),
    signal: AbortSignal.timeout(8000),
  })
  if (!reply.ok) throw new Error(`the SMS gateway answered ${reply.status}`)
}

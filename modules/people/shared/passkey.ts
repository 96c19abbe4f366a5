// Passkeys in this browser. The library comes only when somebody uses one.

import { ProblemError } from '@doorstep/browser'
import { peopleApi } from './session.ts'

export const browserHasPasskeys = (): boolean => typeof window.PublicKeyCredential === 'function'

type Answer = { ticket: string; response: { id: string } }
/** @throws ProblemError with words of ours when the device found none, or the person let it be */
async function withWords<T>(work: Promise<T>, words: string): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof ProblemError ? error : new ProblemError({ status: 422, title: words })
  })
}

/** Asks the device for a passkey: at the door for any, for a proof for one of the person's own. */
export async function answerPasskey(purpose: 'signIn' | 'proof', words: string): Promise<Answer> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const { ticket, options } = await peopleApi.passkeyChallenge({ body: { for: purpose } })
  const response = await withWords(startAuthentication({ optionsJSON: options as never }), words)
  return { ticket, response: response as unknown as Answer['response'] }
}

/** Lets the device make a passkey for this account. */
export async function makePasskey(name: string, words: string): Promise<void> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const { ticket, options } = await peopleApi.newPasskey()
  const response = await withWords(startRegistration({ optionsJSON: options as never }), words)
  await peopleApi.addPasskey({ body: { ticket, name, response: response as unknown as Answer['response'] } })
}

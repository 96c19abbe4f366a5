import { type JobList, sendSms } from '@doorstep/kernel'
import { followAreas } from './jobs-recode.ts'
import { sweepCeremonies } from './store-factor.ts'
import { sweep, takeMessage } from './store-sign.ts'

const keepMs = 2 * 86_400_000

export const jobs: JobList = {
  on: {
    'areas.changed': { followAreas },
    'people.codeAsked': {
      async sendCode(ctx, event) {
        const { sms } = ctx.settings
        const sealed = sms && (await takeMessage(ctx, event.subject))
        if (!sms || !sealed) return
        const { phone, text } = JSON.parse(ctx.vault.open(sealed)) as { phone: string; text: string }
        await sendSms(sms, { id: event.subject, phone, text })
      },
    },
    'people.photoReplaced': {
      removeOld: (ctx, event) => ctx.files.remove(String(event.payload.file)),
    },
  },
  every: {
    sweep: {
      cron: '17 3 * * *',
      async run(ctx) {
        await sweep(ctx, new Date(Date.parse(ctx.now()) - keepMs).toISOString())
        await sweepCeremonies(ctx, ctx.now())
      },
    },
  },
}

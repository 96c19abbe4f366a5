// Where the words come from: the client's own and the frame's at once, a module's with its first screen.

import type { Load, MessageSources, Messages } from '@doorstep/ui-base/i18n.ts'
import ui from '@doorstep/ui-base/locales/zh-CN.json'
import common from '../packages/contract/locales/zh-CN.json'
import { byModule } from './by-module.ts'

const modules = import.meta.glob<{ default: Messages }>('../modules/*/locales/*.json')
const navigation = import.meta.glob<Messages>('../modules/*/locales/zh-CN.json', {
  query: '?nav',
  import: 'default',
  eager: true,
})

/** @param app the client's own words, Chinese at once and English when asked for. */
export function messagesOf(app: Messages, english: () => Promise<{ default: Messages }>): MessageSources {
  return {
    base: { ...common, ...byModule(navigation), app, ui },
    others: {
      'en-US': async () => {
        const [own, shared] = await Promise.all([english(), import('./messages.en.ts')])
        return { default: { ...shared.messages, app: own.default } }
      },
    },
    modules: (module, language) => modules[`../modules/${module}/locales/${language}.json`] as Load | undefined,
  }
}

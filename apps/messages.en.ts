// English words of the frame, in one file that nobody loads who reads Chinese.

import type { Messages } from '@doorstep/ui-base/i18n.ts'
import ui from '@doorstep/ui-base/locales/en-US.json'
import common from '../packages/contract/locales/en-US.json'
import { byModule } from './by-module.ts'

const navigation = import.meta.glob<Messages>('../modules/*/locales/en-US.json', {
  query: '?nav',
  import: 'default',
  eager: true,
})

export const messages: Record<string, Messages> = { ...common, ...byModule(navigation), ui }

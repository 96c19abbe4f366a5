import '@doorstep/ui-base/styles/all.css'
import '@doorstep/ui-mobile/styles/vant.css'
import { startClient } from '@doorstep/ui-base/start.ts'
import { messagesOf } from '../messages.ts'
import { prepareFor } from '../prepare.ts'
import App from './App.vue'
import words from './locales/zh-CN.json'
import { screens } from './modules.ts'
import { routes } from './routes.ts'

void startClient({
  client: 'resident',
  root: App,
  screens,
  routes,
  prepare: prepareFor({ staff: false }),
  messages: messagesOf(words, () => import('./locales/en-US.json')),
})

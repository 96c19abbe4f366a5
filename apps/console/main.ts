import '@doorstep/ui-base/styles/all.css'
import '@doorstep/ui-console/styles/element.css'
import { guardEntrance } from '@doorstep/modules/people/shared/guard.ts'
import { startClient } from '@doorstep/ui-base/start.ts'
import { messagesOf } from '../messages.ts'
import App from './App.vue'
import words from './locales/zh-CN.json'
import { screens } from './modules.ts'
import { routes } from './routes.ts'

void startClient({
  client: 'console',
  root: App,
  screens,
  routes,
  messages: messagesOf(words, () => import('./locales/en-US.json')),
  prepare: ({ router }) => guardEntrance(router, { staff: true }),
})

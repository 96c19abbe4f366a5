import '@doorstep/ui-base/styles/all.css'
import '../styles/vant.css'
import common from '@doorstep/contract/locales/zh-CN.json'
import ui from '@doorstep/ui-base/locales/zh-CN.json'
import { startClient } from '@doorstep/ui-base/start.ts'
import GalleryApp from './GalleryApp.vue'

const app = { title: 'Gallery', home: '首页', work: '事项', me: '我的' }
void startClient({
  client: 'resident',
  root: GalleryApp,
  screens: [],
  routes: [
    { path: '/', name: 'home', component: () => import('./FormsPage.vue'), meta: { title: 'app.home' } },
    { path: '/list', name: 'list', component: () => import('./ListsPage.vue'), meta: { title: 'app.work' } },
    {
      path: '/detail',
      name: 'detail',
      component: () => import('./DetailPage.vue'),
      meta: { title: 'app.work', back: 'list' },
    },
  ],
  messages: {
    base: { ...common, app, ui },
    others: {
      'en-US': async () => ({ default: { ui: (await import('@doorstep/ui-base/locales/en-US.json')).default, app } }),
    },
    modules: () => undefined,
  },
})

import '@doorstep/ui-base/styles/all.css'
import '../styles/element.css'
import common from '@doorstep/contract/locales/zh-CN.json'
import ui from '@doorstep/ui-base/locales/zh-CN.json'
import { startClient } from '@doorstep/ui-base/start.ts'
import GalleryApp from './GalleryApp.vue'

const app = {
  title: 'Gallery',
  brand: '家门口',
  home: '今日',
  work: '事项',
  board: '看板',
  map: '地图',
  groups: { work: '办理', places: '阵地' },
}
void startClient({
  client: 'console',
  root: GalleryApp,
  screens: [],
  routes: [
    { path: '/', name: 'home', component: () => import('./FiguresPage.vue'), meta: { title: 'app.home' } },
    { path: '/matters', name: 'matters', component: () => import('./RegisterPage.vue'), meta: { title: 'app.work' } },
    { path: '/board', name: 'board', component: () => import('./BoardPage.vue'), meta: { title: 'app.board' } },
    { path: '/map', name: 'map', component: () => import('./MapPage.vue'), meta: { title: 'app.map' } },
  ],
  messages: {
    base: { ...common, app, ui },
    others: {
      'en-US': async () => ({ default: { ui: (await import('@doorstep/ui-base/locales/en-US.json')).default, app } }),
    },
    modules: () => undefined,
  },
})

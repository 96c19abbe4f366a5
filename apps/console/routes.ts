// Screens that show several modules; everything else comes with the modules.

import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'home',
    component: () => import('./HomeScreen.vue'),
    meta: { title: 'app.home', words: ['matters'] },
  },
  {
    path: '/:rest(.*)*',
    name: 'lost',
    component: () => import('@doorstep/ui-base/LostScreen.vue'),
    meta: { title: 'ui.lost.title', public: true },
  },
]

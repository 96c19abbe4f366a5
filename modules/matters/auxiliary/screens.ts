import { draftCount, needsEyes, waitingCount } from '@doorstep/browser'
import { list, plus, send } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'matters',
  opens: [{ begins: 'matters.', screen: 'matter' }],
  routes: [
    {
      path: '/matters',
      name: 'matters',
      component: () => import('../shared/QueueScreen.vue'),
      meta: { title: 'matters.nav.asked', back: 'home' },
    },
    {
      path: '/matters/:id',
      name: 'matter',
      component: () => import('../shared/StaffMatterScreen.vue'),
      meta: { title: 'matters.nav.matter', back: 'matters' },
    },
    {
      path: '/report',
      name: 'report',
      component: () => import('../shared/ReportScreen.vue'),
      meta: { title: 'matters.nav.reportSeen', back: 'home' },
    },
    {
      path: '/sent/:id',
      name: 'sent',
      component: () => import('../shared/SentScreen.vue'),
      meta: { title: 'matters.nav.sent', back: 'home' },
    },
    {
      path: '/outbox',
      name: 'outbox',
      component: () => import('../shared/OutboxScreen.vue'),
      meta: { title: 'matters.nav.outbox', back: 'home' },
    },
  ],
  nav: [
    { to: 'matters', label: 'matters.nav.asked', icon: list, order: 10, place: 'tab', may: 'matters.list' },
    { to: 'report', label: 'matters.nav.reportSeen', icon: plus, order: 20, place: 'tab' },
    {
      to: 'outbox',
      label: 'matters.nav.outbox',
      icon: send,
      order: 90,
      place: 'home',
      count: () => waitingCount.value + needsEyes.value.length + draftCount.value,
    },
  ],
})

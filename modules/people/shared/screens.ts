import { person } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** The way in and the own account: the same in every client. */
export const screens = defineScreens({
  module: 'people',
  routes: [
    {
      path: '/sign-in',
      name: 'people.signIn',
      component: () => import('./SignInScreen.vue'),
      meta: { title: 'people.signIn.title', public: true, bare: true },
    },
    {
      path: '/join',
      name: 'people.join',
      component: () => import('./JoinScreen.vue'),
      meta: { title: 'people.join.title', public: true, bare: true },
    },
    {
      path: '/account',
      name: 'people.account',
      component: () => import('./AccountScreen.vue'),
      meta: { title: 'people.account.title', may: 'people.me' },
    },
    {
      path: '/account/security',
      name: 'people.security',
      component: () => import('./SecurityScreen.vue'),
      meta: { title: 'people.security.title', may: 'people.me', back: 'people.account' },
    },
    {
      path: '/account/desk-phone',
      name: 'people.desk',
      component: () => import('./DeskPhoneScreen.vue'),
      meta: { title: 'people.phone.desk', may: 'people.desk', back: 'people.account' },
    },
  ],
  nav: [
    { to: 'people.account', label: 'people.nav.account', icon: person, order: 90, place: 'tab' },
    { to: 'people.account', label: 'people.nav.account', icon: person, order: 90, place: 'side', group: 'system' },
  ],
})

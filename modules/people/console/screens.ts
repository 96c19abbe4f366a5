import { lock, people, shield } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'people',
  routes: [
    {
      path: '/people/:id?',
      name: 'people.list',
      component: () => import('./PeopleScreen.vue'),
      meta: { title: 'people.list.title', may: 'people.read' },
    },
    {
      path: '/roles',
      name: 'people.roles',
      component: () => import('./RolesScreen.vue'),
      meta: { title: 'people.roles.title' },
    },
    {
      path: '/sign-in-states',
      name: 'people.states',
      component: () => import('./SignInStatesScreen.vue'),
      meta: { title: 'people.states.title', may: 'people.manage' },
    },
  ],
  nav: [
    {
      to: 'people.list',
      label: 'people.nav.list',
      icon: people,
      order: 40,
      place: 'side',
      group: 'people',
      may: 'people.read',
    },
    {
      to: 'people.states',
      label: 'people.nav.states',
      icon: lock,
      order: 45,
      place: 'side',
      group: 'people',
      may: 'people.manage',
    },
    { to: 'people.roles', label: 'people.nav.roles', icon: shield, order: 80, place: 'side', group: 'system' },
  ],
})

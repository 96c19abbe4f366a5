// The parts of a frame that every client shares: its own start page first, then what the modules bring and the person may use.

import { may } from '@doorstep/modules/people/shared/session.ts'
import { home } from '@doorstep/ui-base/icons.ts'
import { type NavItem, navOf } from '@doorstep/ui-base/screens.ts'
import { useFrame } from '@doorstep/ui-base/start.ts'
import { type ComputedRef, computed } from 'vue'

export function useNav(place: NavItem['place']): ComputedRef<NavItem[]> {
  const { screens } = useFrame()
  const start: NavItem = { to: 'home', label: 'app.home', icon: home, order: 0, place }
  const allowed = computed(() => navOf(screens, place).filter((item) => !item.may || may(item.may)))
  return computed(() => (place === 'home' ? allowed.value : [start, ...allowed.value]))
}

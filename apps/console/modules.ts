// The modules of this client, by hand: one import and one entry each.

import { screens as areas } from '@doorstep/modules/areas/console/screens.ts'
import { screens as calendar } from '@doorstep/modules/calendar/console/screens.ts'
import { screens as findings } from '@doorstep/modules/findings/console/screens.ts'
import { screens as hazards } from '@doorstep/modules/hazards/console/screens.ts'
import { screens as ledgers } from '@doorstep/modules/ledgers/console/screens.ts'
import { screens as levels } from '@doorstep/modules/levels/console/screens.ts'
import { screens as matters } from '@doorstep/modules/matters/console/screens.ts'
import { screens as notices } from '@doorstep/modules/notices/shared/screens.ts'
import { screens as people } from '@doorstep/modules/people/console/screens.ts'
import { screens as account } from '@doorstep/modules/people/shared/screens.ts'
import { screens as privacy } from '@doorstep/modules/privacy/console/screens.ts'
import { screens as reach } from '@doorstep/modules/reach/console/screens.ts'
import { screens as reachOwn } from '@doorstep/modules/reach/shared/screens.ts'
import { screens as rooms } from '@doorstep/modules/rooms/console/screens.ts'
import { screens as visits } from '@doorstep/modules/visits/console/screens.ts'
import type { Screens } from '@doorstep/ui-base/screens.ts'

export const screens: Screens[] = [
  matters,
  levels,
  hazards,
  findings,
  visits,
  people,
  account,
  areas,
  calendar,
  notices,
  rooms,
  ledgers,
  privacy,
  reach,
  reachOwn,
]

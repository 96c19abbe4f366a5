// The modules of this client, by hand: one import and one entry each.

import { screens as hazards } from '@doorstep/modules/hazards/officer/screens.ts'
import { screens as levels } from '@doorstep/modules/levels/officer/screens.ts'
import { screens as matters } from '@doorstep/modules/matters/officer/screens.ts'
import { screens as notices } from '@doorstep/modules/notices/shared/screens.ts'
import { screens as account } from '@doorstep/modules/people/shared/screens.ts'
import { screens as reach } from '@doorstep/modules/reach/shared/screens.ts'
import { screens as rooms } from '@doorstep/modules/rooms/officer/screens.ts'
import { screens as visits } from '@doorstep/modules/visits/officer/screens.ts'
import type { Screens } from '@doorstep/ui-base/screens.ts'

export const screens: Screens[] = [matters, hazards, levels, visits, account, notices, rooms, reach]

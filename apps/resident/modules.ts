// The modules of this client, by hand: one import and one entry each.

import { screens as levels } from '@doorstep/modules/levels/resident/screens.ts'
import { screens as matters } from '@doorstep/modules/matters/resident/screens.ts'
import { screens as notices } from '@doorstep/modules/notices/shared/screens.ts'
import { screens as account } from '@doorstep/modules/people/shared/screens.ts'
import { screens as privacy } from '@doorstep/modules/privacy/resident/screens.ts'
import { screens as reach } from '@doorstep/modules/reach/shared/screens.ts'
import type { Screens } from '@doorstep/ui-base/screens.ts'

export const screens: Screens[] = [matters, levels, account, notices, privacy, reach]

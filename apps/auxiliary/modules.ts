// The modules of this client, by hand: one import and one entry each.

import type { Screens } from '@doorstep/ui-base/screens.ts'

export const screens: Screens[] = []

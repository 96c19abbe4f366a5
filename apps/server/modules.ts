import type { AnyModule } from '@doorstep/kernel'
import { areas } from '@doorstep/modules/areas/index.ts'
import { calendar } from '@doorstep/modules/calendar/index.ts'
import { consents } from '@doorstep/modules/consents/index.ts'
import { disputes } from '@doorstep/modules/disputes/index.ts'
import { findings } from '@doorstep/modules/findings/index.ts'
import { hazards } from '@doorstep/modules/hazards/index.ts'
import { ledgers } from '@doorstep/modules/ledgers/index.ts'
import { levels } from '@doorstep/modules/levels/index.ts'
import { matters } from '@doorstep/modules/matters/index.ts'
import { notices } from '@doorstep/modules/notices/index.ts'
import { people } from '@doorstep/modules/people/index.ts'
import { privacy } from '@doorstep/modules/privacy/index.ts'
import { reach } from '@doorstep/modules/reach/index.ts'
import { rooms } from '@doorstep/modules/rooms/index.ts'
import { visits } from '@doorstep/modules/visits/index.ts'

/** Every module of this server, lower tiers first: migrations run in this order. To drop a capability, delete its line and its folder. */
export const modules: readonly AnyModule[] = [
  areas,
  consents,
  people,
  calendar,
  rooms,
  matters,
  notices,
  visits,
  ledgers,
  privacy,
  reach,
  levels,
  disputes,
  hazards,
  findings,
]

import type { AnyModule } from '@doorstep/kernel'

/** Every module of this server, lower tiers first: migrations run in this order. To drop a capability, delete its line and its folder. */
export const modules: readonly AnyModule[] = []

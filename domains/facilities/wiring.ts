/** What facilities adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { permissions } from './permissions.ts'
import { roomRoutes } from './rooms/routes.ts'

export const facilities: Wiring = { name: 'facilities', routes: roomRoutes, permissions }

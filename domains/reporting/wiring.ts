/** What reporting adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { permissions } from './permissions.ts'
import { todayRoutes } from './today/routes.ts'

export const reporting: Wiring = { name: 'reporting', routes: todayRoutes, permissions }

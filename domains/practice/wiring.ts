/** What practice adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { permissions } from './permissions.ts'
import { siteRoutes } from './sites/routes.ts'

export const practice: Wiring = { name: 'practice', routes: siteRoutes, permissions }

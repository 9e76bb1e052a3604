/** What patients adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { matchingRoutes } from './matching/routes.ts'
import { permissions } from './permissions.ts'
import { registrationRoutes } from './registration/routes.ts'
import { searchRoutes } from './search/routes.ts'

export const patients: Wiring = {
  name: 'patients',
  routes: (http) => {
    matchingRoutes(http)
    registrationRoutes(http)
    searchRoutes(http)
  },
  permissions,
}

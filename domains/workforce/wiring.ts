/** What workforce adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { credentialRoutes } from './credentials/routes.ts'
import { permissions } from './permissions.ts'
import { staffRoutes } from './staff/routes.ts'

export const workforce: Wiring = {
  name: 'workforce',
  routes: (http) => {
    staffRoutes(http)
    credentialRoutes(http)
  },
  permissions,
}

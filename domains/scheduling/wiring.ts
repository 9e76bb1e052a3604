/** What scheduling adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { appointmentRoutes } from './appointments/routes.ts'
import { availabilityRoutes } from './availability/routes.ts'
import { dayRoutes } from './day/routes.ts'
import { flowRoutes } from './flow/routes.ts'
import { permissions } from './permissions.ts'
import { templateRoutes } from './templates/routes.ts'
import { visitTypeRoutes } from './visit-types/routes.ts'

export const scheduling: Wiring = {
  name: 'scheduling',
  routes: (http) => {
    visitTypeRoutes(http)
    templateRoutes(http)
    availabilityRoutes(http)
    appointmentRoutes(http)
    flowRoutes(http)
    dayRoutes(http)
  },
  permissions,
}

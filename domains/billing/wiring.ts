/** What billing adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { checkInRoutes } from './check-in/routes.ts'
import { paymentRoutes } from './payments/routes.ts'
import { paymentSubscriptions } from './payments/subscriptions.ts'
import { permissions } from './permissions.ts'

export const billing: Wiring = {
  name: 'billing',
  routes: (http) => {
    checkInRoutes(http)
    paymentRoutes(http)
  },
  subscriptions: paymentSubscriptions,
  permissions,
}

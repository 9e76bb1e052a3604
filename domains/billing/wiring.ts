/** What billing adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { accountRoutes } from './accounts/routes.ts'
import { adjustmentRoutes } from './adjustments/routes.ts'
import { checkInRoutes } from './check-in/routes.ts'
import { drawerRoutes } from './drawers/routes.ts'
import { paymentRoutes } from './payments/routes.ts'
import { paymentSubscriptions } from './payments/subscriptions.ts'
import { permissions } from './permissions.ts'
import { statementRoutes } from './statements/routes.ts'

export const billing: Wiring = {
  name: 'billing',
  routes: (http) => {
    checkInRoutes(http)
    paymentRoutes(http)
    accountRoutes(http)
    statementRoutes(http)
    drawerRoutes(http)
    adjustmentRoutes(http)
  },
  subscriptions: paymentSubscriptions,
  permissions,
}

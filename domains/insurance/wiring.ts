/** What insurance adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { coverageRoutes } from './coverages/routes.ts'
import { eligibilityRoutes } from './eligibility/routes.ts'
import { feeRoutes } from './fees/routes.ts'
import { payerRoutes } from './payers/routes.ts'
import { permissions } from './permissions.ts'

export const insurance: Wiring = {
  name: 'insurance',
  routes: (http) => {
    payerRoutes(http)
    coverageRoutes(http)
    eligibilityRoutes(http)
    feeRoutes(http)
  },
  permissions,
}

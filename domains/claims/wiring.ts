/** What claims adds to the running system. Read by the composition roots alone. */
import { when } from '#platform/events.ts'
import type { Wiring } from '#platform/wiring.ts'
import { chargeRoutes } from './charges/routes.ts'
import { checkClaims } from './claims/check.ts'
import { claimRoutes } from './claims/routes.ts'
import { codeRoutes } from './codes/routes.ts'
import { denialRoutes } from './denials/routes.ts'
import { ClaimDrafted } from './events.ts'
import { permissions } from './permissions.ts'
import { remittanceRoutes } from './remittances/routes.ts'
import { submissionRoutes } from './submissions/routes.ts'

export const claims: Wiring = {
  name: 'claims',
  routes: (http) => {
    codeRoutes(http)
    chargeRoutes(http)
    claimRoutes(http)
    submissionRoutes(http)
    remittanceRoutes(http)
    denialRoutes(http)
  },
  permissions,
  subscriptions: [
    when(ClaimDrafted, 'claims.check-drafted', (tx, { claimId }) => checkClaims(tx, [claimId])),
  ],
}

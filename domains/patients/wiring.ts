/** What patients adds to the running system. Read by the composition roots alone. */
import type { Http } from '#platform/http.ts'
import type { Wiring } from '#platform/wiring.ts'
import { historyRoutes } from './history/routes.ts'
import { sealedParts } from './imports/commands.ts'
import { importRoutes } from './imports/routes.ts'
import { matchingRoutes } from './matching/routes.ts'
import { permissions } from './permissions.ts'
import { registrationRoutes } from './registration/routes.ts'
import { sealedSsn } from './registration/ssn.ts'
import { restrictionRoutes } from './restrictions/routes.ts'
import { searchRoutes } from './search/routes.ts'

function routes(http: Http) {
  registrationRoutes(http)
  matchingRoutes(http)
  searchRoutes(http)
  historyRoutes(http)
  restrictionRoutes(http)
  importRoutes(http)
}

export const patients: Wiring = {
  name: 'patients',
  routes,
  permissions,
  sealed: [sealedSsn, sealedParts],
}

/** What reporting adds to the running system. Read by the composition roots alone. */
import type { Http } from '#platform/http.ts'
import type { Wiring } from '#platform/wiring.ts'
import { fhirRoutes } from './fhir/routes.ts'
import { permissions } from './permissions.ts'
import { setupRoutes } from './setup/routes.ts'
import { todayRoutes } from './today/routes.ts'

function routes(http: Http) {
  todayRoutes(http)
  setupRoutes(http)
  fhirRoutes(http)
}

export const reporting: Wiring = { name: 'reporting', routes, permissions }

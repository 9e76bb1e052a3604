/** What ledger adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { journalRoutes } from './journals/routes.ts'
import { permissions } from './permissions.ts'

export const ledger: Wiring = { name: 'ledger', routes: journalRoutes, permissions }

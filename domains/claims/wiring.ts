/** What claims adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'

export const claims: Wiring = { name: 'claims', routes: () => {} }

/** What scheduling adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'

export const scheduling: Wiring = { name: 'scheduling', routes: () => {} }

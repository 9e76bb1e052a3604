/** What workforce adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'

export const workforce: Wiring = { name: 'workforce', routes: () => {} }

import type { Http } from '#platform/http.ts'
import { moveVisit } from './commands.ts'
import { stepVisit } from './contract.ts'

export function flowRoutes({ perform }: Http) {
  perform(stepVisit, (tx, { params, body }) => moveVisit(tx, params.id, body))
}

import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { ask, decide } from './commands.ts'
import { decideRestriction, requestRestriction } from './contract.ts'

export function restrictionRoutes({ perform }: Http) {
  perform(requestRestriction, async (tx, { params, body }) => {
    await ask(tx, params.id, body)
    return done
  })
  perform(decideRestriction, async (tx, { params, body }) => {
    await decide(tx, params, body)
    return done
  })
}

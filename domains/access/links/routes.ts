import type { Http } from '#platform/http.ts'
import { firstRun, followLink, hasNobody, readLink } from './commands.ts'
import * as contract from './contract.ts'

/* Mounted with `answer` for the same reason as signing in: costly hashes, and a cookie beside the reply. */
export function linkRoutes({ answer, platform }: Http) {
  answer(contract.readFirstRun, async (db) => ({ open: await hasNobody(db) }))
  answer(contract.firstRun, (_db, { body }, exchange) => firstRun(platform, body, exchange))
  answer(contract.readLink, (_db, { body }, exchange) => readLink(platform, body.token, exchange))
  answer(contract.followLink, (_db, { body }, exchange) => followLink(platform, body, exchange))
}

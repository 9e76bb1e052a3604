import type { Http } from '#platform/http.ts'
import { readAnswer as readPayersAnswer, recordByHand } from './commands.ts'
import { readAnswer, readEligibility, readUnverified, recordCheck, writeInquiry } from './contract.ts'
import { inquiry } from './inquiry.ts'
import { checks } from './queries.ts'
import { unverified } from './unverified.ts'

export function eligibilityRoutes({ answer, perform }: Http) {
  answer(readEligibility, async (db, { params }) => ({ checks: await checks(db, params.id) }))
  answer(writeInquiry, (db, { params, query }) =>
    inquiry(db, params.id, query.serviceOn, Temporal.Now.instant()),
  )
  answer(readUnverified, async (db, { query }, { actor }) => ({
    visits: await unverified(db, { ...query, siteIds: actor.siteIds, now: Temporal.Now.instant() }),
  }))
  perform(readAnswer, (tx, { params, query }, { stream }) =>
    readPayersAnswer(tx, params.id, query.serviceOn, stream, query.confirmed ?? false),
  )
  perform(recordCheck, (tx, { params, body }) => recordByHand(tx, params.id, body))
}

import type { Http } from '#platform/http.ts'
import { mustReachSite } from '#platform/transaction.ts'
import { readDay, readPatientVisits, readVisit, readVisits } from './contract.ts'
import { day, patientVisits, visitWithHistory, visitsToSee } from './queries.ts'

export function dayRoutes({ answer }: Http) {
  answer(readDay, async (db, { query }, { actor }) => {
    mustReachSite(actor, query.siteId)
    return day(db, query, Temporal.Now.instant())
  })
  answer(readVisits, (db, { query }, { actor }) => visitsToSee(db, query, actor, Temporal.Now.instant()))
  answer(readPatientVisits, (db, { params }, { actor }) => patientVisits(db, params.patientId, actor))
  answer(readVisit, (db, { params }, { actor }) => visitWithHistory(db, params.id, actor))
}

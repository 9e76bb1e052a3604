import type { Http } from '#platform/http.ts'
import { latestToday } from '../registration/create.ts'
import { listPatients, readRecentPatients, searchPatients } from './contract.ts'
import { list, recent, search } from './queries.ts'

export function searchRoutes({ answer }: Http) {
  answer(searchPatients, (db, { body }) =>
    search(db, body.text, body.limit ?? 20, latestToday(Temporal.Now.instant())),
  )
  answer(readRecentPatients, (db, _request, { actor }) => recent(db, actor.id))
  answer(listPatients, (db, { query }) => list(db, query))
}

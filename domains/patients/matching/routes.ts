import type { Http } from '#platform/http.ts'
import { findDuplicates } from './contract.ts'
import { candidateFrom, findAlike } from './queries.ts'

export function matchingRoutes({ answer }: Http) {
  answer(findDuplicates, (db, { body }) => findAlike(db, candidateFrom(body.person), body.except))
}

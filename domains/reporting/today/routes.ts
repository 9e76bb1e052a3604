import type { Http } from '#platform/http.ts'
import { readToday } from './contract.ts'
import { today } from './queries.ts'

export function todayRoutes({ answer }: Http) {
  answer(readToday, (db, _request, { actor }) => today(db, actor, Temporal.Now.instant()))
}

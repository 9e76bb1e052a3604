import type { Http } from '#platform/http.ts'
import { readHistory } from './contract.ts'
import { history } from './queries.ts'

export function historyRoutes({ answer }: Http) {
  answer(readHistory, (db, { params, query }) => history(db, params.id, query.before))
}

import type { Http } from '#platform/http.ts'
import { checkIn as check } from './commands.ts'
import { checkIn, readCheckIn } from './contract.ts'
import { checkInOf } from './queries.ts'

export function checkInRoutes({ answer, perform }: Http) {
  answer(readCheckIn, (db, { params }, { actor }) => checkInOf(db, params.id, actor))
  perform(checkIn, (tx, { params, body }) => check(tx, params.id, body))
}

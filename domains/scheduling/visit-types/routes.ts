import type { Http } from '#platform/http.ts'
import * as commands from './commands.ts'
import { addVisitType, editVisitType, readVisitTypes } from './contract.ts'

export function visitTypeRoutes({ answer, perform }: Http) {
  answer(readVisitTypes, (db) => db.selectFrom('scheduling.visitType').selectAll().orderBy('name').execute())
  perform(addVisitType, (tx, { body }) => commands.add(tx, body))
  perform(editVisitType, (tx, { params, body }) => commands.edit(tx, params.id, body))
}

import type { Http } from '#platform/http.ts'
import * as commands from './commands.ts'
import { addProvider, addStaff, editProvider, editStaff, readStaff } from './contract.ts'
import { staff } from './queries.ts'

export function staffRoutes({ answer, perform }: Http) {
  answer(readStaff, (db, _request, { actor }) => staff(db, actor.siteIds))
  perform(addStaff, (tx, { body }) => commands.add(tx, body))
  perform(editStaff, (tx, { params, body }) => commands.edit(tx, params.id, body))
  perform(addProvider, (tx, { body }) => commands.addProvider(tx, body))
  perform(editProvider, (tx, { params, body }) => commands.editProvider(tx, params.id, body))
}

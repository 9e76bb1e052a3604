import type { Http } from '#platform/http.ts'
import * as commands from './commands.ts'
import { addCredential, editCredential, readCredentials, removeCredential } from './contract.ts'
import { credentials } from './queries.ts'

export function credentialRoutes({ answer, perform }: Http) {
  answer(readCredentials, (db, _request, { actor }) => credentials(db, actor.siteIds))
  perform(addCredential, (tx, { body }) => commands.add(tx, body))
  perform(editCredential, (tx, { params, body }) => commands.edit(tx, params.id, body))
  perform(removeCredential, (tx, { params, query }) => commands.remove(tx, params.id, query.version))
}

import type { Http } from '#platform/http.ts'
import { addRole, editRole } from './commands.ts'
import * as contract from './contract.ts'
import { rolesWithPermissions } from './queries.ts'

export function roleRoutes({ answer, perform }: Http) {
  answer(contract.listRoles, (db) => rolesWithPermissions(db))
  perform(contract.addRole, (tx, { body }) => addRole(tx, body))
  perform(contract.editRole, (tx, { params, body }) => editRole(tx, params.id, body))
}

import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { performUnkept } from '../sessions/unkept.ts'
import {
  disableUser,
  editUser,
  enableUser,
  grantAccess,
  inviteUser,
  resetPassword,
  resetSecondFactor,
} from './commands.ts'
import * as contract from './contract.ts'
import { usersWithAccess } from './queries.ts'

export function userRoutes(http: Http) {
  const { answer, perform } = http
  answer(contract.listUsers, (db) => usersWithAccess(db))
  performUnkept(http, contract.inviteUser, (tx, { body }) => inviteUser(tx, body))
  perform(contract.editUser, (tx, { params, body }) => editUser(tx, params.id, body))
  perform(contract.grantAccess, (tx, { params, body }) => grantAccess(tx, params.id, body))
  perform(contract.disableUser, async (tx, { params }) => {
    await disableUser(tx, params.id)
    return done
  })
  perform(contract.enableUser, async (tx, { params }) => {
    await enableUser(tx, params.id)
    return done
  })
  performUnkept(http, contract.resetPassword, (tx, { params }) => resetPassword(tx, params.id))
  perform(contract.resetSecondFactor, async (tx, { params }) => {
    await resetSecondFactor(tx, params.id)
    return done
  })
}

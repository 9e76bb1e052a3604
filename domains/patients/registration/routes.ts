import type { Http } from '#platform/http.ts'
import { becomes, edit, register, verify } from './commands.ts'
import {
  changeState,
  editPatient,
  readPatient,
  readSsn,
  registerPatient,
  verifyDemographics,
} from './contract.ts'
import { recordOf } from './queries.ts'
import { wholeSsn } from './ssn.ts'

export function registrationRoutes({ answer, perform }: Http) {
  perform(registerPatient, (tx, { body }) => register(tx, body))
  answer(readPatient, (db, { params }) => recordOf(db, params.id))
  answer(readSsn, async (db, { params }) => ({ id: params.id, ssn: await wholeSsn(db, params.id) }))
  perform(editPatient, (tx, { params, body }) => edit(tx, params.id, body.version, body.changes))
  perform(verifyDemographics, (tx, { params, body }) => verify(tx, params.id, body.version, body.verifiedOn))
  perform(changeState, (tx, { params, body }) => becomes(tx, params.id, body.version, body))
}

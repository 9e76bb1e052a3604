/** Patients as the rest of the practice sees them. They belong to the group: every site sees every patient. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'

export { verify as verifyDemographics } from './registration/commands.ts'
export { type NewPatient, createPatient, createPatients } from './registration/create.ts'
export { patientFrom } from './registration/from-facts.ts'
export { patientListName, patientName } from './registration/name.ts'

/** What stands at the head of everything done to a patient. */
export type PatientHeader = Awaited<ReturnType<typeof patientHeaders>>[number]

/** The heads of these patients, in no particular order; who does not exist is left out. */
export const patientHeaders = (db: Db, ids: readonly Id<'Patient'>[]) =>
  db
    .selectFrom('patients.patient')
    .select(['id', 'mrn', 'state', 'lastName', 'firstName', 'middleName', 'suffix', 'preferredName'])
    .select(['bornOn', 'sex', 'deceasedOn', 'language', 'needsInterpreter', 'verifiedOn'])
    .where('id', '=', sql<Id<'Patient'>>`any(${ids}::uuid[])`)
    .execute()

export async function patientHeader(db: Db, id: Id<'Patient'>): Promise<PatientHeader> {
  const [header] = await patientHeaders(db, [id])
  return header ?? refuse(NotFound, 'There is no such patient.')
}

/** For commands that take a patient's id from outside. A merged record takes nothing new. */
export async function mustExist(db: Db, id: Id<'Patient'>) {
  const patient = await db
    .selectFrom('patients.patient')
    .select('id')
    .where('id', '=', id)
    .where('state', '<>', 'merged')
    .executeTakeFirst()
  if (!patient) refuse(NotFound, 'There is no such patient.')
}

import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import { latestToday } from './create.ts'
import { missing } from './patient.ts'

/** The whole record, or undefined. Four queries, each by an index. */
export async function record(db: Db, id: Id<'Patient'>) {
  const patient = await db.selectFrom('patients.patient').selectAll().where('id', '=', id).executeTakeFirst()
  if (!patient) return undefined
  const { ssnSealed, ...shown } = patient
  const phones = await db
    .selectFrom('patients.phone')
    .select(['id', 'number', 'kind', 'mayLeaveVoicemail', 'mayText'])
    .where('patientId', '=', id)
    .orderBy('rank')
    .execute()
  const contacts = await db
    .selectFrom('patients.contact')
    .select(['id', 'role', 'name', 'relationship', 'phone', 'email', 'address', 'authority'])
    .where('patientId', '=', id)
    .orderBy('id')
    .execute()
  const restrictions = await db
    .selectFrom('patients.restriction')
    .select(['id', 'kind', 'wish', 'requestedOn', 'decision', 'decidedOn', 'endedOn', 'version'])
    .where('patientId', '=', id)
    .orderBy('id')
    .execute()
  const facts = { ...shown, phones, contacts }
  return {
    ...facts,
    hasSsn: ssnSealed !== null,
    restrictions,
    missing: [...missing(facts, latestToday(Temporal.Now.instant()))],
  }
}

export const recordOf = async (db: Db, id: Id<'Patient'>) =>
  (await record(db, id)) ?? refuse(NotFound, 'There is no such patient.')

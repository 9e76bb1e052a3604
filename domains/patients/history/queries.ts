import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import { type Entry, fieldChanges, sentence, toldSubjects } from './words.ts'

type Row = Entry & {
  readonly id: number
  readonly at: Temporal.Instant
  readonly actor: string
  readonly role: string | null
  readonly reason: string | null
}
const pageLength = 40

/** The changes of one record, newest first. `before` is the last entry of the page before. */
export async function history(db: Db, patientId: Id<'Patient'>, before?: number) {
  const known = await db
    .selectFrom('patients.patient')
    .select('id')
    .where('id', '=', patientId)
    .executeTakeFirst()
  if (!known) refuse(NotFound, 'There is no such patient.')
  const { rows } = await sql<Row>`
    select id, at, kind, subject, actor, role, reason, before, after from audit.entry
     where patient_ids @> array[${patientId}]::uuid[] and kind in ('create', 'update', 'delete')
       and subject = any(${toldSubjects}::text[]) ${before === undefined ? sql`` : sql`and id < ${before}`}
     order by id desc limit ${pageLength + 1}`.execute(db)
  const happenings = rows
    .slice(0, pageLength)
    .map((row) => ({
      id: row.id,
      at: row.at,
      who: row.actor,
      role: row.role,
      what: sentence(row),
      reason: row.reason,
      fields: fieldChanges(row),
    }))
    // A change of nothing a reader knows (an order of phones) is not worth a line.
    .filter(({ fields, what }) => fields.length > 0 || what === 'Record removed')
  return { patientId, happenings, more: rows.length > pageLength }
}

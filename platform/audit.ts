import { sql } from 'kysely'
import type { Db, DbTransaction } from './database.ts'
import type { Actor, Origin } from './transaction.ts'

export type AuditEntry = {
  readonly kind: 'read' | 'print' | 'export' | 'sign-in' | 'sign-out' | 'refused' | 'permission' | 'system'
  /** What was done or looked at: an operation's name ("readPatient"), never its data. */
  readonly subject: string
  readonly recordId?: string | null
  readonly patientIds?: readonly string[]
  readonly reason?: string | null
  readonly outcome?: 'done' | 'refused' | 'failed'
}

/** Writes one audit entry that is not a change of a row (those are written by the tables' own triggers). */
export async function recordAudit(
  db: Db | DbTransaction,
  actor: Pick<Actor, 'id' | 'name' | 'role'>,
  origin: Origin,
  { kind, subject, recordId = null, patientIds = [], reason = null, outcome = 'done' }: AuditEntry,
) {
  await sql`insert into audit.entry (kind, subject, actor_id, actor, role, request, origin, record_id, patient_ids, reason, outcome)
    values (${kind}, ${subject}, ${actor.id}, ${actor.name}, ${actor.role}, ${origin.request}, ${origin.address},
      ${recordId}, ${patientIds.length > 0 ? patientIds : null}, ${reason}, ${outcome})`.execute(db)
}

import { sql } from 'kysely'
import type { Request } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { Malformed, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { Actor } from '#platform/transaction.ts'
import type { CheckResult } from './check.ts'
import type { listAudit } from './contract.ts'

type Filter = Request<typeof listAudit>['query']
const page = 100

/** What an entry is about, in words. Given by the routes, which know what each operation is called. */
export type Tell = (subject: string) => string

/** A page of the log, newest first, as far as the reader's permissions go. */
export async function auditPage(db: Db, filter: Filter, { permissions }: Actor, tell: Tell) {
  const limit = filter.limit ?? page
  const zone = filter.timeZone ?? 'UTC'
  const rows = await db
    .selectFrom('audit.entry')
    .selectAll()
    .$if(filter.before !== undefined, (q) => q.where('id', '<', filter.before!))
    .$if(filter.actorId !== undefined, (q) => q.where('actorId', '=', filter.actorId!))
    .$if(filter.patientId !== undefined, (q) =>
      q.where(sql<boolean>`patient_ids @> array[${filter.patientId}::uuid]`),
    )
    .$if(filter.kind !== undefined, (q) => q.where('kind', '=', filter.kind!))
    .$if(filter.outcome !== undefined, (q) => q.where('outcome', '=', filter.outcome!))
    .$if(filter.subject !== undefined, (q) => q.where(sql<boolean>`starts_with(subject, ${filter.subject})`))
    .$if(filter.recordId !== undefined, (q) => q.where('recordId', '=', filter.recordId!))
    .$if(filter.from !== undefined, (q) => q.where('at', '>=', startOf(filter.from!, zone)))
    .$if(filter.to !== undefined, (q) => q.where('at', '<', startOf(filter.to!.add({ days: 1 }), zone)))
    .$if(!permissions.has('access.audit.patients'), (q) => q.where('patientIds', 'is', null))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const seesContent = permissions.has('access.audit.content')
  return {
    entries: rows.slice(0, limit).map((row) => ({
      ...row,
      about: tell(row.subject),
      patientIds: row.patientIds ?? [],
      before: seesContent ? asRecord(row.before) : null,
      after: seesContent ? asRecord(row.after) : null,
    })),
    more: rows.length > limit,
    people: await db
      .selectFrom('access.user')
      .select(['id', 'displayName as name'])
      .orderBy('displayName')
      .execute(),
  }
}

function startOf(date: Temporal.PlainDate, zone: string): Temporal.Instant {
  try {
    return date.toZonedDateTime(zone).toInstant()
  } catch {
    return refuse(Malformed, 'There is no such time zone.')
  }
}

const asRecord = (value: unknown) => value as Record<string, unknown> | null

/** Everybody who touched a patient's record, and each time they did. */
export async function chartAccess(db: Db, patientId: Id<'Patient'>, before: number | undefined, tell: Tell) {
  const { rows: people } = await sql<{
    actorId: Id<'User'> | null
    actor: string
    role: string | null
    looks: number
    changes: number
    lastAt: Temporal.Instant
  }>`select actor_id, actor, (array_agg(role order by id desc))[1] as role,
            count(*) filter (where kind in ('read', 'print', 'export')) as looks,
            count(*) filter (where kind in ('create', 'update', 'delete')) as changes, max(at) as last_at
       from audit.entry where patient_ids @> array[${patientId}::uuid]
      group by actor_id, actor order by max(id) desc limit 200`.execute(db)
  const rows = await db
    .selectFrom('audit.entry')
    .select(['id', 'at', 'actor', 'role', 'kind', 'subject', 'reason', 'origin', 'outcome'])
    .where(sql<boolean>`patient_ids @> array[${patientId}::uuid]`)
    .$if(before !== undefined, (q) => q.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(page + 1)
    .execute()
  const entries = rows.slice(0, page).map((row) => ({ ...row, about: tell(row.subject) }))
  return { people, entries, more: rows.length > page }
}

export async function auditState(db: Db) {
  const seal = await db
    .selectFrom('audit.seal')
    .select(['toId', 'sealedAt'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const check = await lastCheck(db)
  return { sealedTo: seal?.toId ?? null, sealedAt: seal?.sealedAt ?? null, lastCheck: check }
}

type Kept = Omit<CheckResult, 'at' | 'whole'>

export async function lastCheck(db: Db): Promise<CheckResult | null> {
  const row = await db
    .selectFrom('audit.checkResult')
    .select(['at', 'whole', 'result'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { ...(row.result as Kept), at: row.at, whole: row.whole } : null
}

export async function keepCheck(db: Db, by: Id<'User'> | null, { at, whole, ...kept }: CheckResult) {
  await db
    .insertInto('audit.checkResult')
    .values({ at, whole, checkedBy: by, result: JSON.stringify(kept) })
    .execute()
}

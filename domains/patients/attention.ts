/** What in this domain needs somebody today. Patients belong to the group, so the counts are not by site. */
import { sql } from 'kysely'
import { officeZone, today } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import type { Attention } from '#platform/wiring.ts'

type Waiting = { readonly count: number; readonly oldest: Temporal.Instant | Temporal.PlainDate | null }

async function waiting(
  db: Db,
  now: Temporal.Instant,
  query: ReturnType<typeof sql<Waiting>>,
): Promise<{ count: number; detail?: string }> {
  const { rows } = await query.execute(db)
  const { count, oldest } = rows[0]!
  if (oldest === null) return { count }
  const zone = await officeZone(db)
  const since = oldest instanceof Temporal.PlainDate ? oldest : today(oldest, zone)
  const { days } = since.until(today(now, zone))
  return { count, detail: days < 1 ? 'since today' : `oldest ${days} day${days === 1 ? '' : 's'}` }
}

export const attention: readonly Attention[] = [
  {
    key: 'patients.pre-registered',
    urgency: 'waiting',
    label: 'patients pre-registered who still lack something',
    one: 'patient pre-registered who still lacks something',
    permission: 'patients.read',
    to: '/patients?show=pre-registered',
    count: (db, { now }) =>
      waiting(
        db,
        now,
        sql`select count(*)::int as count, min(created_at) as oldest from patients.patient where state = 'pre-registered'`,
      ),
  },
  {
    key: 'patients.inquiries',
    urgency: 'waiting',
    label: 'inquiries not yet registered',
    one: 'inquiry not yet registered',
    permission: 'patients.read',
    to: '/patients?show=inquiry',
    count: (db, { now }) =>
      waiting(
        db,
        now,
        sql`select count(*)::int as count, min(created_at) as oldest from patients.patient where state = 'inquiry'`,
      ),
  },
  {
    key: 'patients.restrictions',
    urgency: 'at-risk',
    label: 'patients who asked for a restriction and wait for an answer',
    one: 'patient who asked for a restriction and waits for an answer',
    permission: 'patients.restrict',
    to: '/patients?show=restriction-open',
    count: (db, { now }) =>
      waiting(
        db,
        now,
        sql`select count(distinct patient_id)::int as count, min(requested_on) as oldest
              from patients.restriction where decision = 'open'`,
      ),
  },
  {
    key: 'patients.imports',
    urgency: 'waiting',
    label: 'imports read and not yet applied',
    one: 'import read and not yet applied',
    permission: 'patients.import',
    to: '/patients/imports?state=previewed',
    count: (db, { now }) =>
      waiting(
        db,
        now,
        sql`select count(*)::int as count, min(created_at) as oldest from patients.import where state = 'previewed'`,
      ),
  },
]

import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { Check } from './contract.ts'
import { type Standing, standing } from './eligibility.ts'

/** A check with the instant its card was last corrected (kept on the card) and the zone of the practice. */
const selectChecks = (db: Db) =>
  db
    .selectFrom('insurance.eligibilityCheck as check')
    .innerJoin('insurance.coverage as card', 'card.id', 'check.coverageId')
    .selectAll('check')
    .select('card.correctedAt')

type Row = Awaited<ReturnType<ReturnType<typeof selectChecks>['execute']>>[number]

const shown = ({ correctedAt, notes, ...check }: Row): Check => ({
  ...check,
  notes: notes as string[],
  standing: standing(check, { serviceOn: check.serviceOn, timeZone: 'UTC', cardChangedAt: correctedAt }),
})

export async function checks(db: Db, patientId: Id<'Patient'>): Promise<Check[]> {
  const rows = await selectChecks(db)
    .where('check.patientId', '=', patientId)
    .orderBy('check.askedAt', 'desc')
    .limit(50)
    .execute()
  return rows.map(shown)
}

export async function checkOf(db: Db, id: Id<'EligibilityCheck'>): Promise<Check> {
  const row = await selectChecks(db).where('check.id', '=', id).executeTakeFirst()
  return row ? shown(row) : refuse(NotFound)
}

type VisitQuestion = {
  readonly id: Id<'Appointment'>
  readonly patientId: Id<'Patient'>
  readonly serviceOn: Temporal.PlainDate
}

/** What is known for each of many visits: the primary card in force that day and its newest check. One query. */
export async function eligibilityFor(db: Db, visits: readonly VisitQuestion[], timeZone: string) {
  const { rows } = await sql<{
    id: Id<'Appointment'>
    coverageId: Id<'Coverage'> | null
    payerName: string | null
    copayCents: number | null
    correctedAt: Temporal.Instant | null
    askedAt: Temporal.Instant | null
    outcome: 'eligible' | 'ineligible' | 'unknown' | null
  }>`
    select v.id, card.id as coverage_id, payer.name as payer_name, coalesce(latest.copay_cents, card.copay_cents) as copay_cents,
           card.corrected_at, latest.asked_at, latest.outcome
      from unnest(${visits.map(({ id }) => id)}::uuid[], ${visits.map(({ patientId }) => patientId)}::uuid[],
                  ${visits.map(({ serviceOn }) => serviceOn.toString())}::date[]) v(id, patient_id, service_on)
      left join insurance.coverage card on card.patient_id = v.patient_id and card.rank = 'primary'
        and daterange(card.effective_on, card.terminates_on, '[]') @> v.service_on
      left join insurance.payer payer on payer.id = card.payer_id
      left join lateral (
        select asked_at, outcome, copay_cents from insurance.eligibility_check c
         where c.coverage_id = card.id order by asked_at desc limit 1) latest on true`.execute(db)
  const asked = new Map(visits.map((visit) => [visit.id, visit]))
  return new Map(
    rows.map(({ id, coverageId, payerName, copayCents, correctedAt, askedAt, outcome }) => {
      const { serviceOn } = asked.get(id)!
      const check = askedAt && outcome ? { askedAt, outcome } : undefined
      const state: Standing | 'self-pay' =
        coverageId === null
          ? 'self-pay'
          : standing(check, { serviceOn, timeZone, cardChangedAt: correctedAt })
      return [id, { state, coverageId, payerName, copayCents }]
    }),
  )
}

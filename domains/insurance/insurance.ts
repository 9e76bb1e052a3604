/** Payers, cards, eligibility and fees, as the rest of the practice sees them. */
import { sql } from 'kysely'
import { type Cents, cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { allowedBy } from './fees/fee.ts'

export { verify as verifyCoverage } from './coverages/commands.ts'
export { estimatePatient } from './eligibility/estimate.ts'
export { eligibilityFor } from './eligibility/queries.ts'
export { isVariance } from './fees/fee.ts'

/** A patient's cards in force on a day, primary first, each with its payer. */
export function coverageOn(db: Db, patientId: Id<'Patient'>, on: Temporal.PlainDate) {
  return db
    .selectFrom('insurance.coverage as coverage')
    .innerJoin('insurance.payer as payer', 'payer.id', 'coverage.payerId')
    .selectAll('coverage')
    .select(['payer.name as payerName', 'payer.payerCode', 'payer.filingCode', 'payer.timelyFilingDays'])
    .where('coverage.patientId', '=', patientId)
    .where('coverage.effectiveOn', '<=', on)
    .where((eb) => eb.or([eb('coverage.terminatesOn', 'is', null), eb('coverage.terminatesOn', '>=', on)]))
    .orderBy(sql`array_position(array['primary','secondary','tertiary'], coverage.rank)`)
    .execute()
}

export type FeeQuestion = {
  readonly code: string
  readonly modifiers: readonly string[]
  readonly serviceOn: Temporal.PlainDate
}

type FeeRow = { code: string; modifier: string; amountCents: Cents; lesserOf: boolean }

/** The fees in force on a day for these codes: of the practice (payer null) or of a payer's contract. */
async function feesFor(
  db: Db,
  payerId: Id<'Payer'> | null,
  codes: readonly string[],
  on: Temporal.PlainDate,
): Promise<FeeRow[]> {
  if (codes.length === 0) return []
  return db
    .selectFrom('insurance.feeSchedule as schedule')
    .innerJoin('insurance.fee as fee', 'fee.feeScheduleId', 'schedule.id')
    .select(['fee.code', 'fee.modifier', 'fee.amountCents', 'schedule.lesserOf'])
    .where('schedule.payerId', payerId === null ? 'is' : '=', payerId)
    .where('schedule.effectiveFrom', '<=', on)
    .where((eb) => eb.or([eb('schedule.effectiveTo', 'is', null), eb('schedule.effectiveTo', '>=', on)]))
    .where('fee.code', 'in', [...codes])
    .execute()
}

/** A fee listed for one of the line's modifiers comes before the fee of the bare code. */
const feeOf = (rows: readonly FeeRow[], { code, modifiers }: Pick<FeeQuestion, 'code' | 'modifiers'>) =>
  rows.find((row) => row.code === code && modifiers.includes(row.modifier)) ??
  rows.find((row) => row.code === code && row.modifier === '')

/** What the practice charges for one unit, by date of service; undefined when the code is not in its fee schedule. */
export async function chargeFor(db: Db, question: FeeQuestion): Promise<Cents | undefined> {
  return feeOf(await feesFor(db, null, [question.code], question.serviceOn), question)?.amountCents
}

/** What the payer's contract allows for a line of `units` charged at `chargeCents` in all; undefined without a contract. */
export async function expectedFor(
  db: Db,
  payerId: Id<'Payer'>,
  question: FeeQuestion & { readonly units: number; readonly chargeCents: Cents },
): Promise<Cents | undefined> {
  const fee = feeOf(await feesFor(db, payerId, [question.code], question.serviceOn), question)
  return fee && allowedBy(cents(fee.amountCents * question.units), question.chargeCents, fee.lesserOf)
}

import { sql } from 'kysely'
import { type Cents, cents, negate, sum, zero } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { balance } from '#domains/ledger/ledger.ts'
import { patientListName, patientName } from '#domains/patients/patients.ts'
import { siteOf } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, mustReachSite } from '#platform/transaction.ts'
import { senderOf } from '../paper/sender.ts'
import { type Kind, type Method, kinds, methods } from './payment.ts'
import { receipt } from './receipt.ts'

type Which = {
  readonly siteIds: readonly Id<'Site'>[] | null
  readonly from?: Temporal.PlainDate | undefined
  readonly to?: Temporal.PlainDate | undefined
  readonly show?: 'period' | 'unapplied' | 'undeposited' | undefined
  readonly patientId?: Id<'Patient'>
  readonly now: Temporal.Instant
}

/** Days after which money that paid nothing is asked about. */
export const unappliedDays = 7
const most = 1_000

type Row = {
  id: Id<'Payment'>
  siteId: Id<'Site'>
  patientId: Id<'Patient'>
  lastName: string
  firstName: string
  middleName: string | null
  suffix: string | null
  preferredName: string | null
  mrn: string
  appointmentId: Id<'Appointment'> | null
  receiptNumber: number
  kind: Kind
  method: Method
  reference: string | null
  amountCents: Cents
  appliedCents: Cents
  refundedCents: Cents
  leftCents: Cents
  receivedOn: Temporal.PlainDate
  receivedAt: Temporal.Instant
  receivedByName: string | null
  depositedOn: Temporal.PlainDate | null
  voidedAt: Temporal.Instant | null
  voidReason: string | null
}

/** What paid nothing yet is the patient's credit in the ledger: few patients have one, so their payments alone are added up. */
export const patientsInCredit = sql`select patient_id from ledger.line where account = '2050' group by patient_id having sum(amount_cents) < 0`

/** Payments, newest first, each with what became of it. */
export async function payments(db: Db, { siteIds, from, to, show = 'period', patientId, now }: Which) {
  const { rows } = await sql<Row>`
    select payment.*, (case when voided_at is null then amount_cents - applied_cents - refunded_cents else 0 end)::bigint as left_cents
      from (select p.id, p.site_id, p.patient_id, p.appointment_id, p.receipt_number, p.kind, p.method, p.reference,
                   p.amount_cents, p.received_on, p.received_at, p.voided_at, p.void_reason,
                   patient.last_name, patient.first_name, patient.middle_name, patient.suffix, patient.preferred_name, patient.mrn,
                   receiver.display_name as received_by_name, deposit.deposited_on,
                   coalesce((select sum(a.amount_cents) from billing.application a where a.payment_id = p.id), 0)::bigint as applied_cents,
                   coalesce((select sum(r.amount_cents) from billing.adjustment r
                              where r.payment_id = p.id and r.state in ('approved', 'paid')), 0)::bigint as refunded_cents
              from billing.payment p
              join patients.patient on patient.id = p.patient_id
              left join access.user receiver on receiver.id = p.received_by
              left join billing.deposit deposit on deposit.id = p.deposit_id
             where ${siteIds === null ? sql`true` : sql`p.site_id = any(${siteIds}::uuid[])`}
               ${patientId ? sql`and p.patient_id = ${patientId}` : sql``}
               ${show === 'period' && from ? sql`and p.received_on >= ${from.toString()}::date` : sql``}
               ${show === 'period' && to ? sql`and p.received_on <= ${to.toString()}::date` : sql``}
               ${show === 'undeposited' ? sql`and p.deposit_id is null and p.voided_at is null` : sql``}
               ${
                 show === 'unapplied'
                   ? sql`and p.voided_at is null and p.received_at < ${now.subtract({ hours: 24 * unappliedDays }).toString()}::timestamptz
               and p.patient_id in (${patientsInCredit})`
                   : sql``
               }
           ) payment
     ${show === 'unapplied' ? sql`where amount_cents > applied_cents + refunded_cents` : sql``}
     order by received_at desc, id desc limit ${most + 1}`.execute(db)
  return rows.map(({ lastName, firstName, middleName, suffix, preferredName, ...payment }) => ({
    ...payment,
    patientName: patientListName({ lastName, firstName, middleName, suffix, preferredName }),
  }))
}

/** The day sheet: the rows with their totals; voided payments are shown and not counted. */
export async function daySheet(db: Db, which: Which) {
  const all = await payments(db, which)
  const shown = all.slice(0, most)
  const good = shown.filter(({ voidedAt }) => voidedAt === null)
  const total = (rows: readonly { amountCents: Cents }[]) => sum(rows.map(({ amountCents }) => amountCents))
  return {
    payments: shown,
    byMethod: methods
      .map((method) => ({ method, rows: good.filter((row) => row.method === method) }))
      .filter(({ rows }) => rows.length > 0)
      .map(({ method, rows }) => ({ method, count: rows.length, amountCents: total(rows) })),
    byKind: kinds
      .map((kind) => ({ kind, rows: good.filter((row) => row.kind === kind) }))
      .filter(({ rows }) => rows.length > 0)
      .map(({ kind, rows }) => ({ kind, count: rows.length, amountCents: total(rows) })),
    totalCents: total(good),
    voidedCents: cents(total(shown) - total(good)),
    more: all.length > most,
  }
}

/** The sites somebody may see payments of, narrowed to the one asked for. */
export function sitesFor(actor: Actor, siteId: Id<'Site'> | undefined) {
  if (siteId) mustReachSite(actor, siteId)
  return siteId ? [siteId] : actor.siteIds
}

export async function receiptOf(db: Db, id: Id<'Payment'>, actor: Actor) {
  const row = await db
    .selectFrom('billing.payment as payment')
    .innerJoin('patients.patient as patient', 'patient.id', 'payment.patientId')
    .leftJoin('access.user as receiver', 'receiver.id', 'payment.receivedBy')
    .select(['payment.siteId', 'payment.patientId', 'payment.receiptNumber', 'payment.receivedOn'])
    .select(['payment.receivedAt', 'payment.kind', 'payment.method', 'payment.reference'])
    .select(['payment.amountCents', 'payment.voidedAt', 'receiver.displayName as receivedByName'])
    .select(['patient.lastName', 'patient.firstName', 'patient.middleName', 'patient.suffix', 'patient.mrn'])
    .where('payment.id', '=', id)
    .executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such payment.')
  mustReachSite(actor, row.siteId)
  const { timeZone } = await siteOf(db, row.siteId)
  const owed = await balance(db, '1110', { patientId: row.patientId })
  const credit = await balance(db, '2050', { patientId: row.patientId })
  const bytes = await receipt({
    ...row,
    sender: await senderOf(db, row.siteId),
    time: row.receivedAt
      .toZonedDateTimeISO(timeZone)
      .toPlainTime()
      .toLocaleString('en-US', { hour: 'numeric', minute: '2-digit' }),
    patientName: patientName(row),
    voided: row.voidedAt !== null,
    balanceCents: cents(Math.max(owed, zero)),
    creditCents: cents(Math.max(negate(credit), zero)),
  })
  return { name: `receipt-${row.receiptNumber}.pdf`, bytes, patientId: row.patientId }
}

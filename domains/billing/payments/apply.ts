/** Moves patients' money between their credit (2050) and the charges they owe (1110). */
import { sql } from 'kysely'
import { type Cents, cents, negate, sum } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { credit, debit, post } from '#domains/ledger/ledger.ts'
import { siteOf, today } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import type { Tx } from '#platform/transaction.ts'
import { type Part, spread } from './payment.ts'

/** Money of one patient is applied by one transaction at a time: two would see the same debt and pay it twice. */
export const holdAccount = (tx: Tx, patientId: Id<'Patient'>) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`billing.account:${patientId}`}, 0))`.execute(tx.db)

type Which = { readonly patientId: Id<'Patient'>; readonly appointmentIds?: readonly Id<'Appointment'>[] }

/** What is owed by the patient for each charge, voided ones too, by the ledger; oldest first. */
export async function chargesOf(db: Db, { patientId, appointmentIds }: Which) {
  const { rows } = await sql<{ chargeId: Id<'Charge'>; owedCents: Cents }>`
    select charge.id as charge_id, coalesce(sum(line.amount_cents), 0)::bigint as owed_cents
      from claims.charge charge
      join ledger.line line on line.charge_id = charge.id and line.account = '1110'
     where charge.patient_id = ${patientId}
       ${appointmentIds ? sql`and charge.appointment_id = any(${appointmentIds}::uuid[])` : sql``}
     group by charge.id order by charge.service_on, charge.position, charge.id`.execute(db)
  return rows
}

/** Payments of a patient that are not wholly applied or refunded, oldest first. */
export async function creditsOf(db: Db, { patientId, appointmentIds }: Which) {
  const { rows } = await sql<{ id: Id<'Payment'>; siteId: Id<'Site'>; leftCents: Cents }>`
    select payment.id, payment.site_id, payment.left_cents
      from (select p.*, (p.amount_cents
              - coalesce((select sum(a.amount_cents) from billing.application a where a.payment_id = p.id), 0)
              - coalesce((select sum(r.amount_cents) from billing.adjustment r
                           where r.payment_id = p.id and r.state in ('approved', 'paid')), 0))::bigint as left_cents
              from billing.payment p
             where p.patient_id = ${patientId} and p.voided_at is null
             ${appointmentIds ? sql`and p.appointment_id = any(${appointmentIds}::uuid[])` : sql``}) payment
     where payment.left_cents > 0 order by payment.received_at, payment.id`.execute(db)
  return rows
}

/** Applies unapplied money to what is owed, oldest first. The account must be held. Answers what was applied. */
export async function applyCredits(tx: Tx, { patientId, appointmentIds }: Which): Promise<Cents> {
  let owed = (await chargesOf(tx.db, { patientId, ...(appointmentIds && { appointmentIds }) })).filter(
    ({ owedCents }) => owedCents > 0,
  )
  let applied = 0
  for (const payment of await creditsOf(tx.db, { patientId, ...(appointmentIds && { appointmentIds }) })) {
    const { parts } = spread(payment.leftCents, owed)
    if (parts.length === 0) break
    await applyParts(tx, { ...payment, patientId }, parts)
    applied += sum(parts.map(({ amountCents }) => amountCents))
    const taken = new Map(parts.map(({ chargeId, amountCents }) => [chargeId, amountCents]))
    owed = owed.map((charge) => ({
      ...charge,
      owedCents: cents(charge.owedCents - (taken.get(charge.chargeId) ?? 0)),
    }))
  }
  return cents(applied)
}

type Payment = {
  readonly id: Id<'Payment'>
  readonly siteId: Id<'Site'>
  readonly patientId: Id<'Patient'>
}

/** Dr 2050 / Cr 1110 for each charge. Negative parts take money back from a charge: Dr 1110 / Cr 2050. */
async function applyParts(tx: Tx, { id: paymentId, siteId, patientId }: Payment, parts: readonly Part[]) {
  const { timeZone } = await siteOf(tx.db, siteId)
  const on = today(tx.now, timeZone)
  const journalId = newId<'Journal'>()
  const total = sum(parts.map(({ amountCents }) => amountCents))
  await post(tx, {
    id: journalId,
    postedOn: on,
    memo: total >= 0 ? 'Payment applied' : 'Payment taken back from a charge',
    source: 'billing.application',
    sourceId: paymentId,
    siteId,
    lines: [
      { account: '2050', amountCents: total, patientId },
      ...parts.map(({ chargeId, amountCents }) => ({
        account: '1110' as const,
        amountCents: negate(amountCents),
        patientId,
        chargeId,
      })),
    ],
  })
  await recordParts(tx, { paymentId, patientId, on, journalId }, parts)
}

export async function recordParts(
  tx: Tx,
  {
    paymentId,
    patientId,
    on,
    journalId,
  }: {
    paymentId: Id<'Payment'>
    patientId: Id<'Patient'>
    on: Temporal.PlainDate
    journalId: Id<'Journal'>
  },
  parts: readonly Part[],
) {
  if (parts.length === 0) return
  await tx.db
    .insertInto('billing.application')
    .values(
      parts.map(({ chargeId, amountCents }) => ({
        id: newId<'Application'>(),
        paymentId,
        patientId,
        chargeId,
        amountCents,
        appliedOn: on,
        journalId,
      })),
    )
    .execute()
}

/**
 * Brings a visit's money in order after its charges changed: what was paid above what is now owed (a voided charge, a
 * payer that took responsibility back) becomes the patient's credit again, and the visit's own unapplied money, the
 * copay above all, pays what is owed. Looks at balances, not at the message, so hearing twice changes nothing.
 */
export async function settleVisits(
  tx: Tx,
  patientId: Id<'Patient'>,
  appointmentIds: readonly Id<'Appointment'>[],
) {
  if (appointmentIds.length === 0) return
  await holdAccount(tx, patientId)
  const which = { patientId, appointmentIds }
  for (const { chargeId, owedCents } of await chargesOf(tx.db, which))
    if (owedCents < 0) await giveBack(tx, patientId, chargeId, negate(owedCents))
  await applyCredits(tx, which)
  await tx.touch('billing')
}

/** Takes up to `excess` back from what was applied to a charge, the latest money first. */
async function giveBack(tx: Tx, patientId: Id<'Patient'>, chargeId: Id<'Charge'>, excess: Cents) {
  const { rows } = await sql<{ id: Id<'Payment'>; siteId: Id<'Site'>; appliedCents: number }>`
    select p.id, p.site_id, sum(a.amount_cents)::bigint as applied_cents
      from billing.application a join billing.payment p on p.id = a.payment_id
     where a.charge_id = ${chargeId} group by p.id having sum(a.amount_cents) > 0
     order by p.received_at desc, p.id desc`.execute(tx.db)
  let rest: number = excess
  for (const { appliedCents, ...payment } of rows) {
    const back = Math.min(rest, appliedCents)
    if (back <= 0) return
    await applyParts(tx, { ...payment, patientId }, [{ chargeId, amountCents: cents(-back) }])
    rest -= back
  }
}

/** Unwinds what a payment paid after it was received, in one journal; its receipt journal is reversed by the caller. */
export async function unapplyLater(tx: Tx, payment: Payment & { readonly journalId: Id<'Journal'> }) {
  const rows = await tx.db
    .selectFrom('billing.application')
    .select(['chargeId', 'amountCents'])
    .where('paymentId', '=', payment.id)
    .where('journalId', '<>', payment.journalId)
    .execute()
  const net = Map.groupBy(rows, ({ chargeId }) => chargeId)
    .entries()
    .map(([chargeId, parts]) => ({
      chargeId,
      amountCents: negate(sum(parts.map(({ amountCents }) => amountCents))),
    }))
    .filter(({ amountCents }) => amountCents !== 0)
    .toArray()
  if (net.length > 0) await applyParts(tx, payment, net)
}

/** For the statement of what a receipt journal does: the credit lines of a payment. */
export const paidLines = (patientId: Id<'Patient'>, amount: Cents, parts: readonly Part[], rest: Cents) => [
  { account: '1010' as const, amountCents: debit(amount), patientId },
  ...parts.map(({ chargeId, amountCents }) => ({
    account: '1110' as const,
    amountCents: credit(amountCents),
    patientId,
    chargeId,
  })),
  { account: '2050' as const, amountCents: credit(rest), patientId },
]

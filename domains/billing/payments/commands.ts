import { sql } from 'kysely'
import { type Cents, negate, sum, zero } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, refuse } from '#kernel/refusal.ts'
import { post, reverse } from '#domains/ledger/ledger.ts'
import { mustExist } from '#domains/patients/patients.ts'
import { siteOf, today } from '#domains/practice/practice.ts'
import { type Tx, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import { applyCredits, chargesOf, holdAccount, paidLines, recordParts, unapplyLater } from './apply.ts'
import { DrawerNotOpen, type Kind, type Method, mustBeAPayment, mustBeVoidable, spread } from './payment.ts'

export type Given = {
  readonly id: Id<'Payment'>
  readonly siteId: Id<'Site'>
  readonly patientId: Id<'Patient'>
  readonly appointmentId: Id<'Appointment'> | null
  readonly kind: Kind
  readonly method: Method
  readonly reference: string | null
  readonly amountCents: Cents
}

/**
 * Takes money of a patient: a numbered receipt and its journal. A balance or statement payment pays what is owed,
 * oldest first (1010/1110); a copay or deposit, and what is more than owed, waits as the patient's credit (1010/2050).
 */
export async function takePayment(tx: Tx, given: Given) {
  mustReachSite(tx.actor, given.siteId)
  mustBeAPayment(given)
  await mustExist(tx.db, given.patientId)
  await holdAccount(tx, given.patientId)
  const { timeZone } = await siteOf(tx.db, given.siteId)
  const on = today(tx.now, timeZone)
  const drawerId = await drawerFor(tx, given)

  const paysDebts = given.kind === 'balance' || given.kind === 'statement'
  const owed = paysDebts ? await chargesOf(tx.db, given) : []
  const { parts, restCents } = spread(given.amountCents, owed)
  const journalId = newId<'Journal'>()
  await post(tx, {
    id: journalId,
    postedOn: on,
    memo: `Patient payment: ${given.kind}, ${given.method}`,
    source: 'billing.payment',
    sourceId: given.id,
    siteId: given.siteId,
    lines: paidLines(given.patientId, given.amountCents, parts, restCents),
  })
  const receiptNumber = await nextReceipt(tx, given.siteId)
  await tx.db
    .insertInto('billing.payment')
    .values({
      ...given,
      drawerId,
      receiptNumber,
      receivedOn: on,
      receivedAt: tx.now,
      receivedBy: tx.actor.id,
      journalId,
    })
    .execute()
    .catch(refuseIfViolated({ payment_pkey: AlreadyExists }))
  await recordParts(tx, { paymentId: given.id, patientId: given.patientId, on, journalId }, parts)
  await tx.touch('billing')
  return {
    id: given.id,
    receiptNumber,
    appliedCents: sum(parts.map(({ amountCents }) => amountCents)),
    creditCents: restCents,
  }
}

/** The receiver's open drawer at the site. Cash must go into one; the program itself (an import) has none. */
async function drawerFor(tx: Tx, { siteId, method }: Given) {
  if (tx.actor.id === null) return null
  const drawer = await tx.db
    .selectFrom('billing.drawer')
    .select('id')
    .where('openedBy', '=', tx.actor.id)
    .where('siteId', '=', siteId)
    .where('closedAt', 'is', null)
    .forShare()
    .executeTakeFirst()
  if (!drawer && method === 'cash') refuse(DrawerNotOpen)
  return drawer?.id ?? null
}

/** The row of the site's counter stays locked until the commit: numbers have no gaps, and none is used twice. */
async function nextReceipt(tx: Tx, siteId: Id<'Site'>): Promise<number> {
  const { lastNumber } = await tx.db
    .insertInto('billing.receiptCounter')
    .values({ siteId, lastNumber: 1 })
    .onConflict((conflict) =>
      conflict
        .column('siteId')
        .doUpdateSet({ lastNumber: sql<number>`billing.receipt_counter.last_number + 1` }),
    )
    .returning('lastNumber')
    .executeTakeFirstOrThrow()
  return lastNumber
}

/**
 * Takes a payment back as if it had not been given: its journals are reversed, its receipt number stays used. What
 * decides is read once account, payment and drawer are held: a refund approved or a drawer counted meanwhile counts.
 */
export async function voidPayment(tx: Tx, id: Id<'Payment'>, why: string) {
  const { patientId, siteId } =
    (await tx.db
      .selectFrom('billing.payment')
      .select(['patientId', 'siteId'])
      .where('id', '=', id)
      .executeTakeFirst()) ?? refuse(NotFound, 'There is no such payment.')
  mustReachSite(tx.actor, siteId)
  await holdAccount(tx, patientId)
  const payment = await tx.db
    .selectFrom('billing.payment')
    .select(['id', 'siteId', 'patientId', 'journalId', 'receivedOn', 'voidedAt', 'depositId'])
    .select(['drawerId', 'amountCents'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const drawer = await tx.db
    .selectFrom('billing.drawer')
    .select('closedAt')
    .where('id', '=', payment.drawerId)
    .forShare()
    .executeTakeFirst()
  const { timeZone } = await siteOf(tx.db, siteId)
  const on = today(tx.now, timeZone)
  mustBeVoidable(
    { ...payment, drawerClosed: Boolean(drawer?.closedAt), refundedCents: await refunded(tx, id) },
    on,
  )
  await tx.because(why)

  await unapplyLater(tx, payment)
  const reversal = await reverse(tx, payment.journalId, on, 'Payment voided')
  const direct = await tx.db
    .selectFrom('billing.application')
    .select(['chargeId', 'amountCents'])
    .where('paymentId', '=', id)
    .where('journalId', '=', payment.journalId)
    .execute()
  await recordParts(
    tx,
    { paymentId: id, patientId: payment.patientId, on, journalId: reversal },
    direct.map((part) => ({ ...part, amountCents: negate(part.amountCents) })),
  )
  await tx.db
    .updateTable('billing.payment')
    .set((eb) => ({
      voidedAt: tx.now,
      voidedBy: tx.actor.id,
      voidReason: why,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
  await tx.touch('billing')
}

async function refunded(tx: Tx, id: Id<'Payment'>): Promise<number> {
  const rows = await tx.db
    .selectFrom('billing.adjustment')
    .select('amountCents')
    .where('paymentId', '=', id)
    .where('state', 'in', ['approved', 'paid'])
    .execute()
  return sum(rows.map(({ amountCents }) => amountCents))
}

/** Applies all credits of a patient to what they owe, oldest first, when somebody decides so. */
export async function applyAll(tx: Tx, patientId: Id<'Patient'>) {
  await mustExist(tx.db, patientId)
  await holdAccount(tx, patientId)
  const appliedCents = await applyCredits(tx, { patientId })
  if (appliedCents > zero) await tx.touch('billing')
  return { appliedCents }
}

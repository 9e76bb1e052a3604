import { sql } from 'kysely'
import { type Cents, cents, sum } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, refuse } from '#kernel/refusal.ts'
import { chargeFor, coverageOn, expectedFor } from '#domains/insurance/insurance.ts'
import { type Journal, credit, debit, postAll, reverse } from '#domains/ledger/ledger.ts'
import { siteOf, today } from '#domains/practice/practice.ts'
import { type Appointment, holdVisit, setChargeStatus } from '#domains/scheduling/scheduling.ts'
import type { Db } from '#platform/database.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { checkClaims } from '../claims/check.ts'
import { draftClaim, endClaims } from '../claims/draft.ts'
import { ChargesPosted, ChargesVoided } from '../events.ts'
import type { Entry } from './contract.ts'
import {
  AlreadyCharged,
  ChargesNotRight,
  ClaimIsOut,
  NotYetSeen,
  PlanIsNotTold,
  codeOf,
  diagnosisCodeOf,
  expectedAllowance,
  isChargeable,
  mustBePostable,
} from './charge.ts'
import { isWithheld } from './queries.ts'

type Posted = { readonly totalCents: Cents; readonly claimIds: Id<'Claim'>[] }

/**
 * Posts the diagnoses and charges of a visit: lines, journals and the claim in one transaction, once. The same lines
 * sent again answer what was posted. `postedOn` is for history written down afterwards; otherwise today at the site.
 */
export async function postCharges(
  tx: Tx,
  visitId: Id<'Appointment'>,
  entry: Entry,
  { postedOn }: { readonly postedOn?: Temporal.PlainDate } = {},
): Promise<Posted> {
  const visit = await holdVisit(tx, visitId)
  if (visit.chargeStatus === 'captured') return postedAlready(tx, visit, entry)
  if (!isChargeable(visit.status)) refuse(NotYetSeen)
  mustBePostable(entry.diagnoses, entry.lines)

  const site = await siteOf(tx.db, visit.siteId)
  const serviceOn = today(visit.startsAt, site.timeZone)
  const [primary] = entry.selfPay ? [] : await coverageOn(tx.db, visit.patientId, serviceOn)
  if (primary) await mustBeTold(tx, visit, serviceOn, entry.restrictionOverride)
  const lines = await pricedLines(tx, entry, serviceOn, primary?.payerId)
  const on = postedOn ?? today(tx.now, site.timeZone)
  const { patientId, providerId, siteId } = visit

  const charges = lines.map((line, index) => ({
    ...line,
    appointmentId: visitId,
    patientId,
    providerId,
    siteId,
    coverageId: primary?.id ?? null,
    serviceOn,
    placeOfService: line.placeOfService ?? site.placeOfService,
    position: index + 1,
    postedAt: tx.now,
    postedBy: tx.actor.id,
    journalId: newId<'Journal'>(),
  }))
  await postAll(
    tx,
    charges.map((charge) => journalOf(charge, primary?.payerId ?? null, on)),
  )
  await replaceDiagnoses(tx, visit, entry.diagnoses)
  await tx.db
    .insertInto('claims.charge')
    .values(charges)
    .execute()
    .catch(refuseIfViolated({ charge_pkey: AlreadyExists }))
  await tx.db.deleteFrom('claims.noCharge').where('appointmentId', '=', visitId).execute()
  await setChargeStatus(tx, visitId, 'captured')

  const claimIds = primary ? [await draftClaim(tx, { visit, coverage: primary, serviceOn, charges })] : []
  await checkClaims(tx, claimIds)
  await tx.announce(ChargesPosted, { appointmentId: visitId, patientId })
  await tx.touch('claims')
  return { totalCents: sum(charges.map(({ amountCents }) => amountCents)), claimIds }
}

/** A claim would tell the plan what the patient has asked to keep from it; only with a reason, kept in the audit log. */
async function mustBeTold(
  tx: Tx,
  { patientId }: Appointment,
  serviceOn: Temporal.PlainDate,
  override: string | undefined,
) {
  const { withheld } = await tx.db
    .selectNoFrom(isWithheld(patientId, serviceOn).as('withheld'))
    .executeTakeFirstOrThrow()
  if (!withheld) return
  if (override === undefined)
    refuse(PlanIsNotTold, undefined, {
      fields: [{ pointer: '/restrictionOverride', message: 'Write why the plan is billed all the same.' }],
    })
  await tx.because(override)
}

/** A retry of the same lines is answered as the first time; other lines are refused. */
async function postedAlready(tx: Tx, visit: Appointment, { lines }: Entry): Promise<Posted> {
  const live = await liveCharges(tx.db, visit.id)
  const ids = new Set(lines.map(({ id }) => id))
  if (live.length !== ids.size || live.some(({ id }) => !ids.has(id))) refuse(AlreadyCharged)
  const claims = await tx.db
    .selectFrom('claims.claim')
    .select('id')
    .where('appointmentId', '=', visit.id)
    .where('state', '<>', 'void')
    .execute()
  return {
    totalCents: sum(live.map(({ amountCents }) => amountCents)),
    claimIds: claims.map(({ id }) => id),
  }
}

/** Each line with its amount: typed, or units at the practice's fee on the day of service; and what its payer should allow. */
async function pricedLines(
  tx: Tx,
  { lines }: Entry,
  serviceOn: Temporal.PlainDate,
  payerId: Id<'Payer'> | undefined,
) {
  const priced = []
  for (const [index, line] of lines.entries()) {
    const code = codeOf(line.code)
    const modifiers = line.modifiers.map(codeOf)
    const question = { code, modifiers, serviceOn }
    const fee = line.amountCents === undefined ? await chargeFor(tx.db, question) : undefined
    const amountCents = line.amountCents ?? (fee === undefined ? undefined : cents(fee * line.units))
    if (amountCents === undefined)
      refuse(ChargesNotRight, `${code} is not in the fee schedule on that day: enter the amount.`, {
        fields: [{ pointer: `/lines/${index}/amountCents`, message: 'Enter the amount.' }],
      })
    if (amountCents < 0)
      refuse(ChargesNotRight, 'A charge is not negative. To take one back, void it.', {
        fields: [{ pointer: `/lines/${index}/amountCents`, message: 'Enter an amount of zero or more.' }],
      })
    const expected =
      payerId &&
      (await expectedFor(tx.db, payerId, { ...question, units: line.units, chargeCents: amountCents }))
    priced.push({
      id: line.id,
      code,
      modifiers,
      units: line.units,
      pointers: [...line.pointers],
      placeOfService: line.placeOfService,
      ndc: line.ndc ?? null,
      amountCents,
      expectedCents: expected ?? null,
    })
  }
  return priced
}

type Charge = {
  readonly id: Id<'Charge'>
  readonly journalId: Id<'Journal'>
  readonly patientId: Id<'Patient'>
  readonly providerId: Id<'Provider'>
  readonly siteId: Id<'Site'>
  readonly code: string
  readonly amountCents: Cents
  readonly expectedCents: Cents | null
}

/** Debit the receivable, credit gross charges; with a contract, its allowance at once (ASC 606: expected consideration). */
function journalOf(charge: Charge, payerId: Id<'Payer'> | null, postedOn: Temporal.PlainDate): Journal {
  const { id, patientId, providerId, amountCents, expectedCents } = charge
  const whose = { patientId, chargeId: id, payerId, providerId }
  const allowance = expectedAllowance(amountCents, expectedCents ?? undefined)
  return {
    id: charge.journalId,
    postedOn,
    memo: `Charge ${charge.code}`,
    source: 'claims.charge',
    sourceId: id,
    siteId: charge.siteId,
    lines: [
      { account: payerId ? '1100' : '1110', amountCents: debit(amountCents), ...whose },
      { account: '4000', amountCents: credit(amountCents), ...whose },
      { account: '4090', amountCents: debit(allowance), ...whose },
      { account: '1190', amountCents: credit(allowance), ...whose },
    ],
  }
}

async function replaceDiagnoses(tx: Tx, { id, patientId }: Appointment, codes: readonly string[]) {
  await tx.db.deleteFrom('claims.diagnosis').where('appointmentId', '=', id).execute()
  if (codes.length === 0) return
  await tx.db
    .insertInto('claims.diagnosis')
    .values(
      codes.map((code, index) => ({
        id: newId<'Diagnosis'>(),
        appointmentId: id,
        patientId,
        position: index + 1,
        code: diagnosisCodeOf(code),
      })),
    )
    .execute()
}

export async function markNoCharge(tx: Tx, visitId: Id<'Appointment'>, why: string) {
  const visit = await holdVisit(tx, visitId)
  if (visit.chargeStatus === 'captured') refuse(AlreadyCharged)
  if (!isChargeable(visit.status)) refuse(NotYetSeen)
  await noteNoCharge(tx, visit, why)
}

async function noteNoCharge(tx: Tx, { id, patientId }: Appointment, why: string) {
  await tx.db
    .insertInto('claims.noCharge')
    .values({
      id: newId(),
      appointmentId: id,
      patientId,
      reason: why,
      decidedAt: tx.now,
      decidedBy: tx.actor.id,
    })
    .onConflict((conflict) =>
      conflict
        .column('appointmentId')
        .doUpdateSet({ reason: why, decidedAt: tx.now, decidedBy: tx.actor.id }),
    )
    .execute()
  await setChargeStatus(tx, id, 'no_charge')
  await tx.touch('claims')
}

/**
 * Takes the charges of a visit back, to enter them anew: each journal is reversed today, the lines stay, marked. What
 * patients have paid stays posted as their credit. Only while no payer has acted on them.
 */
export async function voidCharges(tx: Tx, visitId: Id<'Appointment'>, why: string) {
  const visit = await holdVisit(tx, visitId)
  await tx.because(why)
  if (visit.chargeStatus === 'no_charge' && visit.status !== 'completed') {
    await tx.db.deleteFrom('claims.noCharge').where('appointmentId', '=', visitId).execute()
    await setChargeStatus(tx, visitId, 'none')
    return tx.touch('claims')
  }
  const live = await liveCharges(tx.db, visitId)
  await endClaims(tx, visitId, why)
  const { timeZone } = await siteOf(tx.db, visit.siteId)
  const on = today(tx.now, timeZone)
  for (const { journalId } of live) await reverse(tx, journalId, on, 'Charge voided')
  await mustHaveNothingLeft(
    tx,
    live.map(({ id }) => id),
  )
  await tx.db
    .updateTable('claims.charge')
    .set((eb) => ({
      voidedAt: tx.now,
      voidedBy: tx.actor.id,
      voidReason: why,
      version: eb('version', '+', 1),
    }))
    .where('appointmentId', '=', visitId)
    .where('voidedAt', 'is', null)
    .execute()
  // A completed visit is charged or free with intent: until it is charged anew, it is free for this reason.
  if (visit.status === 'completed') await noteNoCharge(tx, visit, why)
  else await setChargeStatus(tx, visitId, 'none')
  await tx.announce(ChargesVoided, { appointmentId: visitId, patientId: visit.patientId })
  await tx.touch('claims')
}

/** A payer's money or write-off on a voided charge would hang in the air: such a charge is corrected by its payer. */
async function mustHaveNothingLeft(tx: Tx, chargeIds: readonly Id<'Charge'>[]) {
  const { rows } = await sql`
    select charge_id from ledger.line where charge_id = any(${chargeIds}::uuid[]) and account in ('1100', '1190')
     group by charge_id, account having sum(amount_cents) <> 0 limit 1`.execute(tx.db)
  if (rows.length > 0) refuse(ClaimIsOut, 'The payer has already paid or adjusted these charges.')
}

const liveCharges = (db: Db, visitId: Id<'Appointment'>) =>
  db
    .selectFrom('claims.charge')
    .select(['id', 'journalId', 'amountCents'])
    .where('appointmentId', '=', visitId)
    .where('voidedAt', 'is', null)
    .orderBy('position')
    .execute()

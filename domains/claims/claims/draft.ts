import { type Cents, sum } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Appointment } from '#domains/scheduling/scheduling.ts'
import type { Tx } from '#platform/transaction.ts'
import { ClaimIsOut } from '../charges/charge.ts'
import { ClaimDrafted } from '../events.ts'
import { type State, isUnsent } from './claim.ts'

type Drafted = {
  readonly visit: Pick<Appointment, 'id' | 'patientId'>
  readonly coverage: {
    readonly id: Id<'Coverage'>
    readonly payerId: Id<'Payer'>
    readonly rank: 'primary' | 'secondary' | 'tertiary'
  }
  readonly serviceOn: Temporal.PlainDate
  readonly charges: readonly { readonly id: Id<'Charge'>; readonly amountCents: Cents }[]
}

/**
 * The claim of these charges to one coverage, as a draft. After a denial of the same visit by the same payer it
 * replaces that claim (frequency 7) when the payer gave it a number, otherwise it is new.
 */
export async function draftClaim(
  tx: Tx,
  { visit, coverage, serviceOn, charges }: Drafted,
): Promise<Id<'Claim'>> {
  const id = newId<'Claim'>()
  const earlier = await tx.db
    .selectFrom('claims.claim')
    .select(['id', 'patientId', 'state', 'payerControlNumber'])
    .where('appointmentId', '=', visit.id)
    .where('payerId', '=', coverage.payerId)
    .where('rank', '=', coverage.rank)
    .where('state', '=', 'denied')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const replaces = earlier?.payerControlNumber ? earlier : undefined
  await tx.db
    .insertInto('claims.claim')
    .values({
      id,
      appointmentId: visit.id,
      patientId: visit.patientId,
      coverageId: coverage.id,
      payerId: coverage.payerId,
      rank: coverage.rank,
      frequency: replaces ? '7' : '1',
      totalCents: sum(charges.map(({ amountCents }) => amountCents)),
      serviceOn,
      payerControlNumber: replaces?.payerControlNumber ?? null,
      replacesId: replaces?.id ?? null,
      createdAt: tx.now,
    })
    .execute()
  await tx.db
    .insertInto('claims.claimLine')
    .values(
      charges.map((charge, index) => ({
        id: newId<'ClaimLine'>(),
        claimId: id,
        chargeId: charge.id,
        position: index + 1,
      })),
    )
    .execute()
  await recordStep(tx, { id, patientId: visit.patientId, state: null }, 'draft')
  if (replaces) {
    await tx.db
      .updateTable('claims.claim')
      .set((eb) => ({ state: 'closed', version: eb('version', '+', 1) }))
      .where('id', '=', replaces.id)
      .execute()
    await recordStep(tx, replaces, 'closed', 'Replaced after its charges were corrected')
  }
  // A later payer's claim is checked once everything the earlier one said is written.
  if (coverage.rank !== 'primary') await tx.announce(ClaimDrafted, { claimId: id })
  return id
}

type Step = {
  readonly claim: {
    readonly id: Id<'Claim'>
    readonly patientId: Id<'Patient'>
    readonly state: State | null
  }
  readonly to: State
  readonly note?: string | null | undefined
}

/** Writes down a step of a claim's life. The caller has changed the row. */
export const recordStep = (tx: Tx, claim: Step['claim'], to: State, note: string | null = null) =>
  recordSteps(tx, [{ claim, to, note }])

/** The same for thousands of claims. */
export async function recordSteps(tx: Tx, steps: readonly Step[]) {
  for (let at = 0; at < steps.length; at += 1_000)
    await tx.db
      .insertInto('claims.claimEvent')
      .values(
        steps.slice(at, at + 1_000).map(({ claim, to, note = null }) => ({
          id: newId<'ClaimEvent'>(),
          claimId: claim.id,
          patientId: claim.patientId,
          at: tx.now,
          by: tx.actor.name,
          fromState: claim.state,
          toState: to,
          note,
        })),
      )
      .execute()
}

/**
 * Voids the claims of a visit that no payer holds. One that a payer denied stays as it is, to be replaced by the next;
 * any other that is out refuses with ClaimIsOut.
 */
export async function endClaims(tx: Tx, visitId: Id<'Appointment'>, why: string) {
  const claims = await tx.db
    .selectFrom('claims.claim')
    .select(['id', 'patientId', 'state', 'number'])
    .where('appointmentId', '=', visitId)
    .where('state', 'not in', ['void', 'denied', 'closed', 'reversed'])
    .forUpdate()
    .execute()
  for (const claim of claims) {
    if (!isUnsent(claim.state)) refuse(ClaimIsOut)
    await tx.db
      .updateTable('claims.claim')
      .set((eb) => ({ state: 'void', version: eb('version', '+', 1) }))
      .where('id', '=', claim.id)
      .execute()
    await recordStep(tx, claim, 'void', why)
  }
}

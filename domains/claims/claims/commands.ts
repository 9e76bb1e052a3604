import { sql } from 'kysely'
import type { StaticDecode } from 'typebox'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { checkClaims } from './check.ts'
import type { changeClaim, replaceClaim } from './contract.ts'
import { CannotHold, CannotReplace, isUnsent, isWithPayer } from './claim.ts'
import { recordStep } from './draft.ts'

/** The claims a person may work with: those of the visits at their sites. */
const reachable = ({ db, actor: { siteIds } }: Tx) =>
  db
    .selectFrom('claims.claim as claim')
    .innerJoin('scheduling.appointment as visit', 'visit.id', 'claim.appointmentId')
    .$if(siteIds !== null, (query) => query.where('visit.siteId', '=', sql<never>`any(${siteIds}::uuid[])`))

/** Checks claims again; how many are ready now and how many are not. */
export async function recheck(tx: Tx, asked: readonly Id<'Claim'>[]) {
  const own = await reachable(tx)
    .select('claim.id')
    .where('claim.id', '=', sql<Id<'Claim'>>`any(${asked}::uuid[])`)
    .execute()
  const ids = own.map(({ id }) => id)
  await checkClaims(tx, ids)
  const count = (state: 'ready' | 'failed') => sql<number>`count(*) filter (where state = ${state})`.as(state)
  return tx.db
    .selectFrom('claims.claim')
    .select([count('ready'), count('failed')])
    .where('id', '=', sql<Id<'Claim'>>`any(${ids}::uuid[])`)
    .executeTakeFirstOrThrow()
}

/** A claim, held until the transaction ends; those of other sites are as if they were not there. */
async function lockClaim(tx: Tx, id: Id<'Claim'>, version: number) {
  const claim = await reachable(tx)
    .selectAll('claim')
    .where('claim.id', '=', id)
    .forUpdate('claim')
    .executeTakeFirst()
  if (!claim) refuse(NotFound, 'There is no such claim.')
  if (claim.version !== version) refuse(Stale)
  return claim
}

export async function holdBack(tx: Tx, id: Id<'Claim'>, version: number, why: string) {
  const claim = await lockClaim(tx, id, version)
  if (!isUnsent(claim.state)) refuse(CannotHold)
  await tx.db
    .updateTable('claims.claim')
    .set({ state: 'held', holdReason: why, version: version + 1 })
    .where('id', '=', id)
    .execute()
  await recordStep(tx, claim, 'held', why)
  await tx.touch('claims')
}

export async function release(tx: Tx, id: Id<'Claim'>, version: number) {
  const claim = await lockClaim(tx, id, version)
  if (claim.state !== 'held') refuse(CannotHold, 'The claim is not held.')
  await tx.db
    .updateTable('claims.claim')
    .set({ state: 'draft', holdReason: null, version: version + 1 })
    .where('id', '=', id)
    .execute()
  await recordStep(tx, claim, 'draft', 'Released')
  await checkClaims(tx, [id])
}

export async function changeNumbers(
  tx: Tx,
  id: Id<'Claim'>,
  { version, ...numbers }: StaticDecode<typeof changeClaim.body>,
) {
  const claim = await lockClaim(tx, id, version)
  if (!isUnsent(claim.state)) refuse(CannotHold)
  await tx.db
    .updateTable('claims.claim')
    .set({ ...numbers, version: version + 1 })
    .where('id', '=', id)
    .execute()
  await checkClaims(tx, [id])
}

/**
 * The same charges again under a new number: 7 replaces what the payer settled, 8 takes it back. The old claim is closed;
 * what was posted for it stays until the payer's reversal.
 */
export async function replace(
  tx: Tx,
  replacedId: Id<'Claim'>,
  { id, frequency, payerControlNumber, reason, version }: StaticDecode<typeof replaceClaim.body>,
) {
  const claim = await lockClaim(tx, replacedId, version)
  const control = payerControlNumber ?? claim.payerControlNumber
  if (!isWithPayer(claim.state)) refuse(CannotReplace)
  if (!control)
    refuse(CannotReplace, "Enter the payer's number of this claim: it stands on the remittance.", {
      fields: [{ pointer: '/payerControlNumber', message: "Enter the payer's claim number." }],
    })
  await tx.db
    .insertInto('claims.claim')
    .values({
      id,
      appointmentId: claim.appointmentId,
      patientId: claim.patientId,
      coverageId: claim.coverageId,
      payerId: claim.payerId,
      rank: claim.rank,
      frequency,
      totalCents: claim.totalCents,
      serviceOn: claim.serviceOn,
      payerControlNumber: control,
      priorAuthorization: claim.priorAuthorization,
      referralNumber: claim.referralNumber,
      replacesId: replacedId,
      createdAt: tx.now,
    })
    .execute()
    .catch(refuseIfViolated({ claim_pkey: AlreadyExists }))
  const lines = await tx.db
    .selectFrom('claims.claimLine')
    .select(['chargeId', 'position'])
    .where('claimId', '=', replacedId)
    .execute()
  await tx.db
    .insertInto('claims.claimLine')
    .values(lines.map((line) => ({ ...line, id: newId<'ClaimLine'>(), claimId: id })))
    .execute()
  await tx.db
    .updateTable('claims.claim')
    .set({ state: 'closed', version: version + 1 })
    .where('id', '=', replacedId)
    .execute()
  const word = frequency === '7' ? 'Replaced' : 'Taken back'
  await recordStep(tx, claim, 'closed', `${word}: ${reason}`)
  await recordStep(tx, { id, patientId: claim.patientId, state: null }, 'draft', reason)
  await checkClaims(tx, [id])
}

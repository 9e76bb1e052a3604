/** Charges, claims and what payers answered, as the rest of the practice sees them. */
import { sql } from 'kysely'
import type { Cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'

export { markNoCharge, postCharges } from './charges/commands.ts'
export { loadStarterCodes } from './codes/commands.ts'
export { draftClaim, recordStep } from './claims/draft.ts'
export { isUnsent, type State as ClaimState } from './claims/claim.ts'

/** Claims by the numbers they were sent under (CLM01, CLP01), whatever their case and spaces; one query for all. */
export const claimsByNumber = (db: Db, numbers: readonly string[]) =>
  db
    .selectFrom('claims.claim')
    .selectAll()
    .where('number', '=', sql<string>`any(${numbers.map((number) => number.trim().toUpperCase())}::text[])`)
    .execute()

/**
 * The charges of a patient that stand, oldest first, each with what insurance and patient still owe for it by the
 * ledger. Restricted to `chargeIds` where given.
 */
export async function chargesWithBalances(
  db: Db,
  {
    patientId,
    chargeIds,
  }: { readonly patientId?: Id<'Patient'>; readonly chargeIds?: readonly Id<'Charge'>[] },
) {
  const owed = (account: string) =>
    sql<Cents>`coalesce(sum(line.amount_cents) filter (where line.account = ${account}), 0)::bigint`
  return db
    .selectFrom('claims.charge as charge')
    .leftJoin('ledger.line as line', (join) =>
      join.onRef('line.chargeId', '=', 'charge.id').on('line.account', 'in', ['1100', '1110']),
    )
    .select(['charge.id', 'charge.appointmentId', 'charge.patientId', 'charge.providerId', 'charge.siteId'])
    .select(['charge.serviceOn', 'charge.code', 'charge.modifiers', 'charge.units', 'charge.amountCents'])
    .select(['charge.expectedCents', 'charge.position'])
    .select([owed('1100').as('insuranceCents'), owed('1110').as('patientCents')])
    .where('charge.voidedAt', 'is', null)
    .$if(patientId !== undefined, (query) => query.where('charge.patientId', '=', patientId!))
    .$if(chargeIds !== undefined, (query) =>
      query.where('charge.id', '=', sql<Id<'Charge'>>`any(${chargeIds}::uuid[])`),
    )
    .groupBy('charge.id')
    .orderBy('charge.serviceOn')
    .orderBy('charge.id')
    .execute()
}

/** Denials that a later answer of the payer settles by itself, so that nobody works what is won already. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'

const settledBy = (remittanceId: Id<'Remittance'>) => `Remittance ${remittanceId}`

/** After a remittance is in the books: what insurance owes no more, and this remittance did not itself deny, is recovered. */
export async function recoverSettled(
  tx: Tx,
  remittanceId: Id<'Remittance'>,
  chargeIds: readonly Id<'Charge'>[],
) {
  if (chargeIds.length === 0) return
  await sql`update claims.denial d set state = 'recovered', closed_at = ${tx.now}, outcome = ${settledBy(remittanceId)}, version = d.version + 1
    where d.closed_at is null and d.charge_id = any(${[...chargeIds]}::uuid[])
      and not exists (select from claims.remittance_claim rc where rc.id = d.remittance_claim_id and rc.remittance_id = ${remittanceId})
      and (select coalesce(sum(l.amount_cents), 0) from ledger.line l where l.charge_id = d.charge_id and l.account = '1100') <= 0`.execute(
    tx.db,
  )
}

/** A remittance is taken back: what it had settled is open again. */
export async function reopenRecovered(tx: Tx, remittanceId: Id<'Remittance'>) {
  await sql`update claims.denial set state = 'open', closed_at = null, outcome = null, version = version + 1
    where state = 'recovered' and outcome = ${settledBy(remittanceId)}`.execute(tx.db)
}

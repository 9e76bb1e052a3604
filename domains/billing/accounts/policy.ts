import { refuse } from '#kernel/refusal.ts'
import { officeDay } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import type { Tx } from '#platform/transaction.ts'
import { type Policy, PolicyNotRight } from './contract.ts'

/** What the office has decided about limits and rhythms, as of a day. */
export const policyOn = (db: Db, on: Temporal.PlainDate) =>
  db
    .selectFrom('billing.policy')
    .selectAll()
    .where('effectiveFrom', '<=', on)
    .orderBy('effectiveFrom', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()

export async function policies(db: Db, on: Temporal.PlainDate) {
  const later = await db
    .selectFrom('billing.policy')
    .selectAll()
    .where('effectiveFrom', '>', on)
    .orderBy('effectiveFrom')
    .execute()
  return { now: await policyOn(db, on), later }
}

/** From a day on, never for days that are past: what was decided under the old rules stays decided. */
export async function changePolicy(tx: Tx, policy: Policy) {
  const wrong = (pointer: string, message: string) =>
    refuse(PolicyNotRight, message, { fields: [{ pointer, message }] })
  const today = await officeDay(tx.db, tx.now)
  if (Temporal.PlainDate.compare(policy.effectiveFrom, today) < 0)
    wrong('/effectiveFrom', 'Choose today or a later day.')
  if (policy.approvalLimitCents < 0) wrong('/approvalLimitCents', 'A limit is not negative.')
  if (policy.smallBalanceCents < 0) wrong('/smallBalanceCents', 'A small balance is not negative.')
  await tx.db
    .insertInto('billing.policy')
    .values(policy)
    .onConflict((conflict) => conflict.column('effectiveFrom').doUpdateSet(policy))
    .execute()
  await tx.touch('billing')
}

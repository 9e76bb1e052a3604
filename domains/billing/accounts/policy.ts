import type { Db } from '#platform/database.ts'

/** What the office has decided about limits and rhythms, as of a day. */
export const policyOn = (db: Db, on: Temporal.PlainDate) =>
  db
    .selectFrom('billing.policy')
    .selectAll()
    .where('effectiveFrom', '<=', on)
    .orderBy('effectiveFrom', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()

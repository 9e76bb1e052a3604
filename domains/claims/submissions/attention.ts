/** Files the clearinghouse has not answered. */
import type { Attention } from '#platform/wiring.ts'
import { isReachable, isSilent } from './queries.ts'

export const submissionAttention: readonly Attention[] = [
  {
    key: 'claims.files-silent',
    urgency: 'late',
    label: 'claim files without an answer (999) after two business days',
    permission: 'claims.read',
    to: '/claim-files?show=silent',
    count: (db, { siteIds, now }) =>
      db
        .selectFrom('claims.submission as submission')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where(isSilent(now))
        .where(isReachable({ siteIds }))
        .executeTakeFirstOrThrow(),
  },
]

/** Licences and other credentials that have run out or soon will. */
import { sql } from 'kysely'
import { officeDay } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import type { Attention, AttentionScope } from '#platform/wiring.ts'
import { warnDays } from './credentials/credential.ts'

async function endingBetween(db: Db, { siteIds, now }: AttentionScope, from: number | null, to: number) {
  // Credentials are the practice's, not a site's: a day's difference between zones does not matter for a warning.
  const today = await officeDay(db, now)
  const { count, first } = await db
    .selectFrom('workforce.credential as credential')
    .innerJoin('workforce.staff as staff', 'staff.id', 'credential.staffId')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('credential.expiresOn').as('first')])
    .where('staff.endedOn', 'is', null)
    .where('credential.expiresOn', '<=', today.add({ days: to }))
    .$if(from !== null, (query) => query.where('credential.expiresOn', '>', today.add({ days: from! })))
    .$if(siteIds !== null, (query) => query.where('staff.siteId', '=', sql<never>`any(${siteIds})`))
    .executeTakeFirstOrThrow()
  if (!first) return { count }
  const { days } = today.until(first, { largestUnit: 'days' })
  return {
    count,
    detail:
      days < 0
        ? days === -1
          ? 'since yesterday'
          : `the first ${-days} days ago`
        : days === 0
          ? 'today'
          : `first in ${days} days`,
  }
}

export const attention: readonly Attention[] = [
  {
    key: 'workforce.credentials-expired',
    urgency: 'late',
    label: 'licences and credentials have run out',
    one: 'licence or credential has run out',
    permission: 'workforce.credentials.read',
    to: '/people/credentials?show=expired',
    count: (db, scope) => endingBetween(db, scope, null, -1),
  },
  {
    key: 'workforce.credentials-running-out',
    urgency: 'at-risk',
    label: `licences and credentials run out within ${warnDays[0]} days`,
    one: `licence or credential runs out within ${warnDays[0]} days`,
    permission: 'workforce.credentials.read',
    to: '/people/credentials?show=soon',
    count: (db, scope) => endingBetween(db, scope, -1, warnDays[0]),
  },
]

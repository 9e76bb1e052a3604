/** Visits that were seen and bring nothing in until somebody charges them. */
import { sql } from 'kysely'
import type { Attention } from '#platform/wiring.ts'
import { isLate, lateDay, uncharged } from './queries.ts'

export const chargeAttention: readonly Attention[] = [
  {
    key: 'claims.uncharged',
    urgency: 'late',
    label: 'visits not charged after two business days',
    permission: 'charges.read',
    to: '/charges?show=late',
    async count(db, { siteIds, now }) {
      const { count, first } = await uncharged(db, siteIds)
        .select((eb) => [
          eb.fn.countAll<number>().as('count'),
          sql<Temporal.Instant | null>`min(visit.starts_at)`.as('first'),
        ])
        .where(isLate(lateDay(now)))
        .executeTakeFirstOrThrow()
      return first ? { count, detail: oldest(first, now) } : { count }
    },
  },
]

const oldest = (first: Temporal.Instant, now: Temporal.Instant) =>
  `oldest ${Math.floor(first.until(now).total('days'))} days`

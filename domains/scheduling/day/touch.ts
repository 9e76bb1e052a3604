import type { Id } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'

/**
 * Tells every open page that a site's day has changed. The day is the UTC one of the start: a page listens to the two
 * that its site's day lies in, so the command needs no time zone.
 */
export const touchDay = (tx: Tx, { siteId, startsAt }: { siteId: Id<'Site'>; startsAt: Temporal.Instant }) =>
  tx.touch(`scheduling.day:${siteId}:${startsAt.toString().slice(0, 10)}`)

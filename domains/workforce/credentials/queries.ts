import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { blockingKinds } from './credential.ts'

/** Credentials of everybody still employed at these sites (null: all), soonest end first. */
export function credentials(db: Db, siteIds: readonly Id<'Site'>[] | null) {
  return db
    .selectFrom('workforce.credential as credential')
    .innerJoin('workforce.staff as staff', 'staff.id', 'credential.staffId')
    .selectAll('credential')
    .select(['staff.jobTitle', 'staff.siteId'])
    .select(sql<string>`staff.last_name || ', ' || staff.first_name`.as('name'))
    .where('staff.endedOn', 'is', null)
    .$if(siteIds !== null, (query) => query.where('staff.siteId', '=', sql<never>`any(${siteIds})`))
    .orderBy('credential.expiresOn', (order) => order.asc().nullsLast())
    .orderBy('credential.id')
    .execute()
}

/**
 * The providers who may not be booked on `today`, and the blocking credential that ran out: of each kind and issuer the
 * latest one counts, so a renewal entered beside the old licence lifts the block.
 */
export async function lapsedBlocking(
  db: Db,
  today: Temporal.PlainDate,
  providerIds?: readonly Id<'Provider'>[],
) {
  return db
    .selectFrom('workforce.credential as credential')
    .innerJoin('workforce.provider as provider', 'provider.staffId', 'credential.staffId')
    .select(['provider.id as providerId', 'provider.displayName', 'credential.kind', 'credential.issuer'])
    .select((eb) => eb.fn.max('credential.expiresOn').as('expiredOn'))
    .where('credential.kind', 'in', blockingKinds)
    .$if(providerIds !== undefined, (query) =>
      query.where('provider.id', '=', sql<never>`any(${providerIds ?? []})`),
    )
    .groupBy(['provider.id', 'provider.displayName', 'credential.kind', 'credential.issuer'])
    .having((eb) => eb.fn.max(eb.fn.coalesce('credential.expiresOn', sql`date 'infinity'`)), '<', today)
    .execute()
}

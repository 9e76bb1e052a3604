import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { sql } from 'kysely'

/** All cards a patient ever had: those in force first, by rank, then the past ones. */
export async function coverages(db: Db, patientId: Id<'Patient'>, today: Temporal.PlainDate) {
  const rows = await db
    .selectFrom('insurance.coverage as coverage')
    .innerJoin('insurance.payer as payer', 'payer.id', 'coverage.payerId')
    .selectAll('coverage')
    .select(['payer.name as payerName', 'payer.filingCode'])
    .select(
      sql<boolean>`daterange(coverage.effective_on, coverage.terminates_on, '[]') @> ${today.toString()}::date`.as(
        'inForce',
      ),
    )
    .where('coverage.patientId', '=', patientId)
    .orderBy('inForce', 'desc')
    .orderBy(sql`array_position(array['primary','secondary','tertiary'], coverage.rank)`)
    .orderBy('coverage.effectiveOn', 'desc')
    .execute()
  return rows.map(({ frontFileId, backFileId, ...card }) => ({
    ...card,
    hasFront: frontFileId !== null,
    hasBack: backFileId !== null,
  }))
}

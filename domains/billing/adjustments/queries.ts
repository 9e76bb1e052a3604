import { sql } from 'kysely'
import { patientListName } from '#domains/patients/patients.ts'
import { officeDay } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import type { Actor } from '#platform/transaction.ts'
import { policyOn } from '../accounts/policy.ts'

type Show = 'requested' | 'to-pay' | 'all'

/** Those about a payment or charge at the reader's sites. */
export async function adjustments(
  db: Db,
  show: Show,
  { id: readerId, siteIds }: Actor,
  now: Temporal.Instant,
) {
  const rows = await db
    .selectFrom('billing.adjustment as asked')
    .innerJoin('patients.patient as patient', 'patient.id', 'asked.patientId')
    .innerJoin('access.user as requester', 'requester.id', 'asked.requestedBy')
    .leftJoin('access.user as decider', 'decider.id', 'asked.decidedBy')
    .leftJoin('billing.payment as payment', 'payment.id', 'asked.paymentId')
    .leftJoin('claims.charge as charge', 'charge.id', 'asked.chargeId')
    .select(['asked.id', 'asked.kind', 'asked.patientId', 'asked.amountCents', 'asked.reason'])
    .select(['asked.state', 'asked.requestedAt', 'asked.requestedBy', 'asked.decidedAt'])
    .select(['asked.decisionNote', 'asked.paidOn', 'asked.version'])
    .select(['patient.mrn', 'patient.lastName', 'patient.firstName', 'patient.middleName'])
    .select(['patient.suffix', 'patient.preferredName'])
    .select(['requester.displayName as requestedByName', 'decider.displayName as decidedByName'])
    .select(['payment.receiptNumber', 'charge.code', 'charge.serviceOn'])
    .$if(show === 'requested', (query) => query.where('asked.state', '=', 'requested'))
    .$if(show === 'to-pay', (query) =>
      query.where('asked.state', '=', 'approved').where('asked.kind', '=', 'refund'),
    )
    .$if(siteIds !== null, (query) =>
      query.where(sql<boolean>`coalesce(payment.site_id, charge.site_id) = any(${siteIds}::uuid[])`),
    )
    .orderBy('asked.requestedAt', show === 'all' ? 'desc' : 'asc')
    .limit(500)
    .execute()
  const { approvalLimitCents } = await policyOn(db, await officeDay(db, now))
  return {
    limitCents: approvalLimitCents,
    adjustments: rows.map(
      ({
        lastName,
        firstName,
        middleName,
        suffix,
        preferredName,
        receiptNumber,
        code,
        serviceOn,
        ...row
      }) => ({
        ...row,
        patientName: patientListName({ lastName, firstName, middleName, suffix, preferredName }),
        about: receiptNumber === null ? `${code} of ${serviceOn?.toString()}` : `Receipt ${receiptNumber}`,
        isOwn: row.requestedBy === readerId,
      }),
    ),
  }
}

/** What billing does when charges or what payers said of them change: the visit's own money goes where it is owed. */
import { ChargesPosted, ChargesVoided, PatientResponsibilityMoved } from '#domains/claims/events.ts'
import { when } from '#platform/events.ts'
import { settleVisits } from './apply.ts'

export const paymentSubscriptions = [
  when(ChargesPosted, 'billing-settle-charges-posted', (tx, { patientId, appointmentId }) =>
    settleVisits(tx, patientId, [appointmentId]),
  ),
  when(ChargesVoided, 'billing-settle-charges-voided', (tx, { patientId, appointmentId }) =>
    settleVisits(tx, patientId, [appointmentId]),
  ),
  when(PatientResponsibilityMoved, 'billing-settle-responsibility', async (tx, { patientId, charges }) => {
    const visits = await tx.db
      .selectFrom('claims.charge')
      .select('appointmentId')
      .distinct()
      .where('patientId', '=', patientId)
      .where(
        'id',
        'in',
        charges.map(({ chargeId }) => chargeId),
      )
      .execute()
    await settleVisits(
      tx,
      patientId,
      visits.map(({ appointmentId }) => appointmentId),
    )
  }),
]

/** What claims announces. */
import Type from 'typebox'
import { IdOf, Money, Nullable } from '#kernel/contract.ts'
import { event } from '#kernel/event.ts'

const facts = Type.Object({ appointmentId: IdOf('Appointment'), patientId: IdOf('Patient') })

export const ChargesPosted = event('claims.charges-posted', facts)
export const ChargesVoided = event('claims.charges-voided', facts)

/** A claim to a second or third payer was made; it is checked by the reader of this. */
export const ClaimDrafted = event('claims.claim-drafted', Type.Object({ claimId: IdOf('Claim') }))

/**
 * A payer has said what the patient owes (negative: took it back), or the office after a denial was reviewed. One for
 * each patient of a remittance.
 */
export const PatientResponsibilityMoved = event(
  'claims.patient-responsibility-moved',
  Type.Object({
    remittanceId: Nullable(IdOf('Remittance')),
    patientId: IdOf('Patient'),
    charges: Type.Array(Type.Object({ chargeId: IdOf('Charge'), amountCents: Money })),
  }),
)

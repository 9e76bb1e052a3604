import { type Id, newId } from '#kernel/id.ts'
import { Stale, refuse } from '#kernel/refusal.ts'
import { verifyCoverage } from '#domains/insurance/insurance.ts'
import { verifyDemographics } from '#domains/patients/patients.ts'
import { siteOf, today } from '#domains/practice/practice.ts'
import { checkIn as moveIn, holdVisit, setCopayDisposition } from '#domains/scheduling/scheduling.ts'
import { type Tx, mustHave } from '#platform/transaction.ts'
import { takePayment } from '../payments/commands.ts'
import { isUnsettled, mustSettleCopay } from './check-in.ts'
import type { CheckIn } from './contract.ts'
import { moneyOf } from './queries.ts'

const dispositions = {
  collected: 'collected',
  waived: 'waived',
  'none-due': 'none_due',
  billed: 'billed',
} as const

/**
 * Checks a patient in: the visit's step, the demographics, the cards and the money, all or nothing. The visit is held
 * first, so of two desks at once the second is refused before any money is taken.
 */
export async function checkIn(tx: Tx, visitId: Id<'Appointment'>, given: CheckIn) {
  if (given.payments.length > 0) mustHave(tx, 'payments.take')
  const visit = await holdVisit(tx, visitId)
  if (isUnsettled(visit) && visit.version !== given.version) refuse(Stale)
  const moved = isUnsettled(visit) ? visit : await moveIn(tx, visitId, { version: given.version })
  const { timeZone } = await siteOf(tx.db, visit.siteId)
  const on = today(tx.now, timeZone)

  const { copayDueCents, balanceCents } = await moneyOf(tx.db, visit, timeZone)
  const due = given.coverage.kind === 'self-pay' ? null : copayDueCents
  mustSettleCopay({ ...given, copayDueCents: due, balanceCents })
  const { copay, coverage } = given
  if (copay.kind === 'waived') await tx.because(`Copay waived: ${copay.reason}`)

  if (given.demographics) await verifyDemographics(tx, visit.patientId, given.demographics.version, on)
  if (coverage.kind === 'confirmed')
    for (const { id, version } of coverage.cards) await verifyCoverage(tx, id, version, on)

  const payments = []
  for (const payment of given.payments)
    payments.push(
      await takePayment(tx, {
        ...payment,
        siteId: visit.siteId,
        patientId: visit.patientId,
        appointmentId: visitId,
      }),
    )
  await tx.db
    .insertInto('billing.checkIn')
    .values({
      id: newId(),
      appointmentId: visitId,
      patientId: visit.patientId,
      demographics: given.demographics ? 'verified' : 'later',
      coverage: coverage.kind,
      copay: copay.kind,
      copayDueCents: due,
      reason: copay.kind === 'waived' ? copay.reason : null,
      note: copay.kind === 'waived' ? copay.note : null,
      madeAt: tx.now,
      madeBy: tx.actor.id,
    })
    // A visit that was sent back and is checked in again is settled anew; the audit log keeps what was said before.
    .onConflict((conflict) =>
      conflict.column('appointmentId').doUpdateSet((eb) => ({
        demographics: eb.ref('excluded.demographics'),
        coverage: eb.ref('excluded.coverage'),
        copay: eb.ref('excluded.copay'),
        copayDueCents: eb.ref('excluded.copayDueCents'),
        reason: eb.ref('excluded.reason'),
        note: eb.ref('excluded.note'),
        madeAt: eb.ref('excluded.madeAt'),
        madeBy: eb.ref('excluded.madeBy'),
      })),
    )
    .execute()
  await setCopayDisposition(tx, visitId, dispositions[copay.kind])
  await tx.touch('billing')
  return { version: moved.version, payments }
}

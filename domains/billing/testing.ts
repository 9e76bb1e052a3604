/** For tests of billing: a clinic, an insured patient and visits that have arrived. */
import { type Id, newId } from '#kernel/id.ts'
import { createPatient } from '#domains/patients/patients.ts'
import type { Tx } from '#platform/transaction.ts'
import { arrangeClinic } from '../scheduling/testing.ts'

export async function arrangeOffice(tx: Tx) {
  const clinic = await arrangeClinic(tx)
  const payerId = newId<'Payer'>()
  await tx.db
    .insertInto('insurance.payer')
    .values({ id: payerId, name: 'Prairie Health', payerCode: 'PRAIR', filingCode: 'CI' })
    .execute()
  const effectiveFrom = Temporal.PlainDate.from('2020-01-01')
  for (const [payer, amountCents] of [
    [null, 18_500],
    [payerId, 13_240],
  ] as const) {
    const feeScheduleId = newId<'FeeSchedule'>()
    await tx.db
      .insertInto('insurance.feeSchedule')
      .values({
        id: feeScheduleId,
        name: payer ? 'Prairie contract' : 'Our fees',
        payerId: payer,
        effectiveFrom,
      })
      .execute()
    await tx.db
      .insertInto('insurance.fee')
      .values({ id: newId(), feeScheduleId, code: '99214', amountCents: amountCents as never })
      .execute()
  }
  return { ...clinic, payerId }
}

type Office = Awaited<ReturnType<typeof arrangeOffice>>

/** A patient whose record is complete; with a card when `copayCents` is given. */
export async function arrangePatient(
  tx: Tx,
  { payerId }: Office,
  { copayCents, lastName = 'Lovelace' }: { copayCents?: number; lastName?: string } = {},
) {
  const id = newId<'Patient'>()
  await createPatient(tx, {
    id,
    lastName,
    firstName: 'Ada',
    bornOn: Temporal.PlainDate.from('1975-12-10'),
    sex: 'F',
    address: '12 Analytical Way',
    city: 'Springfield',
    stateCode: 'IL',
    zip: '62701',
    phones: [{ id: newId(), number: '2175550123', kind: 'mobile', mayLeaveVoicemail: true, mayText: true }],
  })
  const coverageId = newId<'Coverage'>()
  if (copayCents !== undefined)
    await tx.db
      .insertInto('insurance.coverage')
      .values({
        id: coverageId,
        patientId: id,
        payerId,
        rank: 'primary',
        planName: 'Gold',
        memberId: `W${id.slice(-9)}`,
        relation: 'self',
        effectiveOn: Temporal.PlainDate.from('2020-01-01'),
        copayCents: copayCents as never,
      })
      .execute()
  return { id, coverageId }
}

/** A visit of today whose patient is in the waiting room. Its provider is busy with nobody else: `minutes` tells visits apart. */
export async function arrangeVisit(tx: Tx, office: Office, patientId: Id<'Patient'>, minutes = 0) {
  const id = newId<'Appointment'>()
  const startsAt = tx.now.add({ minutes })
  await tx.db
    .insertInto('scheduling.appointment')
    .values({
      id,
      patientId,
      providerId: office.okafor,
      siteId: office.siteId,
      visitTypeId: office.followUp,
      startsAt,
      endsAt: startsAt.add({ minutes: 1 }),
      status: 'arrived',
      reason: 'Follow-up',
      movedAt: tx.now.subtract({ minutes: 5 }),
      arrivedAt: tx.now.subtract({ minutes: 5 }),
    })
    .execute()
  return id
}

import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { organisationOf } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import { write270 } from '#standards/x12/270.ts'
import { X12WriteError } from '#standards/x12/writer.ts'
import { CannotAsk } from './contract.ts'

/** A card with the people on it, as inquiries and answers need them. */
export async function cardOf(db: Db, id: Id<'Coverage'>) {
  const card = await db
    .selectFrom('insurance.coverage as card')
    .innerJoin('insurance.payer as payer', 'payer.id', 'card.payerId')
    .innerJoin('patients.patient as patient', 'patient.id', 'card.patientId')
    .select([
      'card.id',
      'card.patientId',
      'card.memberId',
      'card.groupNumber',
      'card.relation',
      'card.version',
    ])
    .select([
      'card.subscriberLastName',
      'card.subscriberFirstName',
      'card.subscriberBornOn',
      'card.subscriberSex',
    ])
    .select(['payer.name as payerName', 'payer.payerCode'])
    .select(['patient.lastName', 'patient.firstName', 'patient.middleName', 'patient.bornOn', 'patient.sex'])
    .where('card.id', '=', id)
    .executeTakeFirst()
  return card ?? refuse(NotFound, 'There is no such insurance card.')
}

/**
 * The 270 (005010X279A1) about one card and one day: service types 30 (the plan) and 98 (office visit). The control
 * number comes from the clock, so that two files of one second differ only if they are the same question.
 */
export async function inquiry(
  db: Db,
  coverageId: Id<'Coverage'>,
  serviceOn: Temporal.PlainDate,
  now: Temporal.Instant,
) {
  const card = await cardOf(db, coverageId)
  const organisation = await organisationOf(db)
  const patient = {
    name: {
      kind: 'person',
      last: card.lastName,
      first: card.firstName,
      middle: card.middleName ?? undefined,
    },
    bornOn: card.bornOn,
    sex: card.sex,
  } as const
  const isSelf = card.relation === 'self'
  const reference = `E${String(now.epochMilliseconds)}`
  try {
    const text = write270(
      {
        sender: { qualifier: '30', id: organisation.taxId },
        receiver: { qualifier: 'ZZ', id: card.payerCode },
        control: Math.floor(now.epochMilliseconds / 1_000) % 999_999_999,
        at: now.toZonedDateTimeISO('UTC').toPlainDateTime(),
        usage: organisation.isDemo ? 'T' : 'P',
      },
      [
        {
          reference,
          payer: { name: card.payerName, id: card.payerCode },
          provider: { name: { kind: 'organisation', name: organisation.legalName }, npi: organisation.npi },
          subscriber: isSelf
            ? { ...patient, memberId: card.memberId }
            : {
                name: {
                  kind: 'person',
                  last: card.subscriberLastName ?? '',
                  first: card.subscriberFirstName ?? undefined,
                },
                bornOn: card.subscriberBornOn ?? undefined,
                sex: card.subscriberSex ?? undefined,
                memberId: card.memberId,
              },
          dependent: isSelf ? undefined : patient,
          trace: { number: reference, originator: `9${organisation.taxId}` },
          serviceOn,
          serviceTypes: ['30', '98'],
        },
      ],
    )
    return {
      name: `eligibility-${reference}.270`,
      bytes: new TextEncoder().encode(text),
      patientId: card.patientId,
    }
  } catch (error) {
    // The writer names segment and element, never a value.
    if (error instanceof X12WriteError) refuse(CannotAsk, `The inquiry cannot be written: ${error.message}`)
    throw error
  }
}

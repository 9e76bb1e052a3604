/** A small practice for tests: one patient with a card, fees and a contract (TC-C1 of the office), and visits to charge for. */
import { type Cents, cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'

const date = (text: string) => Temporal.PlainDate.from(text)

export const zone = 'America/Chicago'
/** A day of service in the recent past, so that filing limits are open and nothing lies in the future. */
export const serviceDay = () => Temporal.Now.zonedDateTimeISO(zone).toPlainDate().subtract({ days: 3 })

export async function arrangeBilling({ db }: Tx) {
  const office = {
    siteId: newId<'Site'>(),
    providerId: newId<'Provider'>(),
    visitTypeId: newId<'VisitType'>(),
    payerId: newId<'Payer'>(),
    patientId: newId<'Patient'>(),
    coverageId: newId<'Coverage'>(),
  }
  const address = {
    address: '1 Main Street',
    city: 'Springfield',
    state: 'IL',
    zip: '627010001',
    phone: '2175550100',
  }
  const organisationId = newId<'Organisation'>()
  await db
    .insertInto('practice.organisation')
    .values({
      id: organisationId,
      name: 'Prairie Family Medicine',
      legalName: 'Prairie Family Medicine LLC',
      npi: '1234567893',
      taxId: '123456789',
      taxonomy: '207Q00000X',
      ...address,
    })
    .execute()
  await db
    .insertInto('practice.site')
    .values({ id: office.siteId, organisationId, name: 'Downtown', timeZone: zone, ...address })
    .execute()
  const staffId = newId<'Staff'>()
  await db
    .insertInto('workforce.staff')
    .values({
      id: staffId,
      siteId: office.siteId,
      firstName: 'Ngozi',
      lastName: "O'Kafor",
      jobTitle: 'Physician',
      hiredOn: date('2020-01-06'),
    })
    .execute()
  await db
    .insertInto('workforce.provider')
    .values({
      id: office.providerId,
      staffId,
      displayName: "Dr. O'Kafor",
      credential: 'MD',
      npi: '1245319599',
      taxonomy: '207Q00000X',
    })
    .execute()
  await db
    .insertInto('scheduling.visitType')
    .values({ id: office.visitTypeId, name: 'Follow-up', durationMinutes: 20 })
    .execute()
  await db
    .insertInto('insurance.payer')
    .values({ id: office.payerId, name: 'Prairie Health', payerCode: 'PRAIRIE1', filingCode: 'CI' })
    .execute()
  await arrangePatient(db, office.patientId)
  await arrangeCoverage(db, { ...office, id: office.coverageId, rank: 'primary' })
  await arrangeFees(db, null, { '99213': 12_000, '99214': 18_500, '36415': 1_500, J3420: 2_000 })
  await arrangeFees(db, office.payerId, { '99214': 13_240 })
  return office
}

export type Office = Awaited<ReturnType<typeof arrangeBilling>>

export async function arrangePatient(db: Tx['db'], id = newId<'Patient'>(), lastName = "O'Brien") {
  await db
    .insertInto('patients.patient')
    .values({
      id,
      lastName,
      firstName: 'Maeve',
      bornOn: date('1975-03-14'),
      sex: 'F',
      address: '7 Elm Street',
      city: 'Springfield',
      stateCode: 'IL',
      zip: '62704',
    })
    .execute()
  return id
}

export async function arrangeCoverage(
  db: Tx['db'],
  {
    id = newId<'Coverage'>(),
    patientId,
    payerId,
    rank,
  }: {
    readonly id?: Id<'Coverage'>
    readonly patientId: Id<'Patient'>
    readonly payerId: Id<'Payer'>
    readonly rank: 'primary' | 'secondary'
  },
) {
  await db
    .insertInto('insurance.coverage')
    .values({
      id,
      patientId,
      payerId,
      rank,
      memberId: 'W123456',
      relation: 'self',
      effectiveOn: date('2020-01-01'),
      copayCents: cents(2_500),
    })
    .execute()
  return id
}

async function arrangeFees(
  db: Tx['db'],
  payerId: Id<'Payer'> | null,
  fees: Readonly<Record<string, number>>,
) {
  const feeScheduleId = newId<'FeeSchedule'>()
  await db
    .insertInto('insurance.feeSchedule')
    .values({
      id: feeScheduleId,
      name: payerId ? 'Contract' : 'Charges',
      payerId,
      effectiveFrom: date('2020-01-01'),
    })
    .execute()
  await db
    .insertInto('insurance.fee')
    .values(
      Object.entries(fees).map(([code, amount]) => ({
        id: newId<'Fee'>(),
        feeScheduleId,
        code,
        amountCents: cents(amount),
      })),
    )
    .execute()
}

/** A visit whose patient has left, not yet charged; each call half an hour after the one before. */
let visits = 0
export async function arrangeVisit(
  db: Tx['db'],
  { patientId, providerId, siteId, visitTypeId }: Office,
  { on = serviceDay(), status = 'checked_out' as 'checked_out' | 'scheduled' | 'completed' } = {},
) {
  const id = newId<'Appointment'>()
  const startsAt = on
    .toZonedDateTime({ timeZone: zone, plainTime: '08:00' })
    .add({ minutes: 30 * (visits++ % 30) })
    .toInstant()
  await db
    .insertInto('scheduling.appointment')
    .values({
      id,
      patientId,
      providerId,
      siteId,
      visitTypeId,
      startsAt,
      endsAt: startsAt.add({ minutes: 20 }),
      reason: 'Follow-up',
      status,
      movedAt: startsAt.add({ minutes: 25 }),
    })
    .execute()
  return id
}

/** The entry of one line: 99214 for hypertension, 185.00 by the fee schedule. */
export const entryOf = (
  code = '99214',
  change: {
    readonly modifiers?: readonly string[]
    readonly units?: number
    readonly amountCents?: Cents
    readonly ndc?: string
  } = {},
) => ({
  diagnoses: ['I10'],
  lines: [{ id: newId<'Charge'>(), code, modifiers: [], units: 1, pointers: [1], ...change }],
})

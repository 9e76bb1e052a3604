/** A small clinic for tests: one site in Chicago, two providers, two exam rooms, two visit types, open every day 8 to 5. */
import { type Id, newId } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'

export const zone = 'America/Chicago'

/** A weekday at least a week away, so that the tests do not grow stale. */
export const someMonday = () => {
  const now = Temporal.Now.zonedDateTimeISO(zone)
  return now.add({ days: 15 - now.dayOfWeek }).toPlainDate()
}

/** "2027-01-04", "09:00" at the clinic. */
export const moment = (date: Temporal.PlainDate, time: string, timeZone = zone) =>
  date.toZonedDateTime({ timeZone, plainTime: time }).toInstant()

const plainTime = (text: string) => Temporal.PlainTime.from(text)

export async function arrangeClinic({ db }: Tx, timeZone = zone) {
  const clinic = {
    siteId: newId<'Site'>(),
    okafor: newId<'Provider'>(),
    reyes: newId<'Provider'>(),
    exam1: newId<'Room'>(),
    exam2: newId<'Room'>(),
    /** 20 minutes, in an exam room. */
    followUp: newId<'VisitType'>(),
    /** 40 minutes and 10 after, in an exam room, for new patients. */
    newPatient: newId<'VisitType'>(),
    morning: newId<'Template'>(),
  }
  const address = { address: '1 Main', city: 'Springfield', state: 'IL', zip: '62701', phone: '2175550100' }
  const organisationId = newId<'Organisation'>()
  const codes = { npi: '1234567893', taxId: '123456789', taxonomy: '207Q00000X' }
  await db
    .insertInto('practice.organisation')
    .values({ id: organisationId, name: 'Prairie', legalName: 'Prairie LLC', ...codes, ...address })
    .execute()
  await db
    .insertInto('practice.site')
    .values({ id: clinic.siteId, organisationId, name: 'Downtown', timeZone, ...address })
    .execute()
  const week = [1, 2, 3, 4, 5, 6, 7]
  await db
    .insertInto('practice.openingHours')
    .values(
      week.map((weekday) => ({
        id: newId<'OpeningHours'>(),
        siteId: clinic.siteId,
        weekday,
        opens: plainTime('08:00'),
        closes: plainTime('17:00'),
      })),
    )
    .execute()
  for (const [id, lastName, npi] of [
    [clinic.okafor, 'Okafor', '1234567893'],
    [clinic.reyes, 'Reyes', '1245319599'],
  ] as const) {
    const staffId = newId<'Staff'>()
    const hiredOn = Temporal.PlainDate.from('2020-01-06')
    const person = { siteId: clinic.siteId, firstName: 'Pat', lastName, jobTitle: 'Physician', hiredOn }
    await db
      .insertInto('workforce.staff')
      .values({ id: staffId, ...person })
      .execute()
    const displayName = `Dr. ${lastName}`
    await db
      .insertInto('workforce.provider')
      .values({ id, staffId, displayName, credential: 'MD', npi, taxonomy: '207Q00000X' })
      .execute()
  }
  for (const [id, name] of [
    [clinic.exam1, 'Exam 1'],
    [clinic.exam2, 'Exam 2'],
  ] as const)
    await db.insertInto('facilities.room').values({ id, siteId: clinic.siteId, name, kind: 'exam' }).execute()
  await db
    .insertInto('scheduling.visitType')
    .values([
      { id: clinic.followUp, name: 'Follow-up', durationMinutes: 20, roomKind: 'exam' },
      {
        id: clinic.newPatient,
        name: 'New patient',
        durationMinutes: 40,
        bufferAfterMinutes: 10,
        roomKind: 'exam',
        meantFor: 'new',
      },
    ])
    .execute()
  const effectiveFrom = Temporal.PlainDate.from('2020-01-01')
  const block = (
    id: Id<'Template'>,
    providerId: Id<'Provider'>,
    weekday: number,
    from: string,
    to: string,
  ) => ({
    id,
    providerId,
    siteId: clinic.siteId,
    weekday,
    starts: plainTime(from),
    ends: plainTime(to),
    overbookSlots: 1,
    effectiveFrom,
  })
  await db
    .insertInto('scheduling.template')
    .values(
      week.flatMap((weekday) => [
        block(weekday === 1 ? clinic.morning : newId(), clinic.okafor, weekday, '09:00', '12:00'),
        block(newId(), clinic.okafor, weekday, '13:00', '16:00'),
        block(newId(), clinic.reyes, weekday, '09:00', '12:00'),
      ]),
    )
    .execute()
  return clinic
}

export async function registerPatient({ db }: Pick<Tx, 'db'>, lastName = 'Lovelace') {
  const id = newId<'Patient'>()
  const bornOn = Temporal.PlainDate.from('1975-12-10')
  await db
    .insertInto('patients.patient')
    .values({ id, lastName, firstName: 'Ada', bornOn, sex: 'F' })
    .execute()
  return id
}

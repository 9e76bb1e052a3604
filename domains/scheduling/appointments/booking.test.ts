import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { type Id, newId } from '#kernel/id.ts'
import { addRoom } from '#domains/facilities/rooms/contract.ts'
import { findSlots } from '../availability/contract.ts'
import { readDay } from '../day/contract.ts'
import { arrangeClinic, moment, registerPatient, someMonday } from '../testing.ts'
import { bookAppointment } from './contract.ts'

const practice = await openPractice()
const monday = someMonday()
const at = (time: string, days = 0) => moment(monday.add({ days }), time).toString()
let clinic: Awaited<ReturnType<typeof arrangeClinic>>
let desk: Awaited<ReturnType<typeof practice.as>>

before(async () => {
  clinic = await practice.arrange((tx) => arrangeClinic(tx))
  desk = await practice.as('front-desk')
})

const register = (lastName?: string) => practice.arrange((tx) => registerPatient(tx, lastName))

type Wish = Partial<{
  id: Id<'Appointment'>
  patientId: Id<'Patient'>
  providerId: Id<'Provider'>
  roomId: Id<'Room'>
  visitTypeId: Id<'VisitType'>
  overbook: boolean
  overrideReason: string
}>
const wish = async (startsAt: string, more: Wish = {}) => ({
  id: newId<'Appointment'>(),
  patientId: more.patientId ?? (await register()),
  siteId: clinic.siteId,
  providerId: clinic.okafor,
  visitTypeId: clinic.followUp,
  startsAt,
  reason: 'Follow-up',
  ...more,
})
const book = async (startsAt: string, more?: Wish, by = desk) =>
  practice.call(bookAppointment, { body: await wish(startsAt, more) }, by)
/** How often each answer was given. */
const tally = (replies: readonly { status: number; body: { type?: string } }[]) =>
  Object.fromEntries(
    [...Map.groupBy(replies, ({ status, body }) => body.type ?? String(status))].map(([what, all]) => [
      what,
      all.length,
    ]),
  )

describe('booking a visit', () => {
  it('reserves provider and a fitting room, and puts it on the board', async () => {
    const { status, body } = await book(at('09:00'))
    assert.equal(status, 200)
    assert.deepEqual([body.status, body.roomId], ['scheduled', clinic.exam1])
    const day = await practice.call(readDay, { query: { siteId: clinic.siteId, date: monday } }, desk)
    assert.deepEqual(
      day.body.visits.map(({ patientName, typeName }) => [patientName, typeName]),
      [['Lovelace, Ada', 'Follow-up']],
    )
    assert.deepEqual(
      day.body.providers.map(({ name, hours }) => [name, hours.length]),
      [
        ['Dr. Okafor', 2],
        ['Dr. Reyes', 1],
      ],
    )
  })

  it('names the next three free times when the slot is taken', async () => {
    const { status, body } = await book(at('09:00'))
    assert.deepEqual([status, body.type], [409, '/problems/slot-taken'])
    assert.equal(body.detail, 'Dr. Okafor is booked at 9:00 AM. Free: 9:20 AM, 9:40 AM, 10:00 AM.')
    const free = body.facts!['free'] as { startsAt: string }[]
    assert.deepEqual(
      free.map(({ startsAt }) => Temporal.Instant.from(startsAt).toString()),
      [at('09:20'), at('09:40'), at('10:00')],
    )
  })

  it('lets exactly one of fifty clerks have a slot, and tells the others', async () => {
    const wishes = await Promise.all(Array.from({ length: 50 }, () => wish(at('11:00'))))
    const replies = await Promise.all(wishes.map((body) => practice.call(bookAppointment, { body }, desk)))
    assert.deepEqual(tally(replies), { '200': 1, '/problems/slot-taken': 49 })
  })

  it('never puts two visits into one room, though their providers differ', async () => {
    const other = { providerId: clinic.reyes, roomId: clinic.exam1 }
    const { status, body } = await book(at('09:00'), other)
    assert.deepEqual([status, body.type], [409, '/problems/room-taken'])
    const first = await book(at('09:00'), { providerId: clinic.reyes })
    assert.equal(first.body.roomId, clinic.exam2)
  })

  it('says that no room is free rather than booking without one', async () => {
    const id = newId<'Room'>()
    const body = { id, siteId: clinic.siteId, name: 'Lab', kind: 'lab' }
    await practice.call(addRoom, { body })
    const third = await book(at('10:20'))
    const fourth = await book(at('10:20'), { providerId: clinic.reyes })
    assert.deepEqual([third.status, fourth.status], [200, 200])
    await practice.arrange(({ db }) =>
      db
        .updateTable('scheduling.appointment')
        .set({ providerId: clinic.reyes, startsAt: moment(monday, '11:40'), endsAt: moment(monday, '12:00') })
        .where('id', '=', fourth.body.id)
        .execute(),
    )
    await book(at('11:40'))
    await practice.arrange(({ db }) =>
      db.updateTable('facilities.room').set({ active: false }).where('id', '=', clinic.exam2).execute(),
    )
    const none = await book(at('10:20'), { providerId: clinic.reyes })
    assert.deepEqual([none.status, none.body.type], [409, '/problems/no-room-free'])
    await practice.arrange(({ db }) =>
      db.updateTable('facilities.room').set({ active: true }).where('id', '=', clinic.exam2).execute(),
    )
  })

  it('refuses a patient who is elsewhere at that time, whoever asks', async () => {
    const patientId = await register()
    assert.equal((await book(at('14:00'), { patientId })).status, 200)
    const manager = await practice.as('manager')
    const elsewhere = { patientId, providerId: clinic.reyes, overrideReason: 'she insists' }
    const { status, body } = await book(at('14:10'), elsewhere, manager)
    assert.deepEqual([status, body.type], [409, '/problems/patient-busy'])
    assert.match(body.detail!, /Dr\. Okafor at 2:00 PM/)
  })

  it('is safe to retry: the same request books once and is answered twice', async () => {
    const body = await wish(at('15:00'))
    const key = newId()
    const first = await practice.call(bookAppointment, { body, key }, desk)
    const again = await practice.call(bookAppointment, { body, key }, desk)
    assert.deepEqual([again.status, again.body], [200, first.body])
    const withoutKey = await practice.call(bookAppointment, { body }, desk)
    assert.deepEqual([withoutKey.status, withoutKey.body.type], [409, '/problems/already-exists'])
  })

  for (const [why, time, words] of [
    ['outside the template', '12:30', /takes “Follow-up” from 9:00 AM to 12:00 PM, 1:00 PM to 4:00 PM/],
    ['past its end', '15:50', /takes “Follow-up” from/],
    ['before the site opens', '06:00', /takes “Follow-up” from/],
  ] as const)
    it(`is refused ${why}, and says when there is time`, async () => {
      const { status, body } = await book(at(time))
      assert.deepEqual([status, body.type], [422, '/problems/outside-template'])
      assert.match(body.detail!, words)
    })

  it('outside the template takes a manager and a reason', async () => {
    const reason = { overrideReason: 'Urgent, agreed with Dr. Okafor' }
    assert.equal((await book(at('12:20'), reason)).status, 403)
    const manager = await practice.as('manager')
    const { status, body } = await book(at('12:20'), reason, manager)
    assert.equal(status, 200)
    const entry = await practice.db
      .selectFrom('audit.entry')
      .select('reason')
      .where('recordId', '=', body.id)
      .where('kind', '=', 'create')
      .executeTakeFirstOrThrow()
    assert.equal(entry.reason, reason.overrideReason)
  })

  it('overbooks only as often as the template says', async () => {
    const first = await book(at('09:00'), { overbook: true })
    assert.deepEqual([first.status, first.body.isOverbook, first.body.roomId], [200, true, null])
    const second = await book(at('09:20'), { overbook: true })
    assert.deepEqual([second.status, second.body.type], [409, '/problems/no-overbook-slot'])
    const afternoon = await book(at('13:00'), { overbook: true })
    assert.equal(afternoon.status, 200)
  })

  it('lets exactly one of twenty clerks have the overbook slot', async () => {
    const wishes = await Promise.all(
      Array.from({ length: 20 }, () => wish(at('09:00', 1), { overbook: true })),
    )
    const replies = await Promise.all(wishes.map((body) => practice.call(bookAppointment, { body }, desk)))
    assert.deepEqual(tally(replies), { '200': 1, '/problems/no-overbook-slot': 19 })
  })

  it('keeps a visit type for new patients to new patients', async () => {
    const patientId = await register()
    const seen = await book(at('09:00', 2), { patientId })
    await practice.arrange(({ db }) =>
      db
        .updateTable('scheduling.appointment')
        .set({ status: 'with_provider' })
        .where('id', '=', seen.body.id)
        .execute(),
    )
    const type = { patientId, visitTypeId: clinic.newPatient }
    const { status, body } = await book(at('09:00', 9), type)
    assert.deepEqual([status, body.type], [422, '/problems/not-for-this-patient'])
    const fresh = await book(at('09:00', 9), { visitTypeId: clinic.newPatient })
    assert.equal(fresh.status, 200)
    // 40 minutes and a buffer of 10: 9:40 is still held, 9:50 is not.
    assert.equal((await book(at('09:40', 9))).status, 409)
    assert.equal((await book(at('09:50', 9))).status, 200)
  })

  it('stops for a provider whose licence has run out', async () => {
    const credentialId = newId<'Credential'>()
    await practice.arrange(async ({ db }) => {
      const { staffId } = await db
        .selectFrom('workforce.provider')
        .select('staffId')
        .where('id', '=', clinic.reyes)
        .executeTakeFirstOrThrow()
      const expiresOn = Temporal.Now.plainDateISO().subtract({ days: 3 })
      await db
        .insertInto('workforce.credential')
        .values({ id: credentialId, staffId, kind: 'state-licence', issuer: 'Illinois', expiresOn })
        .execute()
    })
    const { status, body } = await book(at('09:40'), { providerId: clinic.reyes })
    assert.deepEqual([status, body.type], [422, '/problems/not-bookable'])
    assert.match(body.detail!, /Dr\. Reyes cannot be booked: State licence has run out/)
    const query = { siteId: clinic.siteId, visitTypeId: clinic.followUp, providerId: clinic.reyes }
    assert.deepEqual((await practice.call(findSlots, { query })).body, [])
    await practice.arrange(({ db }) =>
      db.deleteFrom('workforce.credential').where('id', '=', credentialId).execute(),
    )
  })

  it('is not offered to somebody new with a provider who takes nobody new', async () => {
    const accept = (acceptsNew: boolean) =>
      practice.arrange(({ db }) =>
        db.updateTable('workforce.provider').set({ acceptsNew }).where('id', '=', clinic.reyes).execute(),
      )
    const offered = async () => {
      const query = {
        siteId: clinic.siteId,
        visitTypeId: clinic.followUp,
        providerId: clinic.reyes,
        patientId: await register(),
      }
      return (await practice.call(findSlots, { query })).body.length
    }
    assert.ok((await offered()) > 0)
    await accept(false)
    assert.equal(await offered(), 0)
    await accept(true)
  })

  it('is refused for a time that is over, a patient who died and another site’s desk', async () => {
    assert.equal((await book('2020-01-06T15:00:00Z')).body.type, '/problems/already-over')
    const patientId = await register()
    await practice.arrange(({ db }) =>
      db.updateTable('patients.patient').set({ state: 'deceased' }).where('id', '=', patientId).execute(),
    )
    const dead = await book(at('10:00', 3), { patientId })
    assert.equal(dead.body.type, '/problems/patient-cannot-be-booked')
    const elsewhere = await practice.as('front-desk', [newId()])
    assert.equal((await book(at('10:00', 3), {}, elsewhere)).status, 404)
  })
})

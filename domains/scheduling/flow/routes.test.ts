import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { type Id, newId } from '#kernel/id.ts'
import { attention } from '../attention.ts'
import { type Show, readPatientVisits, readVisit, readVisits, shows } from '../day/contract.ts'
import { checkIn, setChargeStatus, setCopayDisposition } from '../scheduling.ts'
import { arrangeClinic, registerPatient } from '../testing.ts'
import { stepVisit } from './contract.ts'
import type { Status } from './visit.ts'

const practice = await openPractice()
const now = Temporal.Now.instant()
let clinic: Awaited<ReturnType<typeof arrangeClinic>>
let desk: Awaited<ReturnType<typeof practice.as>>

before(async () => {
  clinic = await practice.arrange((tx) => arrangeClinic(tx))
  desk = await practice.as('front-desk')
})

/** A visit that begins so many minutes from now, put into the book by hand: its provider may be anybody. */
async function arrange(minutes: number, status: Status = 'scheduled', more: object = {}) {
  const id = newId<'Appointment'>()
  await practice.arrange(async (tx) => {
    const patientId = await registerPatient(tx)
    const staffId = newId<'Staff'>()
    const person = { siteId: clinic.siteId, firstName: 'A', lastName: 'B', jobTitle: 'MD' }
    const hiredOn = Temporal.PlainDate.from('2020-01-06')
    await tx.db
      .insertInto('workforce.staff')
      .values({ id: staffId, hiredOn, ...person })
      .execute()
    const providerId = newId<'Provider'>()
    const npi = String(Math.random()).slice(2, 12).padEnd(10, '0')
    const codes = { credential: 'MD', npi, taxonomy: '207Q00000X' }
    await tx.db
      .insertInto('workforce.provider')
      .values({ id: providerId, staffId, displayName: 'Dr. B', ...codes })
      .execute()
    const startsAt = now.add({ minutes })
    await tx.db
      .insertInto('scheduling.appointment')
      .values({
        id,
        patientId,
        providerId,
        siteId: clinic.siteId,
        visitTypeId: clinic.followUp,
        startsAt,
        endsAt: startsAt.add({ minutes: 20 }),
        status,
        reason: 'Follow-up',
        movedAt: now.subtract({ hours: 12 }),
        ...more,
      })
      .execute()
  })
  return id
}

const step = (id: Id<'Appointment'>, to: Status, version: number, more: object = {}) =>
  practice.call(stepVisit, { params: { id }, body: { to, version, ...more } }, desk)

describe('a visit on its way through the office', () => {
  it('goes from greeting to the end, and everything is written down with who and when', async () => {
    const id = await arrange(5)
    const way: [Status, object?][] = [
      ['confirmed'],
      ['arrived'],
      ['checked_in'],
      ['roomed', { roomId: clinic.exam1 }],
      ['with_provider'],
      ['provider_done'],
      ['checked_out'],
    ]
    let version = 1
    for (const [to, more] of way) {
      const { status, body } = await step(id, to, version, more)
      assert.equal(status, 200, `${to}: ${body.detail}`)
      version = body.version
    }
    const early = await step(id, 'completed', version)
    assert.deepEqual([early.status, early.body.type], [422, '/problems/visit-not-whole'])
    await practice.arrange(async (tx) => {
      await setChargeStatus(tx, id, 'captured')
      await setCopayDisposition(tx, id, 'collected')
    })
    assert.equal((await step(id, 'completed', version)).status, 200)

    const { body } = await practice.call(readVisit, { params: { id } }, desk)
    assert.deepEqual(
      body.moves.map(({ toStatus }) => toStatus),
      [...way.map(([to]) => to), 'completed'],
    )
    assert.ok(body.moves.every(({ byName }) => byName === 'Test Colleague'))
    assert.equal(body.roomName, 'Exam 1')
    const read = await practice.db
      .selectFrom('audit.entry')
      .select('subject')
      .where('kind', '=', 'read')
      .where('actorId', '=', desk.id)
      .execute()
    assert.ok(read.some(({ subject }) => subject === 'GET /scheduling/appointments/:id'))
  })

  it('is checked in by one of two desks; the other is told', async () => {
    const id = await arrange(5, 'arrived', { arrivedAt: now })
    const both = await Promise.all([step(id, 'checked_in', 1), step(id, 'checked_in', 1)])
    const statuses = both.map(({ status }) => status)
    assert.deepEqual([Math.min(...statuses), Math.max(...statuses)], [200, 409])
    const second = both.find(({ status }) => status === 409)!
    assert.deepEqual(
      [second.body.type, second.body.detail],
      ['/problems/cannot-move', 'The patient is already checked in.'],
    )
  })

  it('is checked in once by fifty at a time', async () => {
    const id = await arrange(5, 'arrived', { arrivedAt: now })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => practice.arrange((tx) => checkIn(tx, id))),
    )
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  it('goes back only with a reason, and forgets what it has gone back over', async () => {
    const id = await arrange(5, 'roomed', { arrivedAt: now, checkedInAt: now, roomedAt: now })
    assert.equal((await step(id, 'arrived', 1)).body.type, '/problems/needs-reason')
    const { body } = await step(id, 'arrived', 1, { reason: 'Wrong patient called' })
    assert.equal(body.status, 'arrived')
    const visit = await practice.call(readVisit, { params: { id } }, desk)
    assert.equal(visit.body.roomedAt, null)
    assert.equal(visit.body.moves.at(-1)?.reason, 'Wrong patient called')
  })

  it('is written down afterwards with its own time, never one before the last step or still to come', async () => {
    const id = await arrange(-60)
    const at = (minutes: number) => ({ at: now.subtract({ minutes }).toString() })
    assert.equal((await step(id, 'arrived', 1, at(50))).status, 200)
    assert.equal((await step(id, 'checked_in', 2, at(55))).body.type, '/problems/time-runs-forward')
    assert.equal((await step(id, 'checked_in', 2, at(-5))).body.type, '/problems/time-runs-forward')
    assert.equal((await step(id, 'checked_in', 2, at(45))).status, 200)
  })

  it('is not a no-show before its time, nor after arrival', async () => {
    assert.equal((await step(await arrange(5), 'no_show', 1)).body.type, '/problems/too-early')
    const arrived = await arrange(-60, 'arrived', { arrivedAt: now })
    assert.equal((await step(arrived, 'no_show', 1)).body.type, '/problems/cannot-move')
    assert.equal((await step(await arrange(-60), 'no_show', 1)).status, 200)
  })

  it('finds its room empty, or is told', async () => {
    const stages = { arrivedAt: now, checkedInAt: now }
    const first = await arrange(5, 'checked_in', stages)
    const second = await arrange(5, 'checked_in', stages)
    const room = { roomId: clinic.exam2 }
    assert.equal((await step(first, 'roomed', 1, room)).status, 200)
    assert.equal((await step(second, 'roomed', 1, room)).body.type, '/problems/room-occupied')
    await step(first, 'with_provider', 2)
    await step(first, 'provider_done', 3)
    assert.equal((await step(second, 'roomed', 1, room)).status, 200)
  })

  it('of another site is not there', async () => {
    const id = await arrange(5)
    const elsewhere = await practice.as('front-desk', [newId()])
    const body = { to: 'arrived', version: 1 }
    assert.equal((await practice.call(stepVisit, { params: { id }, body }, elsewhere)).status, 404)
    assert.equal((await practice.call(readVisit, { params: { id } }, elsewhere)).status, 404)
  })

  it('completed without charge and copay is refused by the database itself', async () => {
    const id = await arrange(-60, 'checked_out', { checkedOutAt: now })
    const sneaky = practice.arrange(({ db }) =>
      db.updateTable('scheduling.appointment').set({ status: 'completed' }).where('id', '=', id).execute(),
    )
    await assert.rejects(sneaky, /completed_visit_is_whole/)
  })
})

describe('the lists of visits that need somebody', () => {
  it('count in the cockpit what they show', async () => {
    await arrange(-90, 'arrived', { arrivedAt: now.subtract({ minutes: 95 }) })
    await arrange(-60)
    await arrange(90)
    const away = await arrange(60 * 24 * 3)
    const { providerId, patientId } = await practice.db
      .selectFrom('scheduling.appointment')
      .select(['providerId', 'patientId'])
      .where('id', '=', away)
      .executeTakeFirstOrThrow()
    await practice.arrange(({ db }) =>
      db
        .insertInto('scheduling.absence')
        .values({ id: newId(), providerId, startsAt: now, endsAt: now.add({ hours: 200 }), kind: 'sick' })
        .execute(),
    )
    const rows = async (show: Show) => (await practice.call(readVisits, { query: { show } }, desk)).body
    const scope = { siteIds: null, now: Temporal.Now.instant() }
    for (const show of shows) {
      const line = attention.find(({ key }) => key === `scheduling.${show}`)!
      assert.equal((await line.count(practice.db, scope)).count, (await rows(show)).length, show)
    }
    assert.deepEqual(
      (await rows('to-move')).map(({ id, why }) => [id, why]),
      [[away, 'The provider is away.']],
    )
    assert.ok((await rows('waiting')).length >= 1)
    const { body } = await practice.call(readPatientVisits, { params: { patientId } }, desk)
    assert.deepEqual(
      body.map(({ id }) => id),
      [away],
    )
  })
})

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import pg from 'pg'
import { openPractice } from '#app/testing.ts'
import { type Id, newId } from '#kernel/id.ts'
import { bookAppointment } from '../appointments/contract.ts'
import { arrangeClinic, moment, registerPatient, someMonday, zone } from '../testing.ts'
import { findSlots } from './contract.ts'
import { nextSlots } from './next.ts'

const practice = await openPractice()
const monday = someMonday()
let clinic: Awaited<ReturnType<typeof arrangeClinic>>
let desk: Awaited<ReturnType<typeof practice.as>>

before(async () => {
  clinic = await practice.arrange((tx) => arrangeClinic(tx))
  desk = await practice.as('front-desk')
})

const book = async (startsAt: string, providerId: Id<'Provider'>) => {
  const patientId = await practice.arrange((tx) => registerPatient(tx))
  const { siteId } = clinic
  const visitTypeId = clinic.followUp
  const body = { id: newId(), patientId, siteId, providerId, visitTypeId, startsAt, reason: 'Follow-up' }
  return practice.call(bookAppointment, { body }, desk)
}
const offered = async (query: object) =>
  (
    await practice.call(
      findSlots,
      { query: { siteId: clinic.siteId, visitTypeId: clinic.followUp, from: monday, ...query } },
      desk,
    )
  ).body

describe('the next open slots', () => {
  it('are earliest first, of whichever provider, and the third is third next available', async () => {
    const slots = await offered({ wanted: 3 })
    const at = (time: string) => moment(monday, time).toString()
    assert.deepEqual(
      slots.map(({ startsAt }) => startsAt),
      [at('09:00'), at('09:00'), at('09:20')],
    )
    assert.deepEqual(
      new Set(slots.slice(0, 2).map(({ providerId }) => providerId)),
      new Set([clinic.okafor, clinic.reyes]),
    )
    const [, , third] = await offered({ wanted: 3, providerId: clinic.okafor })
    assert.equal(third?.startsAt, at('09:40'))
  })

  it('can be booked, every one of them, until the day is full and none is offered any more', async () => {
    const friday = monday.add({ days: 4 })
    const ends: string = moment(friday, '17:00').toString()
    for (let turn = 0; ; turn++) {
      const slots = (await offered({ from: friday, wanted: 20 })).filter(({ startsAt }) => startsAt < ends)
      if (slots.length === 0) break
      // Not always the first: holes of every size arise.
      const slot = slots[(turn * 7) % slots.length]!
      const { status, body } = await book(slot.startsAt, slot.providerId)
      assert.equal(status, 200, body.detail ?? '')
    }
    const { count } = await practice.db
      .selectFrom('scheduling.appointment')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('startsAt', '>=', moment(friday, '00:00'))
      .where('startsAt', '<', moment(friday, '23:00'))
      .executeTakeFirstOrThrow()
    // Nine hours of Okafor's and Reyes' templates hold at most 27 visits of 20 minutes.
    assert.ok(count >= 20 && count <= 27, `${count} visits`)
  })

  it('stay at nine on the wall clock through both changes of the clock and the leap day', async () => {
    const needs = {
      visitTypeId: clinic.followUp,
      durationMinutes: 20,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      roomKind: 'exam' as const,
    }
    for (const text of ['2026-10-31', '2026-11-01', '2027-03-13', '2027-03-14', '2028-02-29']) {
      const from = moment(Temporal.PlainDate.from(text), '00:00')
      const search = { siteId: clinic.siteId, needs, providerId: clinic.reyes, wanted: 1, from, now: from }
      const [first] = await nextSlots(practice.db, search)
      assert.equal(first?.startsAt.toZonedDateTimeISO(zone).toPlainDateTime().toString(), `${text}T09:00:00`)
    }
  })

  it('need a room: where none is of the kind, none is offered', async () => {
    const visitTypeId = newId<'VisitType'>()
    await practice.arrange(({ db }) =>
      db
        .insertInto('scheduling.visitType')
        .values({ id: visitTypeId, name: 'Biopsy', durationMinutes: 30, roomKind: 'procedure' })
        .execute(),
    )
    assert.deepEqual(await offered({ visitTypeId }), [])
  })
})

describe('a booking', () => {
  it('is told to every open page, by site and day and nothing more', async () => {
    const heard: string[] = []
    const client = new pg.Client({ connectionString: practice.url })
    await client.connect()
    client.on('notification', ({ payload = '' }) => heard.push(payload))
    await client.query('listen wellrun_live')
    const wednesday = monday.add({ days: 2 })
    await book(moment(wednesday, '09:00').toString(), clinic.okafor)
    await client.query('select 1')
    await client.end()
    assert.deepEqual(heard, [`scheduling.day:${clinic.siteId}:${wednesday.toString()}`])
  })
})

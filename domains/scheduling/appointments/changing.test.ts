import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { newId } from '#kernel/id.ts'
import { stepVisit } from '../flow/contract.ts'
import { arrangeClinic, moment, registerPatient, someMonday } from '../testing.ts'
import {
  bookAppointment,
  cancelAppointment,
  moveAppointment,
  rescheduleAppointment,
  restoreAppointment,
} from './contract.ts'

const practice = await openPractice()
const monday = someMonday()
const at = (time: string, days = 0) => moment(monday.add({ days }), time).toString()
let clinic: Awaited<ReturnType<typeof arrangeClinic>>
let desk: Awaited<ReturnType<typeof practice.as>>

before(async () => {
  clinic = await practice.arrange((tx) => arrangeClinic(tx))
  desk = await practice.as('front-desk')
})

const book = async (startsAt: string) => {
  const visit = {
    id: newId(),
    siteId: clinic.siteId,
    providerId: clinic.okafor,
    visitTypeId: clinic.followUp,
  }
  const patientId = await practice.arrange((tx) => registerPatient(tx))
  return practice.call(
    bookAppointment,
    { body: { ...visit, patientId, startsAt, reason: 'Follow-up' } },
    desk,
  )
}
const move = (id: string, body: object) =>
  practice.call(moveAppointment, { params: { id }, body: { providerId: clinic.okafor, ...body } }, desk)

describe('moving a visit', () => {
  it('takes it to another time and provider of the day, and frees what it held', async () => {
    const { body: visit } = await book(at('09:00', 4))
    const moved = await move(visit.id, {
      version: visit.version,
      startsAt: at('10:00', 4),
      providerId: clinic.reyes,
    })
    assert.deepEqual([moved.status, moved.body.providerId], [200, clinic.reyes])
    assert.equal((await book(at('09:00', 4))).status, 200)
  })

  it('may overlap the time it leaves', async () => {
    const { body: visit } = await book(at('11:00', 4))
    const moved = await move(visit.id, { version: visit.version, startsAt: at('11:10', 4) })
    assert.equal(moved.status, 200)
  })

  it('is refused onto another visit, and when somebody else moved it first', async () => {
    const { body: visit } = await book(at('14:00', 4))
    const taken = await move(visit.id, { version: visit.version, startsAt: at('09:00', 4) })
    assert.equal(taken.body.type, '/problems/slot-taken')
    const startsAt = at('14:20', 4)
    assert.equal((await move(visit.id, { version: visit.version, startsAt })).status, 200)
    const stale = await move(visit.id, { version: visit.version, startsAt: at('14:40', 4) })
    assert.equal(stale.body.type, '/problems/changed-meanwhile')
  })

  it('makes it longer only while the next one does not begin', async () => {
    const { body: visit } = await book(at('15:00', 4))
    await book(at('15:20', 4))
    const startsAt = at('15:00', 4)
    const longer = await move(visit.id, { version: visit.version, startsAt, minutes: 40 })
    assert.equal(longer.status, 409)
  })

  it('to another day links the two visits', async () => {
    const { body: visit } = await book(at('09:00', 5))
    const other = await move(visit.id, { version: visit.version, startsAt: at('09:00', 6) })
    assert.equal(other.body.type, '/problems/other-day')
    const id = newId<'Appointment'>()
    const body = {
      id,
      version: visit.version,
      siteId: clinic.siteId,
      providerId: clinic.okafor,
      startsAt: at('09:00', 6),
    }
    const next = await practice.call(rescheduleAppointment, { params: { id: visit.id }, body }, desk)
    assert.deepEqual([next.status, next.body.status], [200, 'scheduled'])
    const old = await practice.db
      .selectFrom('scheduling.appointment')
      .select(['status', 'rescheduledToId'])
      .where('id', '=', visit.id)
      .executeTakeFirstOrThrow()
    assert.deepEqual(old, { status: 'rescheduled', rescheduledToId: id })
  })
})

describe('cancelling a visit', () => {
  it('keeps who, why and the notice given, and frees the slot', async () => {
    const { body: visit } = await book(at('09:00', 7))
    const body = { version: visit.version, cancelledFor: 'patient', reason: 'No ride' }
    const { status } = await practice.call(cancelAppointment, { params: { id: visit.id }, body }, desk)
    assert.equal(status, 200)
    const { cancelReason, noticeHours } = await practice.db
      .selectFrom('scheduling.appointment')
      .select(['cancelReason', 'noticeHours'])
      .where('id', '=', visit.id)
      .executeTakeFirstOrThrow()
    assert.equal(cancelReason, 'No ride')
    assert.ok(noticeHours! > 24)
    assert.equal((await book(at('09:00', 7))).status, 200)
  })

  it('is taken back while the slot is free, and refused when it is not', async () => {
    const { body: visit } = await book(at('10:00', 7))
    const body = { version: visit.version, cancelledFor: 'practice', reason: 'Mistaken' }
    const { body: gone } = await practice.call(cancelAppointment, { params: { id: visit.id }, body }, desk)
    const restore = (version: number) =>
      practice.call(restoreAppointment, { params: { id: visit.id }, body: { version } }, desk)
    const back = await restore(gone.version)
    assert.deepEqual([back.status, back.body.status], [200, 'scheduled'])

    const again = await practice.call(
      cancelAppointment,
      { params: { id: visit.id }, body: { ...body, version: back.body.version } },
      desk,
    )
    await book(at('10:00', 7))
    const refused = await restore(again.body.version)
    assert.deepEqual([refused.status, refused.body.type], [409, '/problems/slot-gone'])
  })

  it('is too late once the patient has come', async () => {
    const { body: visit } = await book(at('11:00', 7))
    const arrived = await practice.call(
      stepVisit,
      { params: { id: visit.id }, body: { to: 'arrived', version: visit.version } },
      desk,
    )
    const body = { version: arrived.body.version, cancelledFor: 'patient', reason: 'Changed her mind' }
    const { status } = await practice.call(cancelAppointment, { params: { id: visit.id }, body }, desk)
    assert.equal(status, 409)
  })
})

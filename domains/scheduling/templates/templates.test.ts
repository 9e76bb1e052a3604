import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { type Id, newId } from '#kernel/id.ts'
import { bookAppointment } from '../appointments/contract.ts'
import { findSlots } from '../availability/contract.ts'
import { arrangeClinic, moment, registerPatient, someMonday } from '../testing.ts'
import { addAbsence, endTemplate, readTemplates, removeAbsence } from './contract.ts'

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
const away = (days: number) => ({
  id: newId(),
  providerId: clinic.okafor,
  startsAt: at('00:00', days),
  endsAt: at('23:00', days),
  kind: 'sick',
  note: null,
})

describe('templates and absences', () => {
  it('close the time of a provider who is away, and count the visits to move', async () => {
    await book(at('09:00', 8))
    const { body } = await practice.call(addAbsence, { body: away(8) })
    assert.equal(body.visitsToMove, 1)
    const refused = await book(at('09:40', 8))
    assert.match(refused.body.detail!, /Dr\. Okafor is away/)
  })

  it('of a provider are kept by those who reach a site where the provider works', async () => {
    const managerAt = (siteId: Id<'Site'>) => practice.as('manager', [siteId])
    const here = await managerAt(clinic.siteId)
    const elsewhere = await managerAt(newId<'Site'>())
    const absence = away(12)
    assert.equal((await practice.call(addAbsence, { body: absence }, elsewhere)).status, 404)
    assert.equal((await practice.call(addAbsence, { body: absence }, here)).status, 200)
    const params = { id: absence.id }
    assert.equal((await practice.call(removeAbsence, { params }, elsewhere)).status, 404)
    assert.equal((await practice.call(removeAbsence, { params }, here)).status, 200)
    assert.equal((await practice.call(removeAbsence, { params }, here)).status, 404)
  })

  it('end without touching what is booked', async () => {
    const { body } = await practice.call(readTemplates)
    const block = body.templates.find(({ id }) => id === clinic.morning)!
    const query = { version: block.version }
    const ended = await practice.call(endTemplate, { params: { id: block.id }, query })
    assert.equal(ended.status, 200)
    const slots = await practice.call(findSlots, {
      query: { siteId: clinic.siteId, visitTypeId: clinic.followUp, from: monday.add({ days: 7 }) },
    })
    const first = slots.body.find(({ providerId }) => providerId === clinic.okafor)!
    assert.equal(first.startsAt, at('13:00', 7))
  })
})

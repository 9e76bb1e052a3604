import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { openPractice } from '#app/testing.ts'
import { addRoom, editRoom, readRooms } from './contract.ts'

const practice = await openPractice()
const here = newId<'Site'>()
const elsewhere = newId<'Site'>()
const roomId = newId<'Room'>()

before(() =>
  practice.arrange(async ({ db }) => {
    const address = { address: '1 Main', city: 'Springfield', state: 'IL', zip: '62701', phone: '2175550100' }
    const organisationId = newId<'Organisation'>()
    const names = { name: 'Prairie', legalName: 'Prairie LLC' }
    const numbers = { npi: '1234567893', taxId: '123456789', taxonomy: '207Q00000X' }
    await db
      .insertInto('practice.organisation')
      .values({ id: organisationId, ...names, ...numbers, ...address })
      .execute()
    for (const [id, name] of [
      [here, 'Here'],
      [elsewhere, 'Elsewhere'],
    ] as const)
      await db
        .insertInto('practice.site')
        .values({ id, organisationId, name, timeZone: 'America/Chicago', ...address })
        .execute()
  }),
)

describe('rooms', () => {
  it('are added to a site, renamed and closed', async () => {
    const added = await practice.call(addRoom, {
      body: { id: roomId, siteId: here, name: 'Exam 1', kind: 'exam' },
    })
    assert.deepEqual([added.status, added.body.active, added.body.version], [200, true, 1])
    const edited = await practice.call(editRoom, {
      params: { id: roomId },
      body: { name: 'Exam A', kind: 'exam', active: false, version: 1 },
    })
    assert.deepEqual([edited.body.name, edited.body.active, edited.body.version], ['Exam A', false, 2])
  })

  it('have a name of their own at their site', async () => {
    const again = await practice.call(addRoom, {
      body: { id: newId(), siteId: here, name: 'Exam A', kind: 'lab' },
    })
    assert.deepEqual([again.status, again.body.type], [409, '/problems/room-name-taken'])
    const there = await practice.call(addRoom, {
      body: { id: newId(), siteId: elsewhere, name: 'Exam A', kind: 'lab' },
    })
    assert.equal(there.status, 200)
  })

  it('are not edited over a change somebody has not seen', async () => {
    const { status, body } = await practice.call(editRoom, {
      params: { id: roomId },
      body: { name: 'Exam B', kind: 'exam', active: true, version: 1 },
    })
    assert.deepEqual([status, body.type], [409, '/problems/changed-meanwhile'])
  })

  it('of another site are neither listed nor changed', async () => {
    const permissions = ['facilities.read', 'facilities.edit']
    const colleague = await practice.colleague(permissions, [elsewhere])
    const { body } = await practice.call(readRooms, {}, colleague)
    assert.deepEqual(
      body.map(({ siteId }) => siteId),
      [elsewhere],
    )
    const edit = { name: 'Mine', kind: 'exam', active: true, version: 2 }
    const { status } = await practice.call(editRoom, { params: { id: roomId }, body: edit }, colleague)
    assert.equal(status, 404)
    const nobody = await practice.call(readRooms, {}, await practice.colleague(permissions, []))
    assert.deepEqual(nobody.body, [])
  })
})

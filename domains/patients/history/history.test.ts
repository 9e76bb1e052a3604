import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { openPractice } from '#app/testing.ts'
import { attention } from '../attention.ts'
import { changeState, editPatient, readPatient, registerPatient } from '../registration/contract.ts'
import { decideRestriction, requestRestriction } from '../restrictions/contract.ts'
import { listPatients } from '../search/contract.ts'
import { readHistory } from './contract.ts'

const practice = await openPractice()
const desk = await practice.as('front-desk')
const manager = await practice.as('manager')
const id = newId<'Patient'>()
const phone = (number: string) => ({
  id: newId(),
  number,
  kind: 'home',
  mayLeaveVoicemail: false,
  mayText: false,
})
const edit = (version: number, changes: object) =>
  practice.call(editPatient, { params: { id }, body: { version, changes } }, desk)
const told = async () => (await practice.call(readHistory, { params: { id } }, desk)).body.happenings

describe('the history of a record', () => {
  it('tells who changed which field when, from what to what, newest first', async () => {
    await practice.call(
      registerPatient,
      {
        body: {
          id,
          lastName: 'Smith',
          firstName: 'Ann',
          bornOn: '1980-01-02',
          sex: 'F',
          phones: [phone('2175550111')],
        },
      },
      desk,
    )
    await edit(1, { city: 'Peoria' })
    await edit(2, { city: 'Joliet', lastName: 'Jones' })
    await practice.call(
      changeState,
      { params: { id }, body: { version: 3, state: 'inactive', reason: 'Moved to Ohio' } },
      desk,
    )
    const happenings = await told()
    assert.deepEqual(
      happenings.map(({ what }) => what),
      ['Made inactive', 'Demographics changed', 'City changed', 'Phone added', 'Registered'],
    )
    assert.deepEqual(happenings[2]?.fields, [{ name: 'City', before: null, after: 'Peoria' }])
    assert.deepEqual(
      happenings[1]?.fields.map(({ name, before, after }) => [name, before, after]),
      [
        ['Last name', 'Smith', 'Jones'],
        ['Former last names', null, 'Smith'],
        ['City', 'Peoria', 'Joliet'],
      ],
    )
    assert.deepEqual([happenings[0]?.who, happenings[0]?.reason], [desk.name, 'Moved to Ohio'])
    assert.ok(happenings.every(({ fields }) => fields.every(({ name }) => !name.startsWith('search'))))
  })

  it('tells every entry once, page by page', async () => {
    for (let version = 4; version < 64; version++) await edit(version, { city: `Town ${version}` })
    const seen: number[] = []
    let before: number | undefined
    for (let more = true; more;) {
      const { body } = await practice.call(
        readHistory,
        { params: { id }, query: before === undefined ? {} : { before } },
        desk,
      )
      seen.push(...body.happenings.map((one) => one.id))
      before = body.happenings.at(-1)?.id
      more = body.more
    }
    assert.equal(new Set(seen).size, seen.length)
    assert.equal(seen.length, 65)
  })

  it('is hidden from who may not see patients', async () => {
    assert.equal((await practice.call(readHistory, { params: { id } }, await practice.as('hr'))).status, 403)
    assert.equal((await practice.call(readHistory, { params: { id: newId() } }, desk)).status, 404)
  })
})

describe('a request to restrict disclosures', () => {
  const ask = async (kind: string) => {
    const restrictionId = newId()
    const body = { id: restrictionId, kind, wish: 'The visit of May 3', requestedOn: '2026-05-03' }
    assert.equal((await practice.call(requestRestriction, { params: { id }, body }, desk)).status, 200)
    return restrictionId
  }
  const decide = (restrictionId: string, version: number, decision: string, by = manager) =>
    practice.call(
      decideRestriction,
      { params: { id, restrictionId }, body: { version, decision, on: '2026-05-04' } },
      by,
    )

  it('is honoured at once where the patient pays in full, and cannot be declined', async () => {
    const restrictionId = await ask('health-plan')
    const { body } = await practice.call(readPatient, { params: { id } }, desk)
    assert.equal(body.restrictions.find((one) => one.id === restrictionId)?.decision, 'agreed')
    const refused = await decide(restrictionId, 1, 'declined')
    assert.deepEqual([refused.status, refused.body.type], [422, '/problems/must-be-honoured'])
    assert.equal((await decide(restrictionId, 1, 'ended')).status, 200)
    assert.equal((await decide(restrictionId, 2, 'ended')).status, 409)
  })

  it('otherwise waits for somebody who may decide, and is counted until then', async () => {
    const line = attention.find(({ key }) => key === 'patients.restrictions')!
    const count = async () =>
      (await line.count(practice.db, { siteIds: null, now: Temporal.Instant.from('2026-05-10T12:00Z') }))
        .count
    const restrictionId = await ask('other')
    assert.equal(await count(), 1)
    const rows = await practice.call(listPatients, { query: { show: 'restriction-open' } }, desk)
    assert.equal(rows.body.patients.length, 1)
    assert.equal((await decide(restrictionId, 1, 'agreed', desk)).status, 403)
    assert.equal((await decide(restrictionId, 1, 'declined')).status, 200)
    assert.equal((await decide(restrictionId, 1, 'agreed')).status, 409)
    assert.equal(await count(), 0)
  })
})

describe('what needs somebody', () => {
  it('counts exactly the rows its page shows', async () => {
    for (const show of ['pre-registered', 'inquiry'] as const) {
      const body = {
        id: newId(),
        lastName: 'Wait',
        firstName: show,
        bornOn: '1971-01-01',
        sex: 'U',
        inquiry: show === 'inquiry',
      }
      await practice.call(registerPatient, { body }, desk)
      const line = attention.find(({ to }) => to === `/patients?show=${show}`)!
      const { count } = await line.count(practice.db, { siteIds: null, now: Temporal.Now.instant() })
      const rows = await practice.call(listPatients, { query: { show } }, desk)
      assert.equal(count, rows.body.patients.length)
      assert.ok(count > 0)
    }
  })
})

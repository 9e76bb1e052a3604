import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import { openPractice } from '#app/testing.ts'
import { findDuplicates } from '../matching/contract.ts'
import {
  changeState,
  editPatient,
  readPatient,
  readSsn,
  registerPatient,
  verifyDemographics,
} from './contract.ts'

const practice = await openPractice()
const desk = await practice.as('front-desk')

const phone = (number: string) => ({
  id: newId(),
  number,
  kind: 'mobile',
  mayLeaveVoicemail: true,
  mayText: false,
})
const home = {
  address: '123 North Main Street',
  city: 'Springfield',
  stateCode: 'Illinois',
  zip: '62701-1234',
}
const ada = () => ({
  id: newId<'Patient'>(),
  lastName: 'Lovelace',
  firstName: 'Ada',
  bornOn: '1975-12-10',
  sex: 'F',
  email: 'Ada@Example.com',
  phones: [phone('(217) 555-0101')],
  ...home,
})
const register = (body: object, by = desk) => practice.call(registerPatient, { body }, by)
const read = async (id: string) => (await practice.call(readPatient, { params: { id } }, desk)).body

describe('registering a patient', () => {
  const first = ada()

  it('keeps the record with a number of its own, complete and so registered', async () => {
    const { status, body } = await register(first)
    assert.equal(status, 200)
    assert.match(body.mrn, /^\d{6,}$/)
    assert.deepEqual([body.state, body.missing], ['registered', []])
    const record = await read(first.id)
    assert.equal(record.zip, '627011234')
    assert.equal(record.stateCode, 'IL')
    assert.equal(record.email, 'ada@example.com')
    assert.deepEqual(
      record.phones.map(({ number }) => number),
      ['2175550101'],
    )
  })

  it('answers the same registration sent twice with the same record', async () => {
    const { status, body } = await register(first)
    assert.deepEqual([status, body.id], [200, first.id])
  })

  it('refuses a probable duplicate, without naming anybody, until a reason is given', async () => {
    const again = { ...ada(), overrideReason: undefined }
    const { status, body } = await register(again)
    assert.deepEqual([status, body.type], [409, '/problems/probable-duplicate'])
    assert.doesNotMatch(JSON.stringify(body), /Lovelace|1975|217555/)
    const [candidate] = body.facts!['candidates'] as { patientId: string; score: number }[]
    assert.equal(candidate?.patientId, first.id)
    assert.ok(candidate.score >= 80)

    const reasoned = { ...again, overrideReason: 'Mother and daughter, seen both' }
    assert.equal((await register(reasoned)).status, 200)
    const { reason } = await practice.db
      .selectFrom('audit.entry')
      .select('reason')
      .where('recordId', '=', again.id)
      .where('subject', '=', 'patients.patient')
      .executeTakeFirstOrThrow()
    assert.equal(reason, 'Mother and daughter, seen both')
  })

  it('lets one of two desks register the same person at the same moment, and shows the other', async () => {
    const person = { ...ada(), lastName: 'Race', firstName: 'Condy', bornOn: '1981-02-03', email: null }
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => register({ ...person, id: newId(), phones: [phone('2175550177')] })),
    )
    assert.deepEqual(
      replies.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409, 409, 409],
    )
  })

  it('keeps who lacks something as pre-registered and says what is missing', async () => {
    const { body } = await register({
      id: newId(),
      lastName: 'Young',
      firstName: 'Tim',
      bornOn: '2015-05-05',
      sex: 'M',
    })
    assert.equal(body.state, 'pre-registered')
    assert.deepEqual(
      body.missing.map(({ pointer }) => pointer),
      ['/address', '/phones', '/contacts'],
    )
  })

  it('says about every wrong entry at once what to do', async () => {
    const { status, body } = await register({
      ...ada(),
      bornOn: '2099-01-01',
      zip: '123',
      stateCode: 'Bavaria',
      email: 'nobody',
      ssn: '12-345',
      phones: [phone('555-0101')],
    })
    assert.deepEqual([status, body.type], [422, '/problems/cannot-be-right'])
    assert.deepEqual(
      body.fields?.map(({ pointer }) => pointer),
      ['/bornOn', '/stateCode', '/zip', '/email', '/ssn', '/phones/0/number'],
    )
    assert.doesNotMatch(body.detail ?? '', /2099|Bavaria|nobody|12-345/)
  })

  it('is open to the desk and the manager, and to nobody who may only read', async () => {
    for (const role of ['nurse', 'biller', 'compliance', 'hr', 'it', 'owner', 'provider'])
      assert.equal((await register({ ...ada() }, await practice.as(role))).status, 403, role)
    for (const role of ['hr', 'it'])
      assert.equal(
        (await practice.call(readPatient, { params: { id: first.id } }, await practice.as(role))).status,
        403,
        role,
      )
    for (const role of ['nurse', 'compliance', 'biller'])
      assert.equal(
        (await practice.call(readPatient, { params: { id: first.id } }, await practice.as(role))).status,
        200,
        role,
      )
  })

  it('writes down who read the record', async () => {
    const nurse = await practice.as('nurse')
    await practice.call(readPatient, { params: { id: first.id } }, nurse)
    const entries = await practice.db
      .selectFrom('audit.entry')
      .select(['kind', 'patientIds'])
      .where('actorId', '=', nurse.id)
      .execute()
    assert.deepEqual(entries, [{ kind: 'read', patientIds: [first.id] }])
  })
})

describe('the live duplicate check', () => {
  const person = {
    lastName: 'Smith',
    bornOn: '1980-03-04',
    phones: ['812-555-0101'],
    address: '9 Elm',
    zip: '47401',
  }
  const matches = async (given: object) =>
    (await practice.call(findDuplicates, { body: { person: given } }, desk)).body

  it('TC-M1, TC-M2, TC-M3: scores twins 68, Jon and John 78 and with the SSN 93, a changed surname 61', async () => {
    const smith = {
      ...person,
      id: newId(),
      firstName: 'John',
      sex: 'M',
      ssn: '999-88-6789',
      city: 'Bloomington',
      stateCode: 'IN',
    }
    await register({ ...smith, phones: [phone('8125550101')] })
    const mary = {
      id: newId(),
      lastName: 'Jones',
      firstName: 'Mary',
      sex: 'F',
      bornOn: '1990-07-08',
      email: 'mary@example.com',
      phones: [phone('8125550199')],
    }
    await register(mary)

    const [twin] = await matches({ ...person, firstName: 'Tom', sex: 'M' })
    assert.deepEqual([twin?.score, twin?.verdict], [68, 'possible'])
    const [jon] = await matches({ ...person, firstName: 'Jon', sex: 'M' })
    assert.deepEqual([jon?.score, jon?.verdict], [78, 'possible'])
    const [withSsn] = await matches({ ...person, firstName: 'Jon', sex: 'M', ssn: '6789' })
    assert.deepEqual([withSsn?.score, withSsn?.verdict], [93, 'probable'])
    assert.ok(withSsn?.reasons.includes('One first name is short for the other'))
    const [married] = await matches({
      lastName: 'Miller',
      firstName: 'Mary',
      sex: 'F',
      bornOn: '1990-07-08',
      email: 'mary@example.com',
      phones: ['(812) 555-0199'],
    })
    assert.deepEqual([married?.score, married?.verdict], [61, 'possible'])
  })

  it('registers possible duplicates and merges nobody', async () => {
    const before = await practice.db.selectFrom('patients.patient').select('id').execute()
    const { status } = await register({
      ...person,
      id: newId(),
      firstName: 'Tom',
      sex: 'M',
      phones: [phone('8125550101')],
    })
    assert.equal(status, 200)
    const after = await practice.db.selectFrom('patients.patient').select('id').execute()
    assert.equal(after.length, before.length + 1)
  })

  it('finds nobody for a name alone, nor for what is half typed', async () => {
    assert.deepEqual(await matches({ lastName: 'Smith', firstName: 'John' }), [])
    assert.deepEqual(await matches({ lastName: '', phones: ['81'], email: 'x', zip: '4' }), [])
  })
})

describe('changing a record', () => {
  const edit = (id: string, version: number, changes: object, by = desk) =>
    practice.call(editPatient, { params: { id }, body: { version, changes } }, by)

  it('changes only what is given, and completes a pre-registration', async () => {
    const id = newId()
    await register({ id, lastName: 'Pending', firstName: 'Pat', bornOn: '1960-01-02', sex: 'U' })
    const { status, body } = await edit(id, 1, { ...home, phones: [phone('2175550123')] })
    assert.deepEqual([status, body.state, body.version], [200, 'registered', 2])
    const record = await read(id)
    assert.deepEqual([record.lastName, record.city], ['Pending', 'Springfield'])
  })

  it('refuses an edit of an old version, so that two desks never undo each other', async () => {
    const id = newId()
    await register({ ...ada(), id, lastName: 'Stale', bornOn: '1961-01-02', email: null, phones: [] })
    const replies = await Promise.all([
      edit(id, 1, { city: 'Peoria' }),
      edit(id, 1, { city: 'Joliet' }),
      edit(id, 1, { city: 'Urbana' }),
    ])
    assert.deepEqual(
      replies.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409, 409],
    )
    const stale = replies.find(({ status }) => status === 409)
    assert.equal(stale?.body.type, '/problems/changed-meanwhile')
    assert.deepEqual(stale.body.facts, { version: 2 })
    assert.equal((await read(id)).version, 2)
  })

  it('keeps a phone that stays, changes one that changed and removes one that is gone', async () => {
    const id = newId()
    const [mobile, work] = [phone('2175550131'), phone('2175550132')]
    await register({
      ...ada(),
      id,
      lastName: 'Phones',
      bornOn: '1962-01-02',
      email: null,
      phones: [mobile, work],
    })
    await edit(id, 1, { phones: [{ ...mobile, mayText: true }, phone('2175550133')] })
    const { phones } = await read(id)
    assert.deepEqual(
      phones.map(({ number, mayText }) => [number, mayText]),
      [
        ['2175550131', true],
        ['2175550133', false],
      ],
    )
  })

  it('never takes the phone of another patient', async () => {
    const [one, other] = [newId(), newId()]
    const mine = phone('2175550141')
    await register({
      ...ada(),
      id: one,
      lastName: 'Owner',
      bornOn: '1963-01-02',
      email: null,
      phones: [mine],
    })
    await register({ ...ada(), id: other, lastName: 'Taker', bornOn: '1964-01-02', email: null, phones: [] })
    assert.equal((await edit(other, 1, { phones: [mine] })).status, 409)
    assert.equal((await read(one)).phones.length, 1)
  })

  it('writes no column that is not the editor’s to write', async () => {
    const id = newId()
    await register({ ...ada(), id, lastName: 'Mass', bornOn: '1967-01-02', email: null, phones: [] })
    const { mrn } = await read(id)
    await edit(id, 1, { mrn: '1', state: 'verified', ssnLast4: '1234', searchLast: 'X', city: 'Peoria' })
    const record = await read(id)
    assert.deepEqual(
      [record.mrn, record.state, record.ssnLast4, record.city],
      [mrn, 'pre-registered', null, 'Peoria'],
    )
  })

  it('seals a social security number, shows its last four, and opens it to those who may', async () => {
    const id = newId()
    await register({
      ...ada(),
      id,
      lastName: 'Sealed',
      bornOn: '1968-01-02',
      email: null,
      ssn: '900-12-3456',
    })
    const record = await read(id)
    assert.deepEqual([record.ssnLast4, record.hasSsn], ['3456', true])
    const { rows } = await sql<{ text: string }>`
      select (select coalesce(string_agg(e::text, ''), '') from audit.entry e) || (select string_agg(p::text, '') from patients.patient p) as text`.execute(
      practice.db,
    )
    assert.doesNotMatch(rows[0]!.text, /900-?12-?3456/)
    assert.equal(
      (await practice.call(readSsn, { params: { id } }, await practice.as('biller'))).body.ssn,
      '900123456',
    )
    assert.equal((await practice.call(readSsn, { params: { id } }, desk)).status, 403)
  })

  it('remembers a former last name', async () => {
    const id = newId()
    await register({ ...ada(), id, lastName: 'Maiden', bornOn: '1965-01-02', email: null, phones: [] })
    await edit(id, 1, { lastName: 'Married' })
    assert.deepEqual((await read(id)).formerLastNames, ['Maiden'])
  })

  it('verifies only what is complete, and makes nobody alive by an edit', async () => {
    const id = newId()
    await register({ id, lastName: 'Verify', firstName: 'Vera', bornOn: '1966-01-02', sex: 'F' })
    const verification = { params: { id }, body: { version: 1, verifiedOn: '2026-01-05' } }
    const refused = await practice.call(verifyDemographics, verification, desk)
    assert.deepEqual([refused.status, refused.body.fields?.length], [422, 2])
    await edit(id, 1, { ...home, phones: [phone('2175550151')] })
    const { body } = await practice.call(
      verifyDemographics,
      { ...verification, body: { version: 2, verifiedOn: '2026-01-05' } },
      desk,
    )
    assert.equal(body.state, 'verified')

    const dead = { version: 3, state: 'deceased', reason: 'Told by the daughter', deceasedOn: '2026-02-01' }
    assert.equal(
      (await practice.call(changeState, { params: { id }, body: dead }, desk)).body.state,
      'deceased',
    )
    await edit(id, 4, { city: 'Peoria' })
    const record = await read(id)
    assert.deepEqual([record.state, record.deceasedOn], ['deceased', '2026-02-01'])
    const back = { version: 5, state: 'pre-registered', reason: 'A mistake: the mother had died' }
    assert.equal(
      (await practice.call(changeState, { params: { id }, body: back }, desk)).body.state,
      'registered',
    )
    assert.equal((await read(id)).deceasedOn, null)
  })
})

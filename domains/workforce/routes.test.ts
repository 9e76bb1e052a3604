import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { openPractice } from '#app/testing.ts'
import { attention } from './attention.ts'
import { addCredential, editCredential, readCredentials } from './credentials/contract.ts'
import { addProvider, addStaff, editStaff, readStaff } from './staff/contract.ts'
import { lapsedBlocking } from './workforce.ts'

const practice = await openPractice()
const siteId = newId<'Site'>()
const staffId = newId<'Staff'>()
const providerId = newId<'Provider'>()
const today = Temporal.Now.zonedDateTimeISO('America/New_York').toPlainDate()

before(() =>
  practice.arrange(async ({ db }) => {
    const address = { address: '1 Main', city: 'Springfield', state: 'IL', zip: '62701', phone: '2175550100' }
    const organisationId = newId<'Organisation'>()
    const numbers = { npi: '1234567893', taxId: '123456789', taxonomy: '207Q00000X' }
    await db
      .insertInto('practice.organisation')
      .values({ id: organisationId, name: 'Prairie', legalName: 'Prairie LLC', ...numbers, ...address })
      .execute()
    await db
      .insertInto('practice.site')
      .values({ id: siteId, organisationId, name: 'Here', timeZone: 'America/Chicago', ...address })
      .execute()
  }),
)

const person = {
  id: staffId,
  siteId,
  firstName: 'Ngozi',
  lastName: 'Okafor',
  jobTitle: 'Physician',
  email: null,
  phone: null,
  hiredOn: '2020-01-06',
  endedOn: null,
}
const asProvider = {
  id: providerId,
  staffId,
  displayName: 'Dr. Okafor',
  credential: 'MD',
  npi: '1234567893',
  taxonomy: '207Q00000X',
  acceptsNew: true,
}

describe('staff and providers', () => {
  it('are recorded and listed', async () => {
    assert.equal((await practice.call(addStaff, { body: person })).status, 200)
    assert.equal((await practice.call(addProvider, { body: asProvider })).status, 200)
    const { body } = await practice.call(readStaff)
    assert.deepEqual(
      body.map(({ lastName, provider }) => [lastName, provider?.displayName]),
      [['Okafor', 'Dr. Okafor']],
    )
  })

  it('need an NPI whose check digit fits, and only one of each', async () => {
    const mistyped = await practice.call(addProvider, {
      body: { ...asProvider, id: newId(), npi: '1234567890' },
    })
    assert.deepEqual(
      [mistyped.status, mistyped.body.type, mistyped.body.fields?.[0]?.pointer],
      [422, '/problems/not-an-npi', '/npi'],
    )
    const twice = await practice.call(addProvider, { body: { ...asProvider, id: newId() } })
    assert.equal(twice.status, 409)
  })

  it('do not leave before they came', async () => {
    const { id: _, ...edit } = person
    const { status, body } = await practice.call(editStaff, {
      params: { id: staffId },
      body: { ...edit, endedOn: '2019-12-31', version: 1 },
    })
    assert.deepEqual([status, body.type], [422, '/problems/ends-before-hired'])
  })
})

describe('credentials', () => {
  const licence = {
    id: newId<'Credential'>(),
    staffId,
    kind: 'state-licence',
    number: '036-123456',
    issuer: 'Illinois',
    issuedOn: null,
    expiresOn: today.subtract({ days: 1 }).toString(),
    verifiedOn: null,
  }

  it('that have run out stop a provider, until a renewal is recorded', async () => {
    await practice.call(addCredential, { body: licence })
    const lapsed = await lapsedBlocking(practice.db, today)
    assert.deepEqual(
      lapsed.map((one) => [one.providerId, one.kind]),
      [[providerId, 'state-licence']],
    )
    assert.deepEqual(await lapsedBlocking(practice.db, today.subtract({ days: 1 })), [])

    const renewal = { ...licence, id: newId(), expiresOn: today.add({ years: 2 }).toString() }
    await practice.call(addCredential, { body: renewal })
    assert.deepEqual(await lapsedBlocking(practice.db, today, [providerId]), [])
  })

  it('of a DEA registration do not stop anybody', async () => {
    const dea = { ...licence, id: newId<'Credential'>(), kind: 'dea', number: 'AB1234563', issuer: 'DEA' }
    assert.equal((await practice.call(addCredential, { body: dea })).status, 200)
    assert.deepEqual(await lapsedBlocking(practice.db, today), [])
  })

  it('are counted in the cockpit as many times as they are listed', async () => {
    const scope = { siteIds: null, now: Temporal.Now.instant() }
    const { body } = await practice.call(readCredentials)
    const listed = body.filter(({ expiresOn }) => expiresOn !== null && expiresOn < today.toString())
    const expired = attention.find(({ key }) => key === 'workforce.credentials-expired')!
    assert.deepEqual(await expired.count(practice.db, scope), {
      count: listed.length,
      detail: 'since yesterday',
    })
    assert.equal(listed.length, 2)
    assert.equal((await expired.count(practice.db, { ...scope, siteIds: [] })).count, 0)
  })

  it('are renewed only by somebody who saw the last version', async () => {
    const { id, staffId: _, ...facts } = licence
    const edit = { ...facts, expiresOn: today.add({ days: 400 }).toString(), version: 1 }
    assert.equal((await practice.call(editCredential, { params: { id }, body: edit })).status, 200)
    assert.equal((await practice.call(editCredential, { params: { id }, body: edit })).status, 409)
  })
})

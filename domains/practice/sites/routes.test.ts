import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { openPractice } from '#app/testing.ts'
import {
  addFederalHolidays,
  addHoliday,
  addSite,
  editOrganisation,
  readPractice,
  setHours,
  setUpOrganisation,
} from './contract.ts'

const practice = await openPractice()

before(() =>
  practice.arrange(async ({ db }) => {
    const organisationId = newId<'Organisation'>()
    const address = {
      address: '1 Main Street',
      city: 'Springfield',
      state: 'IL',
      zip: '62701',
      phone: '2175550100',
    }
    await db
      .insertInto('practice.organisation')
      .values({
        id: organisationId,
        name: 'Prairie Family Medicine',
        legalName: 'Prairie Family Medicine LLC',
        npi: '1234567893',
        taxId: '123456789',
        taxonomy: '207Q00000X',
        ...address,
      })
      .execute()
    await db
      .insertInto('practice.site')
      .values({ id: newId(), organisationId, name: 'Downtown', timeZone: 'America/Chicago', ...address })
      .execute()
  }),
)

describe('the practice', () => {
  it('is read with its sites', async () => {
    const { status, body } = await practice.call(readPractice)
    assert.equal(status, 200)
    assert.equal(body.organisation?.name, 'Prairie Family Medicine')
    assert.deepEqual(
      body.sites.map(({ name }) => name),
      ['Downtown'],
    )
  })

  it('is not read without the permission, and the refusal is recorded', async () => {
    const colleague = await practice.colleague(['patients.read'])
    const { status, body } = await practice.call(readPractice, {}, colleague)
    assert.deepEqual([status, body.type], [403, '/problems/forbidden'])
    const refused = await practice.db
      .selectFrom('audit.entry')
      .select(['subject', 'outcome'])
      .where('actorId', '=', colleague.id)
      .execute()
    assert.deepEqual(refused, [{ subject: 'GET /practice', outcome: 'refused' }])
  })

  it('leaves an audit trail that names the actor', async () => {
    const { actor } = await practice.db
      .selectFrom('audit.entry')
      .select('actor')
      .where('subject', '=', 'practice.site')
      .executeTakeFirstOrThrow()
    assert.equal(actor, 'Wellrun')
  })
})

const site = {
  name: 'Riverside',
  timeZone: 'America/New_York',
  address: '2 River Road',
  city: 'Springfield',
  state: 'IL',
  zip: '62704-1234',
  phone: '(217) 555-0101',
  placeOfService: '11',
  cliaNumber: null,
}
const week = (opens: string, closes: string) => [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens, closes }))

describe('the settings of the practice', () => {
  it('are entered once; afterwards they are changed, with the version that was seen', async () => {
    const facts = {
      name: 'Prairie Family Medicine',
      legalName: 'Prairie LLC',
      npi: '1234567893',
      taxId: '12-3456789',
      taxonomy: '207q00000x',
      address: '1 Main Street',
      city: 'Springfield',
      state: 'IL',
      zip: '62701',
      phone: '217 555 0100',
    }
    const again = await practice.call(setUpOrganisation, { body: { id: newId(), ...facts } })
    assert.deepEqual([again.status, again.body.type], [409, '/problems/already-set-up'])
    const saved = await practice.call(editOrganisation, { body: { ...facts, version: 1 } })
    assert.deepEqual(
      [saved.status, saved.body.legalName, saved.body.taxId, saved.body.taxonomy, saved.body.phone],
      [200, 'Prairie LLC', '123456789', '207Q00000X', '2175550100'],
    )
    const stale = await practice.call(editOrganisation, { body: { ...facts, version: 1 } })
    assert.deepEqual([stale.status, stale.body.type], [409, '/problems/changed-meanwhile'])
    const mistyped = await practice.call(editOrganisation, {
      body: { ...facts, npi: '1234567890', version: 2 },
    })
    assert.deepEqual([mistyped.status, mistyped.body.fields?.[0]?.pointer], [422, '/npi'])
  })

  it('keep the hours of the past when new ones begin', async () => {
    const id = newId<'Site'>()
    await practice.call(addSite, { body: { id, ...site } })
    const set = (effectiveFrom: string, hours: object[], version: number) =>
      practice.call(setHours, { params: { id }, body: { effectiveFrom, hours, version } })
    assert.equal((await set('2026-01-01', week('08:00', '17:00'), 1)).status, 200)
    assert.equal((await set('2026-07-01', week('07:00', '15:00'), 2)).status, 200)
    assert.equal(
      (await set('2026-07-01', week('09:00', '15:00'), 2)).body.type,
      '/problems/changed-meanwhile',
    )
    const { body } = await practice.call(readPractice)
    const monday = body.sites.find((one) => one.id === id)!.hours.filter(({ weekday }) => weekday === 1)
    assert.deepEqual(
      monday.map(({ opens, effectiveFrom, effectiveTo }) => [opens, effectiveFrom, effectiveTo]),
      [
        ['07:00', '2026-07-01', null],
        ['08:00', '2026-01-01', '2026-06-30'],
      ],
    )
  })

  it('take no site twice by name and no unknown time zone', async () => {
    const named = { ...site, name: 'Hilltop' }
    assert.equal((await practice.call(addSite, { body: { id: newId(), ...named } })).status, 200)
    const twice = await practice.call(addSite, { body: { id: newId(), ...named } })
    assert.equal(twice.body.type, '/problems/site-name-taken')
    const nowhere = await practice.call(addSite, {
      body: { id: newId(), ...site, name: 'Valley', timeZone: 'Mars/Olympus' },
    })
    assert.equal(nowhere.body.fields?.[0]?.pointer, '/timeZone')
  })

  it('list a holiday once, and the federal ones of a year beside those listed already', async () => {
    const heldOn = '2027-11-25'
    const add = () =>
      practice.call(addHoliday, { body: { id: newId(), siteId: null, heldOn, name: 'Thanksgiving' } })
    assert.equal((await add()).status, 200)
    assert.equal((await add()).body.type, '/problems/holiday-taken')
    const federal = () => practice.call(addFederalHolidays, { body: { year: 2027 } })
    assert.equal((await federal()).body.added, 11)
    assert.equal((await federal()).body.added, 0)
  })

  it('are not changed by the front desk', async () => {
    const desk = await practice.as('front-desk')
    const { status } = await practice.call(addFederalHolidays, { body: { year: 2028 } }, desk)
    assert.equal(status, 403)
  })
})

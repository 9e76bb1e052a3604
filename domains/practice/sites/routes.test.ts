import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { openPractice } from '#app/testing.ts'
import { readPractice } from './contract.ts'

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

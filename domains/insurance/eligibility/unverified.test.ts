import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'
import { attention } from '../attention.ts'
import { readUnverified } from './contract.ts'
import { unverified } from './unverified.ts'

const practice = await openPractice()
const date = (text: string) => Temporal.PlainDate.from(text)
/** A Wednesday, 9 AM in Chicago. */
const now = Temporal.Instant.from('2026-11-18T15:00:00Z')
const address = {
  address: '1 Main Street',
  city: 'Springfield',
  state: 'IL',
  zip: '62701',
  phone: '2175550100',
}
const siteId = newId<'Site'>()
const elsewhere = newId<'Site'>()
const office = { providerId: newId<'Provider'>(), visitTypeId: newId<'VisitType'>() }
const payerId = newId<'Payer'>()

async function arrangeOffice({ db }: Tx) {
  const organisationId = newId<'Organisation'>()
  await db
    .insertInto('practice.organisation')
    .values({
      id: organisationId,
      name: 'Prairie',
      legalName: 'Prairie LLC',
      npi: '1234567893',
      taxId: '123456789',
      taxonomy: '207Q00000X',
      ...address,
    })
    .execute()
  await db
    .insertInto('practice.site')
    .values([
      { id: siteId, organisationId, name: 'Downtown', timeZone: 'America/Chicago', ...address },
      { id: elsewhere, organisationId, name: 'Eastside', timeZone: 'America/New_York', ...address },
    ])
    .execute()
  const staffId = newId<'Staff'>()
  await db
    .insertInto('workforce.staff')
    .values({
      id: staffId,
      siteId,
      firstName: 'Ngozi',
      lastName: 'Okafor',
      jobTitle: 'Physician',
      hiredOn: date('2020-01-06'),
    })
    .execute()
  await db
    .insertInto('workforce.provider')
    .values({
      id: office.providerId,
      staffId,
      displayName: 'Dr. Okafor',
      credential: 'MD',
      npi: '1245319599',
      taxonomy: '207Q00000X',
    })
    .execute()
  await db
    .insertInto('scheduling.visitType')
    .values({ id: office.visitTypeId, name: 'Follow-up', durationMinutes: 20 })
    .execute()
  await db
    .insertInto('insurance.payer')
    .values({ id: payerId, name: 'Prairie Health', payerCode: 'PRAIRIE1', filingCode: 'CI' })
    .execute()
}

/** A patient with a visit, and a card and a check of it where given. */
async function arrangeVisit(
  { db }: Tx,
  lastName: string,
  startsAt: string,
  known: 'eligible' | 'ineligible' | 'unknown' | 'never' | 'no card',
  { at = siteId, askedAt = now.subtract({ hours: 24 }) } = {},
) {
  const patientId = newId<'Patient'>()
  await db
    .insertInto('patients.patient')
    .values({ id: patientId, lastName, firstName: 'Maeve', bornOn: date('1975-03-14'), sex: 'F' })
    .execute()
  const begins = Temporal.Instant.from(startsAt)
  await db
    .insertInto('scheduling.appointment')
    .values({
      id: newId(),
      patientId,
      siteId: at,
      ...office,
      startsAt: begins,
      endsAt: begins.add({ minutes: 20 }),
      reason: 'Follow-up',
      movedAt: now,
    })
    .execute()
  if (known === 'no card') return
  const coverageId = newId<'Coverage'>()
  await db
    .insertInto('insurance.coverage')
    .values({
      id: coverageId,
      patientId,
      payerId,
      rank: 'primary',
      memberId: 'W1',
      relation: 'self',
      effectiveOn: date('2020-01-01'),
    })
    .execute()
  if (known !== 'never')
    await db
      .insertInto('insurance.eligibilityCheck')
      .values({
        id: newId(),
        coverageId,
        patientId,
        askedAt,
        serviceOn: date('2026-11-17'),
        outcome: known,
        source: 'phone',
      })
      .execute()
}

const names = (rows: readonly { patientName: string; standing: string }[]) =>
  rows.map(({ patientName, standing }) => `${patientName.split(',')[0]} ${standing}`)

describe('coverage to verify', () => {
  before(() =>
    practice.arrange(async (tx) => {
      await arrangeOffice(tx)
      await arrangeVisit(tx, 'Active', '2026-11-18T16:00:00Z', 'eligible')
      await arrangeVisit(tx, 'Old', '2026-11-18T17:00:00Z', 'eligible', {
        askedAt: now.subtract({ hours: 24 * 9 }),
      })
      await arrangeVisit(tx, 'Nobody', '2026-11-19T16:00:00Z', 'never')
      await arrangeVisit(tx, 'Ended', '2026-11-19T17:00:00Z', 'ineligible')
      await arrangeVisit(tx, 'Silent', '2026-11-20T16:00:00Z', 'unknown')
      await arrangeVisit(tx, 'Cash', '2026-11-20T17:00:00Z', 'no card')
      // 11 PM in Chicago is still the second day ahead there, though not in Greenwich.
      await arrangeVisit(tx, 'Late', '2026-11-21T05:00:00Z', 'never')
      await arrangeVisit(tx, 'Beyond', '2026-11-21T16:00:00Z', 'never')
      await arrangeVisit(tx, 'Other', '2026-11-18T18:00:00Z', 'never', { at: elsewhere })
    }),
  )

  it('holds the visits of today and the next two days whose plan is not known to be active, soonest first', async () => {
    const rows = await unverified(practice.db, { now, siteIds: [siteId] })
    assert.deepEqual(names(rows), [
      'Old stale',
      'Nobody never',
      'Ended ineligible',
      'Silent unknown',
      'Cash self-pay',
      'Late never',
    ])
  })

  it('counts in the cockpit exactly the rows each line opens', async () => {
    const scope = { now, siteIds: [siteId] }
    for (const line of attention) {
      const show = new URLSearchParams(line.to.split('?')[1]).get('show') as 'ask'
      const { count } = await line.count(practice.db, scope)
      assert.equal(count, (await unverified(practice.db, { ...scope, show })).length, line.label)
    }
    const ask = attention.find(({ key }) => key === 'insurance.ask')!
    assert.deepEqual(await ask.count(practice.db, scope), { count: 3, detail: '1 today' })
  })

  it('shows over HTTP only the sites one works at, and records whose coverage was seen', async () => {
    const query = { from: '2026-11-18', to: '2026-11-18' }
    const here = await practice.colleague(['insurance.read'], [elsewhere])
    const { body } = await practice.call(readUnverified, { query }, here)
    assert.deepEqual(names(body.visits), ['Other never'])
    const seen = await practice.db
      .selectFrom('audit.entry')
      .select('patientIds')
      .where('actorId', '=', here.id as Id<'User'>)
      .execute()
    assert.ok(seen.some(({ patientIds }) => patientIds?.includes(body.visits[0]!.patientId)))
  })
})

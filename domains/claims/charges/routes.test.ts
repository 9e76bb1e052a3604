import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { balance } from '#domains/ledger/ledger.ts'
import { cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import {
  type Office,
  arrangeBilling,
  arrangeCoverage,
  arrangePatient,
  arrangeVisit,
  entryOf,
} from '../testing.ts'
import {
  markNoCharge,
  postCharges,
  readCharges,
  readChargesToEnter,
  readFee,
  voidCharges,
} from './contract.ts'

const practice = await openPractice()
let office: Office
before(async () => {
  office = await practice.arrange((tx) => arrangeBilling(tx))
})

const visit = (change = {}) => practice.arrange(({ db }) => arrangeVisit(db, { ...office, ...change }))
const post = (id: Id<'Appointment'>, body: object = entryOf()) =>
  practice.call(postCharges, { params: { id }, body })
const read = (id: Id<'Appointment'>) => practice.call(readCharges, { params: { id } })
const statusOf = (id: Id<'Appointment'>) =>
  practice.db
    .selectFrom('scheduling.appointment')
    .select('chargeStatus')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
    .then(({ chargeStatus }) => chargeStatus)
const accountsOf = async (chargeId: Id<'Charge'>) =>
  Promise.all(
    (['1100', '1110', '1190', '4000', '4090'] as const).map((account) =>
      balance(practice.db, account, { chargeId }),
    ),
  )

describe('charges of a visit', () => {
  it('post the full charge to insurance and its contract allowance at once (TC-C1: 185.00, allowed 132.40)', async () => {
    const id = await visit()
    const entry = entryOf()
    const { status, body } = await post(id, entry)
    assert.deepEqual([status, body.totalCents, body.claimIds.length], [200, 18_500, 1])
    assert.deepEqual(await accountsOf(entry.lines[0]!.id), [18_500, 0, -5_260, -18_500, 5_260])
    assert.equal(await statusOf(id), 'captured')
    const { body: page } = await read(id)
    assert.deepEqual(
      page.lines.map(({ code, amountCents, expectedCents, insuranceCents, placeOfService }) => [
        code,
        amountCents,
        expectedCents,
        insuranceCents,
        placeOfService,
      ]),
      [['99214', 18_500, 13_240, 18_500, '11']],
    )
    assert.equal(page.visit.patientName, "Maeve O'Brien")
    assert.equal(page.claims[0]?.payerName, 'Prairie Health')
  })

  it('go to the patient where nobody else pays, without an allowance', async () => {
    const patientId = await practice.arrange(({ db }) => arrangePatient(db))
    const id = await visit({ patientId })
    const entry = entryOf()
    const { body } = await post(id, entry)
    assert.deepEqual(body.claimIds, [])
    assert.deepEqual(await accountsOf(entry.lines[0]!.id), [0, 18_500, 0, -18_500, 0])
  })

  it('go to the patient who asks that the plan is not billed', async () => {
    const id = await visit()
    const entry = { ...entryOf(), selfPay: true }
    assert.deepEqual((await post(id, entry)).body.claimIds, [])
    assert.deepEqual(await accountsOf(entry.lines[0]!.id), [0, 18_500, 0, -18_500, 0])
  })

  it('keep the wish of a patient that the plan is told nothing, unless a reason is written', async () => {
    const patientId = await practice.arrange(async ({ db }) => {
      const id = await arrangePatient(db)
      const requestedOn = Temporal.PlainDate.from('2026-01-05')
      await db
        .insertInto('patients.restriction')
        .values({
          id: newId(),
          patientId: id,
          kind: 'health-plan',
          wish: 'Tell my plan nothing',
          decision: 'agreed',
          requestedOn,
        })
        .execute()
      return id
    })
    assert.equal((await read(await visit({ patientId }))).body.visit.withheld, true)
    assert.equal((await read(await visit())).body.visit.withheld, false)

    await practice.arrange(({ db }) => arrangeCoverage(db, { ...office, patientId, rank: 'primary' }))
    const id = await visit({ patientId })
    const refused = await post(id)
    assert.deepEqual([refused.status, refused.body.type], [409, '/problems/plan-is-not-told'])
    assert.equal(await statusOf(id), 'none')
    const toPatient = await post(await visit({ patientId }), { ...entryOf(), selfPay: true })
    assert.deepEqual([toPatient.status, toPatient.body.claimIds], [200, []])
    const told = await post(id, { ...entryOf(), restrictionOverride: 'Did not pay in full' })
    assert.deepEqual([told.status, told.body.claimIds.length], [200, 1])
  })

  it('estimate the patient’s part: 132.40 allowed, copay 25, deductible left 40, coinsurance 20 % is 78.48', async () => {
    const patientId = await practice.arrange(({ db }) => arrangePatient(db))
    const coverageId = await practice.arrange(({ db }) =>
      arrangeCoverage(db, { ...office, patientId, rank: 'primary' }),
    )
    const id = await visit({ patientId })
    await post(id)
    assert.equal((await read(id)).body.estimateCents, null, 'no benefits are known')
    const check = (outcome: 'eligible' | 'unknown', askedAt: string, copayCents: number | null) =>
      practice.arrange(({ db }) =>
        db
          .insertInto('insurance.eligibilityCheck')
          .values({
            id: newId(),
            coverageId,
            patientId,
            askedAt: Temporal.Instant.from(askedAt),
            serviceOn: Temporal.PlainDate.from('2026-11-02'),
            outcome,
            source: 'portal',
            ...(copayCents !== null && {
              copayCents: cents(copayCents),
              deductibleLeftCents: cents(4_000),
              coinsuranceBp: 2_000,
            }),
          })
          .execute(),
      )
    await check('eligible', '2026-11-01T15:00:00Z', 5_000)
    await check('eligible', '2026-11-02T15:00:00Z', 2_500)
    await check('unknown', '2026-11-03T15:00:00Z', null)
    assert.equal((await read(id)).body.estimateCents, 7_848)
  })

  it('are posted once, even when twenty clerks press the button at once', async () => {
    const id = await visit()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(id, entryOf())))
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, ...Array(19).fill(409)],
    )
    assert.equal((await read(id)).body.totalCents, 18_500)
  })

  it('answer a retry of the same lines as the first time', async () => {
    const id = await visit()
    const entry = entryOf()
    const answers = await Promise.all([post(id, entry), post(id, entry), post(id, entry)])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    )
    assert.equal(new Set(answers.map(({ body }) => body.claimIds.join())).size, 1)
    assert.equal((await read(id)).body.lines.length, 1)
  })

  it('are refused before the patient was seen', async () => {
    const id = await practice.arrange(({ db }) => arrangeVisit(db, office, { status: 'scheduled' }))
    const { status, body } = await post(id)
    assert.deepEqual([status, body.type], [409, '/problems/not-yet-seen'])
  })

  it('say beside the field what is missing', async () => {
    const id = await visit()
    const fields = async (entry: object) => (await post(id, entry)).body.fields?.map(({ pointer }) => pointer)
    const line = entryOf().lines[0]!
    assert.deepEqual(await fields({ diagnoses: ['I10'], lines: [{ ...line, pointers: [2] }] }), [
      '/lines/0/pointers',
    ])
    assert.deepEqual(await fields({ diagnoses: ['I10', 'i10', 'not'], lines: [line] }), [
      '/diagnoses/1',
      '/diagnoses/2',
    ])
    assert.deepEqual(await fields(entryOf('G0439')), ['/lines/0/amountCents'])
    assert.equal(await statusOf(id), 'none')
  })

  it('multiply the fee by the units', async () => {
    const { body } = await post(await visit(), entryOf('J3420', { units: 3, ndc: '00517003125' }))
    assert.equal(body.totalCents, 6_000)
    const fee = { code: 'j3420', serviceOn: '2026-11-02' }
    assert.deepEqual((await practice.call(readFee, { query: fee })).body, { amountCents: 2_000 })
  })

  it('are voided by reversing, marked, and entered anew; the claim that nobody holds is void', async () => {
    const id = await visit()
    const entry = entryOf()
    await post(id, entry)
    const answer = await practice.call(voidCharges, { params: { id }, body: { reason: 'Wrong code' } })
    assert.equal(answer.status, 200)
    assert.deepEqual(await accountsOf(entry.lines[0]!.id), [0, 0, 0, 0, 0])
    assert.equal(await statusOf(id), 'none')
    assert.equal((await post(id, entryOf('99213'))).status, 200)
    const { body } = await read(id)
    assert.deepEqual(
      body.lines.map(({ code }) => code),
      ['99213'],
    )
    assert.deepEqual(body.claims.map(({ state }) => state).includes('void'), true)
  })

  it('are not voided once the claim is out', async () => {
    const id = await visit()
    const { body } = await post(id)
    await practice.arrange(({ db }) =>
      db.updateTable('claims.claim').set({ state: 'sent' }).where('id', 'in', body.claimIds).execute(),
    )
    const answer = await practice.call(voidCharges, { params: { id }, body: { reason: 'Wrong code' } })
    assert.deepEqual([answer.status, answer.body.type], [409, '/problems/claim-is-out'])
    assert.equal((await read(id)).body.totalCents, 18_500)
  })

  it('are not owed for a visit marked so, with the reason; it can be charged after all', async () => {
    const id = await visit()
    const answer = await practice.call(markNoCharge, { params: { id }, body: { reason: 'Nurse check only' } })
    assert.equal(answer.status, 200)
    assert.deepEqual(
      [await statusOf(id), (await read(id)).body.visit.noChargeReason],
      ['no_charge', 'Nurse check only'],
    )
    assert.equal((await post(id)).status, 200)
    assert.equal((await read(id)).body.visit.noChargeReason, null)
  })

  it('wait in the list of visits to charge, the late ones marked', async () => {
    const recent = await visit()
    const old = await practice.arrange(({ db }) =>
      arrangeVisit(db, office, { on: Temporal.Now.plainDateISO('America/Chicago').subtract({ days: 20 }) }),
    )
    const { body } = await practice.call(readChargesToEnter)
    const find = (id: Id<'Appointment'>) => body.visits.find((row) => row.id === id)
    assert.equal(find(old)?.late, true)
    assert.ok(find(recent))
    const late = await practice.call(readChargesToEnter, { query: { show: 'late' } })
    assert.ok(late.body.visits.every((row) => row.late) && late.body.visits.some((row) => row.id === old))
  })

  it('of another site are as if they were not there', async () => {
    const id = await visit()
    const elsewhere = await practice.colleague(['charges.read', 'charges.enter'], [newId<'Site'>()])
    const answers = [
      await practice.call(readCharges, { params: { id } }, elsewhere),
      await practice.call(postCharges, { params: { id }, body: entryOf() }, elsewhere),
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404],
    )
    assert.deepEqual((await practice.call(readChargesToEnter, {}, elsewhere)).body.visits, [])
  })

  it('are entered by biller and nurse, not by the desk', async () => {
    const may = await Promise.all(
      ['biller', 'nurse', 'front-desk', 'hr'].map(async (role) => {
        const answer = await practice.call(
          postCharges,
          { params: { id: await visit() }, body: entryOf() },
          await practice.as(role),
        )
        return answer.status
      }),
    )
    assert.deepEqual(may, [200, 200, 403, 403])
  })
})

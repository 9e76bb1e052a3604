/**
 * The thread whole, through HTTP alone (case TC-C1): a copay at check-in, the charge, what the payer
 * answers, the statement and its payment, until everything is at nothing in the ledger, the account and the page alike.
 */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { type Id, newId } from '#kernel/id.ts'
import { file, interchange, remittance } from '#standards/x12/835-example.ts'
import { postCharges, readCharges } from '../claims/charges/contract.ts'
import { depositRemittance, dropRemittance, readRemittance } from '../claims/remittances/contract.ts'
import { readTrialBalance } from '../ledger/journals/contract.ts'
import { stepVisit } from '../scheduling/flow/contract.ts'
import { readAccount, readAccountJournals, readBalances } from './accounts/contract.ts'
import { attention } from './attention.ts'
import { checkIn, readCheckIn } from './check-in/contract.ts'
import { closeDrawer, makeDeposit, openDrawer, readNextDeposit } from './drawers/contract.ts'
import { takePayment } from './payments/contract.ts'
import { makeStatements, printStatement, readStatementsDue } from './statements/contract.ts'
import { arrangeOffice, arrangePatient, arrangeVisit } from './testing.ts'

const practice = await openPractice()
let office: Awaited<ReturnType<typeof arrangeOffice>>
let patientId: Id<'Patient'>
let visitId: Id<'Appointment'>
let desk: Awaited<ReturnType<typeof practice.as>>
let biller: Awaited<ReturnType<typeof practice.as>>
let manager: Awaited<ReturnType<typeof practice.as>>
const today = Temporal.Now.zonedDateTimeISO('America/Chicago').toPlainDate().toString()

before(async () => {
  office = await practice.arrange(arrangeOffice)
  await practice.arrange(async (tx) => {
    patientId = (await arrangePatient(tx, office, { copayCents: 2_500 })).id
    visitId = await arrangeVisit(tx, office, patientId)
  })
  desk = await practice.as('front-desk')
  biller = await practice.as('biller')
  manager = await practice.as('manager')
})

/** Every account that holds something, debits less credits. */
async function books() {
  const { body } = await practice.call(readTrialBalance, {}, manager)
  assert.equal(body.differenceCents, 0)
  return Object.fromEntries(
    body.accounts
      .filter(({ balanceCents }) => balanceCents !== 0)
      .map(({ code, balanceCents }) => [code, balanceCents]),
  )
}
const account = async () => (await practice.call(readAccount, { params: { id: patientId } }, biller)).body
/** Insurance, patient and credit, as the page shows them. */
const page = async () => {
  const { insuranceCents, patientCents, creditCents } = await account()
  return [insuranceCents, patientCents, creditCents]
}

describe('the full cycle (TC-C1)', () => {
  const drawerId = newId<'Drawer'>()
  let claimNumber = ''
  let remittanceId = ''

  it('takes the copay of 25.00 when the patient checks in: 1010 / 2050', async () => {
    const opened = { id: drawerId, siteId: office.siteId, floatCents: 10_000 }
    assert.equal((await practice.call(openDrawer, { body: opened }, desk)).status, 200)
    const { body: seen } = await practice.call(readCheckIn, { params: { id: visitId } }, desk)
    assert.equal(seen.copayDueCents, 2_500)
    const { status } = await practice.call(
      checkIn,
      {
        params: { id: visitId },
        body: {
          version: seen.visit.version,
          demographics: { version: seen.patient.version },
          coverage: { kind: 'confirmed', cards: seen.cards.map(({ id, version }) => ({ id, version })) },
          copay: { kind: 'collected' },
          payments: [
            { id: newId(), kind: 'copay', method: 'cash', reference: null, amountCents: seen.copayDueCents },
          ],
        },
      },
      desk,
    )
    assert.equal(status, 200)
    assert.deepEqual(await books(), { 1010: 2_500, 2050: -2_500 })
    assert.deepEqual(await page(), [0, 0, 2_500])
  })

  it('posts the charge of 185.00 and the expected allowance of 52.60', async () => {
    let version = (await practice.call(readCheckIn, { params: { id: visitId } }, desk)).body.visit.version
    for (const to of ['roomed', 'with_provider', 'provider_done', 'checked_out']) {
      const { status, body } = await practice.call(
        stepVisit,
        { params: { id: visitId }, body: { to, version } },
        desk,
      )
      assert.equal(status, 200, `${to}: ${body.detail}`)
      version = body.version
    }
    const line = { id: newId(), code: '99214', modifiers: [], units: 1, pointers: [1] }
    const entered = await practice.call(
      postCharges,
      { params: { id: visitId }, body: { diagnoses: ['I10'], lines: [line] } },
      biller,
    )
    assert.equal(entered.status, 200, `${entered.body.detail}`)
    await practice.settle()
    assert.deepEqual(await books(), {
      1010: 2_500,
      1100: 18_500,
      1190: -5_260,
      2050: -2_500,
      4000: -18_500,
      4090: 5_260,
    })
    assert.deepEqual(await page(), [18_500, 0, 2_500])
    const { body } = await practice.call(readCharges, { params: { id: visitId } }, biller)
    claimNumber = body.claims[0]!.number
    const { body: due } = await practice.call(readStatementsDue, {}, biller)
    assert.equal(due.patients.length, 0, 'nothing is asked of the patient while insurance has not answered')
  })

  it('posts what the payer answers, and the copay finds its charge: 53.48 is left to the patient', async () => {
    const content = file(
      interchange([
        remittance('53.92', [
          `CLP*${claimNumber}*1*185*53.92*78.48*12*ICN1`,
          'SVC*HC:99214*185*53.92**1',
          'CAS*CO*45*52.6',
          'CAS*PR*1*40**2*13.48**3*25',
        ]),
      ]),
    )
    const dropped = await practice.call(
      dropRemittance,
      { file: { type: 'application/edi-x12', content } },
      biller,
    )
    assert.equal(dropped.status, 200)
    remittanceId = dropped.body.remittances[0]!.id
    assert.deepEqual(await books(), {
      1010: 2_500,
      1020: 5_392,
      1110: 7_848,
      2050: -2_500,
      4000: -18_500,
      4090: 5_260,
    })

    await practice.settle()
    assert.deepEqual(await books(), { 1010: 2_500, 1020: 5_392, 1110: 5_348, 4000: -18_500, 4090: 5_260 })
    assert.deepEqual(await page(), [0, 5_348, 0])
    const { visits, patientAgeing } = await account()
    const charge = visits[0]!.charges[0]!
    assert.deepEqual(
      [charge.amountCents, charge.adjustedCents, charge.insurancePaidCents, charge.patientPartCents],
      [18_500, 5_260, 5_392, 7_848],
    )
    assert.deepEqual([charge.patientPaidCents, charge.patientLeftCents], [2_500, 5_348])
    assert.equal(patientAgeing.buckets[0], 5_348)
    const { body } = await practice.call(
      readAccountJournals,
      { params: { id: patientId }, query: { chargeId: charge.id } },
      biller,
    )
    const owed = body.lines.filter(({ account: code }) => code === '1110')
    assert.equal(
      owed.reduce((sum, { amountCents }) => sum + amountCents, 0),
      5_348,
    )

    // The same file again, and the same message again, change nothing.
    await practice.call(dropRemittance, { file: { type: 'application/edi-x12', content } }, biller)
    await practice.settle()
    assert.deepEqual(await page(), [0, 5_348, 0])
  })

  it('moves the payer’s money to the bank: 1000 / 1020', async () => {
    const { body } = await practice.call(readRemittance, { params: { id: remittanceId } }, biller)
    const arrived = { depositedOn: today, amountCents: 5_392, version: body.remittance.version }
    const { status, body: reply } = await practice.call(
      depositRemittance,
      { params: { id: remittanceId }, body: arrived },
      biller,
    )
    assert.equal(status, 200, `${reply.detail}`)
    assert.equal((await books())['1000'], 5_392)
    assert.equal((await books())['1020'], undefined)
  })

  it('makes one statement of 53.48, however often it is asked for', async () => {
    const { body: due } = await practice.call(readStatementsDue, {}, biller)
    assert.deepEqual(
      due.patients.map((row) => [row.patientId, row.dueCents, row.stage]),
      [[patientId, 5_348, 1]],
    )
    const scope = { siteIds: null, now: Temporal.Now.instant() }
    const line = attention.find(({ key }) => key === 'billing.statements-due')!
    assert.equal((await line.count(practice.db, scope)).count, 1)

    const both = await Promise.all(
      [1, 2].map(() => practice.call(makeStatements, { body: { patientIds: [patientId] } }, biller)),
    )
    const made = both.flatMap(({ body }) => body.made)
    assert.deepEqual(
      made.map(({ balanceCents, stage }) => [balanceCents, stage]),
      [[5_348, 1]],
    )
    const paper = await practice.call(printStatement, { params: { id: made[0]!.id } }, desk)
    assert.equal(paper.bytes.subarray(0, 5).toString(), '%PDF-')
    assert.equal((await practice.call(readStatementsDue, {}, biller)).body.counts.waiting, 1)
  })

  it('ends at nothing when the statement is paid: in the ledger, on the account and on the page', async () => {
    const paid = {
      id: newId(),
      siteId: office.siteId,
      kind: 'statement',
      method: 'check',
      reference: '1042',
      amountCents: 5_348,
    }
    const { status, body } = await practice.call(takePayment, { params: { id: patientId }, body: paid }, desk)
    assert.deepEqual([status, body.appliedCents, body.creditCents], [200, 5_348, 0])
    assert.deepEqual(await page(), [0, 0, 0])
    const { visits } = await account()
    assert.ok(
      visits.every(({ charges }) =>
        charges.every((charge) => charge.patientLeftCents === 0 && charge.insuranceLeftCents === 0),
      ),
    )
    assert.deepEqual((await practice.call(readBalances, {}, biller)).body.accounts, [])
    assert.equal(
      (await practice.call(readStatementsDue, { query: { show: 'waiting' } }, biller)).body.patients.length,
      0,
    )
    // Net revenue 132.40 = 25.00 + 53.92 + 53.48, of which the payer's part is at the bank.
    assert.deepEqual(await books(), { 1000: 5_392, 1010: 7_848, 4000: -18_500, 4090: 5_260 })
  })

  it('takes the day’s money to the bank after the drawer is counted blind: 132.40 in all', async () => {
    const counted = { countedCents: 12_500, version: 1 }
    const { body: close } = await practice.call(
      closeDrawer,
      { params: { id: drawerId }, body: counted },
      desk,
    )
    assert.deepEqual([close.expectedCents, close.differenceCents], [12_500, 0])
    const { body: next } = await practice.call(readNextDeposit, { query: { siteId: office.siteId } }, manager)
    assert.deepEqual(
      next.methods.map(({ method, amountCents }) => [method, amountCents]),
      [
        ['cash', 2_500],
        ['check', 5_348],
      ],
    )
    const bag = {
      id: newId(),
      siteId: office.siteId,
      methods: ['cash', 'check'],
      depositedOn: today,
      reference: 'Bag 7',
      amountCents: 7_848,
    }
    assert.equal((await practice.call(makeDeposit, { body: bag }, manager)).status, 200)
    assert.deepEqual(await books(), { 1000: 13_240, 4000: -18_500, 4090: 5_260 })
  })
})

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { postCharges as postChargesOn } from '#domains/claims/claims.ts'
import { balance } from '#domains/ledger/ledger.ts'
import { postCharges } from '../claims/charges/contract.ts'
import { changePolicy, readAccount, readBalances, readPolicy } from './accounts/contract.ts'
import { decideAdjustment, payRefund, readAdjustments, requestAdjustment } from './adjustments/contract.ts'
import { attention } from './attention.ts'
import {
  closeDrawer,
  makeDeposit,
  openDrawer,
  readDrawers,
  readMyDrawer,
  readNextDeposit,
} from './drawers/contract.ts'
import { readPayments, takePayment } from './payments/contract.ts'
import {
  endHold,
  holdStatements,
  makeStatements,
  printStatement,
  readStatementsDue,
} from './statements/contract.ts'
import { arrangeOffice, arrangePatient, arrangeVisit } from './testing.ts'

const practice = await openPractice()
let office: Awaited<ReturnType<typeof arrangeOffice>>
let desk: Awaited<ReturnType<typeof practice.as>>
let biller: Awaited<ReturnType<typeof practice.as>>
let manager: Awaited<ReturnType<typeof practice.as>>
let owner: Awaited<ReturnType<typeof practice.as>>
const today = Temporal.Now.zonedDateTimeISO('America/Chicago').toPlainDate().toString()
const plusDays = (days: number) => Temporal.PlainDate.from(today).add({ days }).toString()

before(async () => {
  office = await practice.arrange(arrangeOffice)
  desk = await practice.as('front-desk')
  biller = await practice.as('biller')
  manager = await practice.as('manager')
  owner = await practice.as('owner')
})

let minutes = 0
/** A patient who owes this much for one charge. */
async function debtor(amountCents: number, lastName?: string) {
  const { id, visitId } = await practice.arrange(async (tx) => {
    const patient = await arrangePatient(tx, office, lastName ? { lastName } : {})
    const visitId = await arrangeVisit(tx, office, patient.id, (minutes += 2))
    await tx.db
      .updateTable('scheduling.appointment')
      .set({ status: 'checked_out' })
      .where('id', '=', visitId)
      .execute()
    return { id: patient.id, visitId }
  })
  const chargeId = newId<'Charge'>()
  const line = { id: chargeId, code: '99214', modifiers: [], units: 1, pointers: [1], amountCents }
  await practice.call(
    postCharges,
    { params: { id: visitId }, body: { diagnoses: ['I10'], lines: [line] } },
    biller,
  )
  await practice.settle()
  return { patientId: id, chargeId }
}
const pay = (patientId: Id<'Patient'>, amountCents: number, more: object = {}, by = desk) =>
  practice.call(
    takePayment,
    {
      params: { id: patientId },
      body: {
        id: newId(),
        siteId: office.siteId,
        kind: 'deposit',
        method: 'card',
        reference: null,
        amountCents,
        ...more,
      },
    },
    by,
  )

describe('refunds and write-offs', () => {
  const ask = async (body: object, by = biller) => {
    const id = newId<'Adjustment'>()
    const reply = await practice.call(requestAdjustment, { body: { id, reason: 'As agreed', ...body } }, by)
    return { id, ...reply }
  }
  const decide = (id: string, by: typeof manager, approve = true) =>
    practice.call(decideAdjustment, { params: { id }, body: { approve, note: null, version: 1 } }, by)

  it('are decided by another person, above the limit only by the owner', async () => {
    const { chargeId, patientId } = await debtor(30_000)
    const both = await practice.colleague([
      'adjustments.request',
      'adjustments.approve',
      'adjustments.approve-any',
    ])
    const own = await ask({ kind: 'charity', chargeId, amountCents: 1_000 }, both)
    assert.equal((await decide(own.id, both)).body.type, '/problems/own-request')
    assert.equal((await decide(own.id, manager)).status, 200)
    assert.equal((await decide(own.id, manager)).body.type, '/problems/already-decided')
    const large = await ask({ kind: 'administrative', chargeId, amountCents: 10_001 })
    assert.equal((await decide(large.id, manager)).body.type, '/problems/above-limit')
    assert.equal((await decide(large.id, owner)).status, 200)
    assert.equal(await balance(practice.db, '1110', { patientId }), 30_000 - 11_001)
    assert.equal(await balance(practice.db, '4091', { patientId }), 1_000)
    assert.equal(await balance(practice.db, '4092', { patientId }), 10_001)
    const { body } = await practice.call(readAccount, { params: { id: patientId } }, biller)
    assert.equal(body.visits[0]?.charges[0]?.writtenOffCents, 11_001)
  })

  it('never exceed what is owed, even when the patient pays in between', async () => {
    const { chargeId, patientId } = await debtor(2_000)
    assert.equal(
      (await ask({ kind: 'charity', chargeId, amountCents: 2_001 })).body.type,
      '/problems/too-much-to-adjust',
    )
    const asked = await ask({ kind: 'charity', chargeId, amountCents: 2_000 })
    await pay(patientId, 500, { kind: 'balance' })
    assert.equal((await decide(asked.id, manager)).body.type, '/problems/too-much-to-adjust')
    assert.equal((await decide(asked.id, manager, false)).status, 200)
    assert.equal(await balance(practice.db, '1110', { patientId }), 1_500)
  })

  it('are seen, counted and decided only at the sites of the person', async () => {
    const { chargeId } = await debtor(2_000)
    const { id } = await ask({ kind: 'charity', chargeId, amountCents: 500 })
    const elsewhere = await practice.as('manager', [])
    const here = await practice.as('manager', [office.siteId])
    const ids = async (by: typeof manager) =>
      (await practice.call(readAdjustments, {}, by)).body.adjustments.map((row) => row.id)
    assert.deepEqual(await ids(elsewhere), [])
    assert.ok((await ids(here)).includes(id))
    const line = attention.find(({ key }) => key === 'billing.adjustments')!
    const count = async (siteIds: Id<'Site'>[]) =>
      (await line.count(practice.db, { siteIds, now: Temporal.Now.instant() })).count
    assert.deepEqual([await count([]), await count([office.siteId])], [0, (await ids(here)).length])
    assert.equal((await decide(id, elsewhere)).status, 404)
    assert.equal((await decide(id, here, false)).status, 200)
  })

  it('a refund becomes payable and is paid once: 2050 / 2060 / 1000', async () => {
    const { patientId } = await debtor(1_000)
    const { body: paid } = await pay(patientId, 4_000)
    assert.equal(
      (await ask({ kind: 'refund', paymentId: paid.id, amountCents: 4_001 })).body.type,
      '/problems/too-much-to-adjust',
    )
    const asked = await ask({ kind: 'refund', paymentId: paid.id, amountCents: 3_000 })
    const scope = { siteIds: null, now: Temporal.Now.instant() }
    const line = attention.find(({ key }) => key === 'billing.adjustments')!
    const waiting = (await practice.call(readAdjustments, {}, manager)).body.adjustments
    assert.equal((await line.count(practice.db, scope)).count, waiting.length)
    assert.equal((await decide(asked.id, manager)).status, 200)
    assert.equal(await balance(practice.db, '2050', { patientId }), -1_000)
    assert.equal(await balance(practice.db, '2060', { patientId }), -3_000)
    const days = (day: string) => ({
      params: { id: asked.id },
      body: { paidOn: day, reference: 'Check 7', version: 2 },
    })
    for (const wrong of [plusDays(1), plusDays(-400)]) {
      const { status, body } = await practice.call(payRefund, days(wrong), manager)
      assert.deepEqual([status, body.fields?.[0]?.pointer], [422, '/paidOn'])
    }
    const back = { params: { id: asked.id }, body: { paidOn: today, reference: 'Check 7', version: 2 } }
    assert.equal((await practice.call(payRefund, back, manager)).status, 200)
    assert.notEqual((await practice.call(payRefund, back, manager)).status, 200)
    assert.equal(await balance(practice.db, '2060', { patientId }), 0)
  })
})

describe('a drawer', () => {
  it('is counted blind, and its difference goes with the deposit', async () => {
    const { patientId } = await debtor(1_000)
    const id = newId<'Drawer'>()
    const opening = { body: { id, siteId: office.siteId, floatCents: 10_000 } }
    assert.equal((await practice.call(openDrawer, opening, desk)).status, 200)
    const again = { body: { ...opening.body, id: newId() } }
    assert.equal((await practice.call(openDrawer, again, desk)).body.type, '/problems/drawer-already-open')
    await pay(patientId, 2_500, { method: 'cash' })
    const mine = await practice.call(readMyDrawer, { query: { siteId: office.siteId } }, desk)
    assert.deepEqual(Object.keys(mine.body.drawer!).toSorted(), [
      'floatCents',
      'id',
      'openedAt',
      'paymentCount',
      'version',
    ])

    const next = async () =>
      (await practice.call(readNextDeposit, { query: { siteId: office.siteId } }, manager)).body
    assert.equal(
      (await next()).methods.find(({ method }) => method === 'cash'),
      undefined,
      'an open drawer keeps its cash',
    )
    const closing = { params: { id }, body: { countedCents: 12_400, version: 1 } }
    const stranger = await practice.as('front-desk')
    assert.equal((await practice.call(closeDrawer, closing, stranger)).body.type, '/problems/not-your-drawer')
    const { body } = await practice.call(closeDrawer, closing, desk)
    assert.deepEqual([body.expectedCents, body.differenceCents], [12_500, -100])
    assert.equal(await balance(practice.db, '5900'), 100)
    assert.equal((await practice.call(closeDrawer, closing, desk)).body.type, '/problems/drawer-closed')

    const bag = { id: newId(), siteId: office.siteId, methods: ['cash'], depositedOn: today, reference: null }
    const deposit = (amountCents: number) =>
      practice.call(makeDeposit, { body: { ...bag, amountCents } }, manager)
    for (const depositedOn of [plusDays(1), plusDays(-400)]) {
      const wrong = { body: { ...bag, depositedOn, amountCents: 2_400 } }
      const { status, body: said } = await practice.call(makeDeposit, wrong, manager)
      assert.deepEqual([status, said.fields?.[0]?.pointer], [422, '/depositedOn'])
    }
    assert.equal((await deposit(2_500)).body.type, '/problems/deposit-changed')
    assert.equal((await deposit(2_400)).status, 200)
    assert.equal((await deposit(2_400)).body.type, '/problems/nothing-to-deposit')
    assert.equal(await balance(practice.db, '1000'), 2_400 - 3_000)
  })

  it('left open from an earlier day is counted in the cockpit as its list shows it', async () => {
    await practice.arrange(({ db }) =>
      db
        .insertInto('billing.drawer')
        .values({
          id: newId(),
          siteId: office.siteId,
          openedBy: biller.id,
          openedAt: Temporal.Now.instant().subtract({ hours: 30 }),
          floatCents: 5_000 as never,
        })
        .execute(),
    )
    const scope = { siteIds: null, now: Temporal.Now.instant() }
    const { body } = await practice.call(readDrawers, { query: { show: 'left-open' } }, manager)
    const line = attention.find(({ key }) => key === 'billing.drawers-left-open')!
    assert.deepEqual([body.drawers.length, (await line.count(practice.db, scope)).count], [1, 1])
    for (const [key, show] of [
      ['billing.undeposited', 'undeposited'],
      ['billing.unapplied', 'unapplied'],
    ] as const) {
      const rows = (await practice.call(readPayments, { query: { show } }, biller)).body.payments
      assert.equal(
        (await attention.find((one) => one.key === key)!.count(practice.db, scope)).count,
        rows.length,
        key,
      )
    }
  })
})

describe('statements', () => {
  it('are held for a reason, left out below five dollars, and go on when the hold ends', async () => {
    const { patientId } = await debtor(6_000)
    const small = await debtor(499)
    const holdId = newId<'Hold'>()
    const held = { params: { id: patientId }, body: { id: holdId, reason: 'dispute', note: null } }
    assert.equal((await practice.call(holdStatements, held, biller)).status, 200)
    const { body } = await practice.call(
      makeStatements,
      { body: { patientIds: [patientId, small.patientId] } },
      biller,
    )
    assert.deepEqual(body.made, [])
    assert.deepEqual(body.left.map(({ why }) => why).toSorted(), [
      'Less than $5.00: not worth a letter.',
      'The patient disputes it.',
    ])
    assert.equal(
      (await practice.call(endHold, { params: { id: holdId }, body: { version: 1 } }, biller)).status,
      200,
    )
    const due = (await practice.call(readStatementsDue, {}, biller)).body
    assert.ok(due.patients.some((row) => row.patientId === patientId))
    assert.equal(
      (await practice.call(makeStatements, { body: { patientIds: [patientId] } }, biller)).body.made.length,
      1,
    )
  })

  it('do not go to a patient whose own credit covers the balance', async () => {
    const { patientId } = await debtor(6_000)
    await pay(patientId, 6_000)
    const { body } = await practice.call(makeStatements, { body: { patientIds: [patientId] } }, biller)
    assert.deepEqual(body, {
      made: [],
      left: [{ patientId, why: 'A credit of the patient covers it: apply the credit instead.' }],
    })
  })

  it('are kept encrypted as they went out, in the patient’s language', async () => {
    const { patientId } = await debtor(7_000, 'Nuñez')
    await practice.arrange(({ db }) =>
      db.updateTable('patients.patient').set({ language: 'es' }).where('id', '=', patientId).execute(),
    )
    const { body } = await practice.call(makeStatements, { body: { patientIds: [patientId] } }, biller)
    const paper = await practice.call(printStatement, { params: { id: body.made[0]!.id } }, desk)
    assert.equal(paper.headers['content-type'], 'application/pdf')
    assert.ok(paper.bytes.length > 1_500)
    const read = await practice.db
      .selectFrom('audit.entry')
      .select('patientIds')
      .where('subject', '=', 'GET /statements/:id/paper')
      .execute()
    assert.deepEqual(
      read.map(({ patientIds }) => patientIds),
      [[patientId]],
    )
  })
})

describe('what needs somebody', () => {
  it('counts the old balances as their lists show them, by the day they became the patient’s', async () => {
    for (const days of [61, 91, 60]) {
      await practice.arrange(async (tx) => {
        const patient = await arrangePatient(tx, office)
        const visitId = await arrangeVisit(tx, office, patient.id, (minutes += 2))
        await tx.db
          .updateTable('scheduling.appointment')
          .set({ status: 'checked_out' })
          .where('id', '=', visitId)
          .execute()
        const line = {
          id: newId<'Charge'>(),
          code: '99214',
          modifiers: [],
          units: 1,
          pointers: [1],
          amountCents: cents(1_000),
        }
        const postedOn = Temporal.PlainDate.from(today).subtract({ days })
        await postChargesOn(tx, visitId, { diagnoses: ['I10'], lines: [line] }, { postedOn })
      })
    }
    const scope = { siteIds: null, now: Temporal.Now.instant() }
    for (const [show, expected] of [
      ['past-60', 2],
      ['past-90', 1],
    ] as const) {
      const { body } = await practice.call(readBalances, { query: { show } }, biller)
      const line = attention.find(({ key }) => key === `billing.${show}`)!
      assert.deepEqual(
        [body.accounts.length, (await line.count(practice.db, scope)).count],
        [expected, expected],
      )
      const evening = Temporal.PlainDateTime.from(`${today}T21:30`).toZonedDateTime('America/Chicago')
      assert.equal(
        (await line.count(practice.db, { siteIds: null, now: evening.toInstant() })).count,
        expected,
        'in the evening the office still has the same day',
      )
    }
  })
})

describe('the rules of billing', () => {
  it('hold from their day on, and are the owner’s to change', async () => {
    const { body } = await practice.call(readPolicy, {}, owner)
    assert.equal(body.now.approvalLimitCents, 10_000)
    const change = { ...body.now, approvalLimitCents: 5_000, effectiveFrom: today }
    assert.equal((await practice.call(changePolicy, { body: change }, manager)).status, 403)
    assert.equal(
      (await practice.call(changePolicy, { body: { ...change, effectiveFrom: '2026-01-01' } }, owner)).status,
      422,
    )
    assert.equal((await practice.call(changePolicy, { body: change }, owner)).status, 200)
    assert.equal((await practice.call(readPolicy, {}, owner)).body.now.approvalLimitCents, 5_000)
  })
})

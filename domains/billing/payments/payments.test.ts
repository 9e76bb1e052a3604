import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import { openPractice } from '#app/testing.ts'
import { type Cents, cents, sum } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'
import { postCharges, voidCharges } from '../../claims/charges/contract.ts'
import { readAccount, readBalances } from '../accounts/contract.ts'
import { openDrawer } from '../drawers/contract.ts'
import { arrangeOffice, arrangePatient, arrangeVisit } from '../testing.ts'
import { holdAccount } from './apply.ts'
import { applyCredits, readPayments, takePayment, voidPayment } from './contract.ts'
import { isCardNumber, spread } from './payment.ts'

describe('money given', () => {
  it('is spread over what is owed in order, and nothing is lost or invented', () => {
    const owed = fc.array(fc.integer({ min: -5_000, max: 50_000 }), { maxLength: 8 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), owed, (amount, debts) => {
        const charges = debts.map((value) => ({ chargeId: newId<'Charge'>(), owedCents: cents(value) }))
        const { parts, restCents } = spread(cents(amount), charges)
        assert.equal(sum(parts.map((part) => part.amountCents)) + restCents, amount)
        for (const part of parts) {
          const { owedCents } = charges.find(({ chargeId }) => chargeId === part.chargeId)!
          assert.ok(part.amountCents > 0 && part.amountCents <= owedCents)
        }
        if (restCents > 0) assert.equal(sum(parts.map((p) => p.amountCents)), sum(debts.filter((d) => d > 0)))
      }),
    )
  })
  for (const [text, is] of [
    ['4242 4242 4242 4242', true],
    ['auth 4111-1111-1111-1111 ok', true],
    ['378282246310005', true],
    ['4242', false],
    ['1234567890123', false],
    ['check 1042', false],
  ] as const)
    it(`${is ? 'never keeps' : 'may keep'} "${text}" as a reference`, () =>
      assert.equal(isCardNumber(text), is))
})

const practice = await openPractice()
let office: Awaited<ReturnType<typeof arrangeOffice>>
let desk: Awaited<ReturnType<typeof practice.as>>
let biller: Awaited<ReturnType<typeof practice.as>>
let minutes = 0

before(async () => {
  office = await practice.arrange(arrangeOffice)
  desk = await practice.as('front-desk')
  biller = await practice.as('biller')
})

/** A patient who pays for themselves. */
const newPatient = async () => (await practice.arrange((tx) => arrangePatient(tx, office))).id

/** A visit that is over and charged: the patient owes it at once, since nobody else pays. */
async function charge(patientId: Id<'Patient'>, amountCents: number) {
  const visitId = await practice.arrange(async (tx) => {
    const id = await arrangeVisit(tx, office, patientId, (minutes += 2))
    await tx.db
      .updateTable('scheduling.appointment')
      .set({ status: 'checked_out' })
      .where('id', '=', id)
      .execute()
    return id
  })
  await chargeVisit(visitId, amountCents)
  return visitId
}
async function chargeVisit(visitId: Id<'Appointment'>, amountCents: number) {
  const line = { id: newId(), code: '99214', modifiers: [], units: 1, pointers: [1], amountCents }
  const { status, body } = await practice.call(
    postCharges,
    { params: { id: visitId }, body: { diagnoses: ['I10'], lines: [line] } },
    biller,
  )
  assert.equal(status, 200, `${body.detail}`)
  await practice.settle()
}
const pay = (patientId: Id<'Patient'>, amountCents: number, more: object = {}, by = desk) =>
  practice.call(
    takePayment,
    {
      params: { id: patientId },
      body: {
        id: newId(),
        siteId: office.siteId,
        kind: 'balance',
        method: 'card',
        reference: null,
        amountCents,
        ...more,
      },
    },
    by,
  )
const account = async (id: Id<'Patient'>) =>
  (await practice.call(readAccount, { params: { id } }, biller)).body
const owes = async (id: Id<'Patient'>) => {
  const { patientCents, creditCents } = await account(id)
  return [patientCents, creditCents]
}

describe('a payment', () => {
  it('pays the oldest charges first; what is more than owed is kept as credit, never netted', async () => {
    const patientId = await newPatient()
    await charge(patientId, 3_000)
    await charge(patientId, 2_000)
    const { body } = await pay(patientId, 4_000)
    assert.deepEqual([body.appliedCents, body.creditCents], [4_000, 0])
    assert.deepEqual(await owes(patientId), [1_000, 0])
    await pay(patientId, 5_000, { kind: 'deposit' })
    assert.deepEqual(await owes(patientId), [1_000, 5_000])
    const { body: list } = await practice.call(readBalances, {}, biller)
    const row = list.accounts.find((one) => one.patientId === patientId)
    assert.deepEqual([row?.owedCents, row?.creditCents], [1_000, 5_000])
    await practice.call(applyCredits, { params: { id: patientId } }, biller)
    assert.deepEqual(await owes(patientId), [0, 4_000])
  })

  it('given twice at once never pays more than is owed', async () => {
    const patientId = await newPatient()
    await charge(patientId, 3_000)
    await Promise.all([1, 2, 3].map(() => pay(patientId, 3_000)))
    assert.deepEqual(await owes(patientId), [0, 6_000])
  })

  it('sent twice with one id is taken once', async () => {
    const patientId = await newPatient()
    const id = newId()
    const replies = [await pay(patientId, 1_000, { id }), await pay(patientId, 1_000, { id })]
    assert.deepEqual(
      replies.map(({ status }) => status),
      [200, 409],
    )
    assert.deepEqual(await owes(patientId), [0, 1_000])
  })

  it('voided on its day is as if it had not been given, and its number stays used', async () => {
    const patientId = await newPatient()
    await charge(patientId, 3_000)
    const { body } = await pay(patientId, 5_000)
    const late = await charge(patientId, 1_500)
    await practice.call(applyCredits, { params: { id: patientId } }, biller)
    assert.deepEqual(await owes(patientId), [0, 500])
    const voiding = { params: { id: body.id }, body: { reason: 'Wrong patient' } }
    assert.equal((await practice.call(voidPayment, voiding, desk)).status, 403)
    assert.equal((await practice.call(voidPayment, voiding, biller)).status, 200)
    assert.deepEqual(await owes(patientId), [4_500, 0])
    assert.equal((await practice.call(voidPayment, voiding, biller)).body.type, '/problems/cannot-void')
    const { payments } = await account(patientId)
    assert.deepEqual(
      payments.map(({ voidReason, leftCents, appliedCents }) => [voidReason, leftCents, appliedCents]),
      [['Wrong patient', 0, 0]],
    )
    assert.ok(late)
  })

  /** Voids while a colleague's work on it is not yet committed, and answers what came of it. */
  async function voidDuring(id: string, work: (tx: Tx) => Promise<unknown>) {
    let reply: ReturnType<typeof call> | undefined
    const call = () => practice.call(voidPayment, { params: { id }, body: { reason: 'Given twice' } }, biller)
    await practice.arrange(async (tx) => {
      await work(tx)
      reply = call()
      let answered = false
      void reply.then(() => (answered = true))
      for (let waiting = false, tries = 0; !answered && !waiting && tries < 200; tries += 1) {
        const { rows } = await sql`select pid from pg_locks where not granted`.execute(practice.db)
        waiting = rows.length > 0
        await setTimeout(20)
      }
    })
    return (await reply!).body.type
  }

  it('refunded by a colleague at the same moment is not voided as well', async () => {
    const patientId = await newPatient()
    const { body } = await pay(patientId, 1_000, { kind: 'deposit' })
    const type = await voidDuring(body.id, async (tx) => {
      await holdAccount(tx, patientId)
      await tx.db
        .insertInto('billing.adjustment')
        .values({
          id: newId(),
          kind: 'refund',
          patientId,
          paymentId: body.id as Id<'Payment'>,
          amountCents: cents(1_000),
          reason: 'Given twice',
          state: 'approved',
          requestedAt: tx.now,
          requestedBy: biller.id,
        })
        .execute()
    })
    assert.equal(type, '/problems/cannot-void')
  })

  it('in a drawer that is counted at the same moment is not voided', async () => {
    const patientId = await newPatient()
    const id = newId<'Drawer'>()
    const cashier = await practice.as('front-desk')
    await practice.call(openDrawer, { body: { id, siteId: office.siteId, floatCents: 0 } }, cashier)
    const { body } = await pay(patientId, 1_000, { kind: 'deposit', method: 'cash' }, cashier)
    const type = await voidDuring(body.id, (tx) =>
      tx.db
        .updateTable('billing.drawer')
        .set({ closedAt: tx.now, countedCents: cents(1_000), expectedCents: cents(1_000) })
        .where('id', '=', id)
        .execute(),
    )
    assert.equal(type, '/problems/cannot-void')
  })

  it('of another day is not voided', async () => {
    const patientId = await newPatient()
    const { body } = await pay(patientId, 1_000)
    await practice.arrange(({ db }) =>
      db
        .updateTable('billing.payment')
        .set({ receivedOn: Temporal.PlainDate.from('2026-01-05') })
        .where('id', '=', body.id as Id<'Payment'>)
        .execute(),
    )
    const reply = await practice.call(
      voidPayment,
      { params: { id: body.id }, body: { reason: 'Late' } },
      biller,
    )
    assert.equal(reply.body.type, '/problems/cannot-void')
  })

  it('on charges that are voided is the patient’s credit again, and pays the corrected charges by itself', async () => {
    const patientId = await newPatient()
    const visitId = await charge(patientId, 3_000)
    await pay(patientId, 3_000, { appointmentId: visitId })
    await practice.call(voidCharges, { params: { id: visitId }, body: { reason: 'Wrong code' } }, biller)
    await practice.settle()
    assert.deepEqual(await owes(patientId), [0, 3_000])
    await chargeVisit(visitId, 2_000)
    assert.deepEqual(await owes(patientId), [0, 1_000])
  })

  it('is listed on the day sheet by method, voided ones apart', async () => {
    const today = Temporal.Now.zonedDateTimeISO('America/Chicago').toPlainDate().toString()
    const { body } = await practice.call(
      readPayments,
      { query: { siteId: office.siteId, from: today, to: today } },
      biller,
    )
    assert.equal(body.totalCents, sum(body.byMethod.map(({ amountCents }) => amountCents)))
    assert.equal(body.totalCents, sum(body.byKind.map(({ amountCents }) => amountCents)))
    assert.equal(body.voidedCents, 5_000)
  })
})

describe('the account', () => {
  type Step = {
    readonly act: 'charge' | 'pay' | 'deposit' | 'apply' | 'void' | 'unvisit'
    readonly cents: number
  }
  const steps = fc.array(
    fc.record<Step>({
      act: fc.constantFrom('charge', 'pay', 'pay', 'deposit', 'apply', 'void', 'unvisit'),
      cents: fc.integer({ min: 1, max: 20_000 }),
    }),
    { minLength: 3, maxLength: 9 },
  )

  it('equals the ledger and the sum of its items after any sequence of charges, payments and voids', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const patientId = await newPatient()
        const visits: Id<'Appointment'>[] = []
        for (const step of sequence) {
          if (step.act === 'charge') visits.push(await charge(patientId, step.cents))
          if (step.act === 'pay') await pay(patientId, step.cents)
          if (step.act === 'deposit')
            await pay(patientId, step.cents, { kind: 'deposit', appointmentId: visits.at(-1) ?? null })
          if (step.act === 'apply') await practice.call(applyCredits, { params: { id: patientId } }, biller)
          if (step.act === 'void') {
            const payment = (await account(patientId)).payments.find(({ voidedAt }) => voidedAt === null)
            if (payment)
              await practice.call(
                voidPayment,
                { params: { id: payment.id }, body: { reason: 'Test' } },
                biller,
              )
          }
          if (step.act === 'unvisit' && visits.length > 0) {
            const id = visits.pop()!
            await practice.call(voidCharges, { params: { id }, body: { reason: 'Test' } }, biller)
            await practice.settle()
          }
        }
        await holds(patientId)
      }),
      { numRuns: 12 },
    )
  })
})

/** What must be true of every account at all times. */
async function holds(patientId: Id<'Patient'>) {
  const { patientCents, creditCents, visits, payments } = await account(patientId)
  const charges = visits.flatMap((visit) => visit.charges)
  const total = (values: readonly Cents[]) => sum(values)
  assert.equal(
    total(charges.map((charge) => charge.patientLeftCents)),
    patientCents,
    'items are the control account',
  )
  assert.equal(
    total(payments.map((payment) => payment.leftCents)),
    creditCents,
    'credits are the control account',
  )
  for (const charge of charges) {
    assert.ok(charge.patientLeftCents >= 0, 'nothing is paid twice')
    assert.equal(
      charge.patientPartCents - charge.patientPaidCents - charge.writtenOffCents,
      charge.patientLeftCents,
    )
  }
  const applied = await practice.db
    .selectFrom('billing.application')
    .select((eb) => eb.fn.sum<number>('amountCents').as('total'))
    .where('patientId', '=', patientId)
    .executeTakeFirstOrThrow()
  assert.equal(Number(applied.total ?? 0), total(charges.map((charge) => charge.patientPaidCents)))
}

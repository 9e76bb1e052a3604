import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { balance } from '#domains/ledger/ledger.ts'
import { stepVisit } from '../../scheduling/flow/contract.ts'
import { printReceipt, takePayment } from '../payments/contract.ts'
import { arrangeOffice, arrangePatient, arrangeVisit } from '../testing.ts'
import { CopayNotSettled, TooMuch, mustSettleCopay } from './check-in.ts'
import { checkIn, readCheckIn } from './contract.ts'

describe('the copay at the desk', () => {
  const asked = { payments: [], copayDueCents: cents(2_500), balanceCents: cents(1_000) }
  const paid = (kind: string, amountCents: number) => [{ kind, amountCents: cents(amountCents) }]
  it('is collected with its payment, waived with a reason, or billed', () => {
    mustSettleCopay({ ...asked, copay: { kind: 'collected' }, payments: paid('copay', 2_500) })
    mustSettleCopay({ ...asked, copay: { kind: 'billed' } })
    mustSettleCopay({ ...asked, copay: { kind: 'waived', reason: 'financial-hardship', note: '' } })
    mustSettleCopay({ ...asked, copay: { kind: 'none-due' }, copayDueCents: null })
  })
  it('is neither forgotten nor asked for twice', () => {
    const refusals = [
      [{ ...asked, copay: { kind: 'collected' } as const }, CopayNotSettled],
      [{ ...asked, copay: { kind: 'none-due' } as const }, CopayNotSettled],
      [{ ...asked, copay: { kind: 'billed' } as const, payments: paid('copay', 1) }, CopayNotSettled],
      [{ ...asked, copay: { kind: 'collected' } as const, payments: paid('copay', 2_501) }, TooMuch],
      [{ ...asked, copay: { kind: 'billed' } as const, payments: paid('balance', 1_001) }, TooMuch],
    ] as const
    for (const [given, reason] of refusals) assert.throws(() => mustSettleCopay(given), { reason })
  })
})

const practice = await openPractice()
let office: Awaited<ReturnType<typeof arrangeOffice>>
let desk: Awaited<ReturnType<typeof practice.as>>
let minutes = 0
const arrange = (copayCents?: number) =>
  practice.arrange(async (tx) => {
    const patient = await arrangePatient(tx, office, copayCents === undefined ? {} : { copayCents })
    return { patient, visitId: await arrangeVisit(tx, office, patient.id, (minutes += 2)) }
  })
const copay = (amountCents = 2_500, change: object = {}) => ({
  id: newId<'Payment'>(),
  kind: 'copay',
  method: 'card',
  reference: '4242',
  amountCents,
  ...change,
})
const read = async (id: Id<'Appointment'>) =>
  (await practice.call(readCheckIn, { params: { id } }, desk)).body

before(async () => {
  office = await practice.arrange(arrangeOffice)
  desk = await practice.as('front-desk')
})

describe('checking in', () => {
  it('verifies the record, the card and the copay in one step, with a receipt', async () => {
    const { patient, visitId } = await arrange(2_500)
    const page = await read(visitId)
    assert.equal(page.copayDueCents, 2_500)
    assert.equal(page.eligibility, 'never')
    assert.equal(page.settled, null)
    assert.deepEqual(page.patient.address, ['12 Analytical Way', 'Springfield, IL 62701'])

    const { status, body } = await practice.call(
      checkIn,
      {
        params: { id: visitId },
        body: {
          version: page.visit.version,
          demographics: { version: page.patient.version },
          coverage: { kind: 'confirmed', cards: page.cards.map(({ id, version }) => ({ id, version })) },
          copay: { kind: 'collected' },
          payments: [copay()],
        },
      },
      desk,
    )
    assert.equal(status, 200, `${body.detail}`)
    assert.equal(await balance(practice.db, '1010', { patientId: patient.id }), 2_500)
    assert.equal(await balance(practice.db, '2050', { patientId: patient.id }), -2_500)
    const after = await read(visitId)
    assert.equal(after.visit.status, 'checked_in')
    assert.equal(after.settled?.copay, 'collected')
    assert.ok(after.patient.verifiedOn && after.cards[0]?.verifiedOn)
    assert.equal(after.creditCents, 2_500)

    const paper = await practice.call(printReceipt, { params: { id: body.payments[0]!.id } }, desk)
    assert.equal(paper.status, 200)
    assert.equal(paper.bytes.subarray(0, 5).toString(), '%PDF-')
    const printed = await practice.db
      .selectFrom('audit.entry')
      .select('kind')
      .where('subject', '=', 'GET /payments/:id/receipt')
      .execute()
    assert.deepEqual(printed, [{ kind: 'print' }])
  })

  it('by two desks at once succeeds once, and the copay is taken once', async () => {
    const { patient, visitId } = await arrange(2_500)
    const body = () => ({
      version: 1,
      demographics: null,
      coverage: { kind: 'later' },
      copay: { kind: 'collected' },
      payments: [copay()],
    })
    const both = await Promise.all(
      [1, 2].map(() => practice.call(checkIn, { params: { id: visitId }, body: body() }, desk)),
    )
    assert.deepEqual(
      both.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
    assert.equal(both.find(({ status }) => status === 409)?.body.type, '/problems/cannot-move')
    assert.equal(await balance(practice.db, '2050', { patientId: patient.id }), -2_500)
    assert.equal((await read(visitId)).settled?.payments.length, 1)
  })

  it('that is refused leaves nothing behind: no step, no payment, no receipt number', async () => {
    const { visitId } = await arrange(2_500)
    const numbers = () => practice.db.selectFrom('billing.receiptCounter').selectAll().execute()
    const before = await numbers()
    const { body } = await practice.call(
      checkIn,
      {
        params: { id: visitId },
        body: {
          version: 1,
          demographics: { version: 99 },
          coverage: { kind: 'later' },
          copay: { kind: 'collected' },
          payments: [copay()],
        },
      },
      desk,
    )
    assert.equal(body.type, '/problems/changed-meanwhile')
    assert.equal((await read(visitId)).visit.status, 'arrived')
    assert.deepEqual(await numbers(), before)
  })

  it('as self-pay, or with the copay waived, needs no money but says why', async () => {
    const one = await arrange(2_500)
    const waived = {
      version: 1,
      demographics: null,
      coverage: { kind: 'later' },
      copay: { kind: 'waived', reason: 'financial-hardship', note: 'Form on file' },
      payments: [],
    }
    assert.equal(
      (await practice.call(checkIn, { params: { id: one.visitId }, body: waived }, desk)).status,
      200,
    )
    const two = await arrange()
    const selfPay = { ...waived, coverage: { kind: 'self-pay' }, copay: { kind: 'none-due' } }
    assert.equal(
      (await practice.call(checkIn, { params: { id: two.visitId }, body: selfPay }, desk)).status,
      200,
    )
    const rows = await practice.db
      .selectFrom('scheduling.appointment')
      .select('copayDisposition')
      .where('id', 'in', [one.visitId, two.visitId])
      .orderBy('id')
      .execute()
    assert.deepEqual(
      rows.map(({ copayDisposition }) => copayDisposition),
      ['waived', 'none_due'],
    )
  })

  it('can still be settled, once, when the visit was moved on without it', async () => {
    const { patient, visitId } = await arrange(2_500)
    const step = { params: { id: visitId }, body: { to: 'checked_in', version: 1 } }
    assert.equal((await practice.call(stepVisit, step, desk)).status, 200)
    const page = await read(visitId)
    assert.deepEqual([page.visit.status, page.visit.mayCheckIn], ['checked_in', true])
    const settle = (version: number) =>
      practice.call(
        checkIn,
        {
          params: { id: visitId },
          body: {
            version,
            demographics: null,
            coverage: { kind: 'later' },
            copay: { kind: 'collected' },
            payments: [copay()],
          },
        },
        desk,
      )
    assert.equal((await settle(1)).body.type, '/problems/changed-meanwhile')
    const both = await Promise.all([settle(2), settle(2)])
    assert.deepEqual(
      both.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
    assert.equal(await balance(practice.db, '2050', { patientId: patient.id }), -2_500)
    assert.equal((await read(visitId)).visit.mayCheckIn, false)
  })

  it('never writes down a card number, and cash needs an open drawer', async () => {
    const { patient } = await arrange()
    const pay = (change: object) =>
      practice.call(
        takePayment,
        { params: { id: patient.id }, body: { ...copay(1_000, change), siteId: office.siteId } },
        desk,
      )
    assert.equal((await pay({ reference: '4242 4242 4242 4242' })).body.type, '/problems/not-a-payment')
    assert.equal((await pay({ method: 'cash', reference: null })).body.type, '/problems/drawer-not-open')
    assert.equal((await pay({ amountCents: 0 })).body.type, '/problems/not-a-payment')
  })

  it('numbers the receipts of a site without gaps, even fifty at a time', async () => {
    const { patient } = await arrange()
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        practice.call(
          takePayment,
          {
            params: { id: patient.id },
            // Every fifth is refused: it must not use a number up.
            body: { ...copay(at % 5 === 0 ? 0 : 100), siteId: office.siteId },
          },
          desk,
        ),
      ),
    )
    const numbers = await practice.db
      .selectFrom('billing.payment')
      .select('receiptNumber')
      .where('siteId', '=', office.siteId)
      .orderBy('receiptNumber')
      .execute()
    assert.ok(numbers.length > 40)
    assert.deepEqual(
      numbers.map(({ receiptNumber }) => receiptNumber),
      numbers.map((_, at) => at + 1),
    )
  })

  it('of another site is not there', async () => {
    const { visitId } = await arrange()
    const elsewhere = await practice.as('front-desk', [newId()])
    assert.equal((await practice.call(readCheckIn, { params: { id: visitId } }, elsewhere)).status, 404)
  })
})

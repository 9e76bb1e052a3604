import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Colleague, openPractice } from '#app/testing.ts'
import { balance, post } from '#domains/ledger/ledger.ts'
import { cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { file, interchange, remittance as set } from '#standards/x12/835-example.ts'
import { attention } from '../attention.ts'
import { postCharges } from '../charges/contract.ts'
import { readClaim } from '../claims/contract.ts'
import { dropRemittance, readRemittances, reverseRemittance } from '../remittances/contract.ts'
import {
  type Office,
  arrangeBilling,
  arrangeCoverage,
  arrangePatient,
  arrangeVisit,
  entryOf,
  serviceDay,
} from '../testing.ts'
import {
  appealDenial,
  assignDenial,
  billPatient,
  closeDenial,
  readAssignees,
  readDenial,
  readDenials,
  resubmitDenial,
  snoozeDenial,
  writeOffDenial,
} from './contract.ts'

const practice = await openPractice()
let office: Office
let biller: Colleague
let manager: Colleague
before(async () => {
  office = await practice.arrange((tx) => arrangeBilling(tx))
  biller = await practice.as('biller')
  manager = await practice.as('manager')
})

let days = 0
/** 99214 for 185.00 (contract 132.40), denied by the payer with one reason; Medicare where `filing` is MB. */
async function denied(reason = 'CO*197', { amountCents = 18_500, filing = '12' } = {}) {
  const visitId = await practice.arrange(async ({ db }) => {
    const patientId = await arrangePatient(db)
    await arrangeCoverage(db, { ...office, patientId, rank: 'primary' })
    return arrangeVisit(db, { ...office, patientId }, { on: serviceDay().subtract({ days: ++days }) })
  })
  const entry = entryOf('99214', { amountCents: cents(amountCents) })
  const { body } = await practice.call(postCharges, { params: { id: visitId }, body: entry })
  const claimId = body.claimIds[0]! as Id<'Claim'>
  const claim = await practice.db
    .selectFrom('claims.claim')
    .selectAll()
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow()
  const dollars = amountCents / 100
  const sent = set('0', [
    `CLP*${claim.number}*4*${dollars}*0*0*${filing}*ICN${claim.number}`,
    `SVC*HC:99214*${dollars}*0**1`,
    `CAS*${reason}*${dollars}`,
  ]).map((segment) => segment.replace('EFT0001', `NON${claim.number}`))
  await practice.call(dropRemittance, {
    file: { type: 'application/edi-x12', content: file(interchange([sent])) },
  })
  const chargeId = entry.lines[0]!.id
  const { id } = await practice.db
    .selectFrom('claims.denial')
    .select('id')
    .where('claimId', '=', claimId)
    .executeTakeFirstOrThrow()
  return {
    id,
    claimId,
    chargeId,
    patientId: claim.patientId,
    params: { id },
    open: async () => (await practice.call(readDenial, { params: { id } }, biller)).body,
    claimState: async () => (await practice.call(readClaim, { params: { id: claimId } }, biller)).body.state,
    /** Insurance, patient, administrative write-off, allowance and contractual of the charge. */
    books: () =>
      Promise.all(
        (['1100', '1110', '4092', '1190', '4090'] as const).map((account) =>
          balance(practice.db, account, { chargeId }),
        ),
      ),
  }
}
const reason = 'Reviewed with the chart'

describe('the denials worklist', () => {
  it('puts the nearest deadline first and then the largest amount', async () => {
    const small = await denied('CO*16', { amountCents: 10_000 })
    const large = await denied('CO*16', { amountCents: 20_000 })
    const medicare = await denied('CO*50', { amountCents: 5_000, filing: 'MB' })
    const { body } = await practice.call(readDenials, {}, biller)
    const order = [medicare, large, small].map(({ id }) => body.denials.findIndex((row) => row.id === id))
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    )
    assert.equal(body.denials[order[0]!]!.appealUntilOn, '2027-03-26', 'the payment of 2026-11-21 + 125 days')
    assert.equal(body.denials[order[1]!]!.leftCents, 20_000)
  })

  it('shows one with its line, its reason in words and what else the payer said', async () => {
    const page = await (await denied('CO*197')).open()
    assert.match(page.meaning, /Authorisation/)
    assert.deepEqual([page.line?.code, page.line?.insuranceCents, page.leftCents], ['99214', 18_500, 18_500])
    assert.deepEqual(
      page.adjustments.map(({ group, carc }) => `${group}-${carc}`),
      ['CO-197'],
    )
    assert.equal(page.mayBillPatient, false)
  })

  it('is taken, put off and handed back; each change needs the version seen', async () => {
    const { params, open } = await denied()
    const first = await practice.call(
      assignDenial,
      { params, body: { ownerId: biller.id, version: 1 } },
      biller,
    )
    assert.equal(first.status, 200)
    const mine = await practice.call(readDenials, { query: { show: 'mine' } }, biller)
    assert.deepEqual(
      mine.body.denials.map(({ id }) => id),
      [params.id],
    )
    const again = await practice.call(assignDenial, { params, body: { ownerId: null, version: 1 } }, biller)
    assert.equal(again.status, 409)
    const later = { nextActionOn: '2030-01-02', note: 'Called, ask again', version: 2 }
    await practice.call(snoozeDenial, { params, body: later }, biller)
    const page = await open()
    assert.equal(page.nextActionOn, '2030-01-02')
    assert.match(page.steps[0]!.note!, /Called, ask again/)
    const nobody = await practice.call(
      assignDenial,
      { params, body: { ownerId: newId(), version: 3 } },
      biller,
    )
    assert.equal(nobody.status, 404)
    assert.equal((await practice.call(readAssignees, {}, biller)).status, 200)
  })

  it('is of one’s own sites only', async () => {
    const { params } = await denied()
    const elsewhere = await practice.as('biller', [newId<'Site'>()])
    assert.equal((await practice.call(readDenial, { params }, elsewhere)).status, 404)
    const body = { kind: 'administrative', reason, version: 1 }
    const other = await practice.as('manager', [newId<'Site'>()])
    assert.equal((await practice.call(writeOffDenial, { params, body }, other)).status, 404)
    assert.deepEqual((await practice.call(readDenials, {}, elsewhere)).body.denials, [])
  })
})

describe('giving a denied amount up', () => {
  it('posts to administrative write-offs, never contractual, and closes denial and claim (CO-29)', async () => {
    const denial = await denied('CO*29')
    const body = { kind: 'timely-filing', reason: 'No proof of filing', version: 1 }
    assert.equal((await practice.call(writeOffDenial, { params: denial.params, body }, manager)).status, 200)
    assert.deepEqual(await denial.books(), [0, 0, 18_500, 0, 0])
    const page = await denial.open()
    assert.deepEqual([page.state, page.leftCents], ['written-off', 0])
    assert.match(page.outcome!, /\$185\.00 written off, timely filing/)
    assert.equal(await denial.claimState(), 'closed')
    const { reason: why } = await practice.db
      .selectFrom('audit.entry')
      .select('reason')
      .where('subject', '=', 'claims.denial')
      .where('recordId', '=', denial.id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    assert.equal(why, 'No proof of filing')
    const second = await practice.call(
      writeOffDenial,
      { params: denial.params, body: { ...body, version: 2 } },
      manager,
    )
    assert.deepEqual([second.status, second.body.type], [409, '/problems/denial-closed'])
    assert.deepEqual(await denial.books(), [0, 0, 18_500, 0, 0])
  })

  it('is posted once, however many desks press the button at once', async () => {
    const denial = await denied('CO*29')
    const body = { kind: 'timely-filing', reason, version: 1 }
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        practice.call(writeOffDenial, { params: denial.params, body }, manager),
      ),
    )
    assert.deepEqual(
      replies.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, ...Array<number>(9).fill(409)],
    )
    assert.deepEqual((await denial.books()).slice(0, 3), [0, 0, 18_500])
  })

  it('waits for an answer of the payer that is being posted, and then finds nothing left', async () => {
    const denial = await denied('CO*29')
    const body = { kind: 'timely-filing', reason, version: 1 }
    const asked = await practice.arrange(async (tx) => {
      await tx.db
        .selectFrom('claims.claim')
        .select('id')
        .where('id', '=', denial.claimId)
        .forUpdate()
        .execute()
      const answer = practice.call(writeOffDenial, { params: denial.params, body }, manager)
      await setTimeout(500)
      await post(tx, {
        id: newId(),
        postedOn: serviceDay(),
        memo: 'Paid after all',
        source: 'claims.remittance-claim',
        sourceId: denial.id,
        siteId: office.siteId,
        lines: (
          [
            ['1020', 18_500],
            ['1100', -18_500],
          ] as const
        ).map(([account, amount]) => ({
          account,
          amountCents: cents(amount),
          chargeId: denial.chargeId,
          patientId: denial.patientId,
        })),
      })
      return { answer }
    })
    const { status, body: said } = await asked.answer
    assert.deepEqual([status, said.type], [409, '/problems/nothing-left'])
    assert.deepEqual((await denial.books()).slice(0, 3), [0, 0, 0])
  })

  it('is not for the biller, who takes payments: the manager or the owner is asked', async () => {
    const denial = await denied('CO*29')
    const body = { kind: 'timely-filing', reason, version: 1 }
    assert.equal((await practice.call(writeOffDenial, { params: denial.params, body }, biller)).status, 403)
    assert.equal((await denial.books())[0], 18_500)
    assert.ok(!biller.permissions.has('denials.settle') && biller.permissions.has('payments.take'))
  })

  it('above the limit is refused to the manager with the way on, and done by the owner', async () => {
    const denial = await denied('CO*29', { amountCents: 30_000 })
    const body = { kind: 'timely-filing', reason, version: 1 }
    const refused = await practice.call(writeOffDenial, { params: denial.params, body }, manager)
    assert.equal(refused.status, 403)
    assert.match(refused.body.detail!, /assign the denial to the owner/)
    assert.equal((await denial.books())[0], 30_000)
    const owner = await practice.as('owner')
    assert.equal((await practice.call(writeOffDenial, { params: denial.params, body }, owner)).status, 200)
    assert.deepEqual((await denial.books()).slice(0, 3), [0, 0, 30_000])
  })
})

describe('billing the patient after a denial', () => {
  it('moves what the payer put on the patient, and says so to billing (PR-96)', async () => {
    const denial = await denied('PR*96')
    const body = { reason, version: 1 }
    assert.equal((await practice.call(billPatient, { params: denial.params, body }, biller)).status, 200)
    assert.deepEqual(await denial.books(), [0, 18_500, 0, 0, 0])
    assert.equal((await denial.open()).state, 'patient')
    await practice.settle()
  })

  it('refuses what is between payer and practice, in words that say what to do', async () => {
    const denial = await denied('CO*50')
    const refused = await practice.call(
      billPatient,
      { params: denial.params, body: { reason, version: 1 } },
      biller,
    )
    assert.deepEqual([refused.status, refused.body.type], [409, '/problems/not-the-patients'])
    assert.match(refused.body.detail!, /CO-50.*Appeal, send the claim again, or write it off/)
    assert.deepEqual((await denial.books()).slice(0, 2), [18_500, 0])
  })
})

describe('winning a denied amount back', () => {
  it('sends the claim again as frequency 7 with the payer’s number; until the answer nothing is given up', async () => {
    const denial = await denied('CO*16')
    const claimId = newId<'Claim'>()
    const { status } = await practice.call(
      resubmitDenial,
      { params: denial.params, body: { claimId, reason: 'Modifier added', version: 1 } },
      biller,
    )
    assert.equal(status, 200)
    const claim = await practice.db
      .selectFrom('claims.claim')
      .selectAll()
      .where('id', '=', claimId)
      .executeTakeFirstOrThrow()
    assert.deepEqual([claim.frequency, claim.replacesId], ['7', denial.claimId])
    assert.match(claim.payerControlNumber!, /^ICNW/)
    const page = await denial.open()
    assert.deepEqual([page.state, page.pendingClaim?.id], ['resubmitted', claimId])

    const gaveUp = await practice.call(
      writeOffDenial,
      { params: denial.params, body: { kind: 'administrative', reason, version: 2 } },
      manager,
    )
    assert.deepEqual([gaveUp.status, gaveUp.body.type], [409, '/problems/insurance-pending'])
    const twice = await practice.call(
      resubmitDenial,
      { params: denial.params, body: { claimId: newId(), reason: 'Once more', version: 2 } },
      biller,
    )
    assert.deepEqual([twice.status, twice.body.type], [409, '/problems/already-resubmitted'])
  })

  it('is recovered by itself when the payer pays the claim sent again, and open again when that is taken back', async () => {
    const denial = await denied('CO*16')
    const claimId = newId<'Claim'>()
    const again = { claimId, reason: 'Modifier added', version: 1 }
    await practice.call(resubmitDenial, { params: denial.params, body: again }, biller)
    const { number } = await practice.db
      .selectFrom('claims.claim')
      .select('number')
      .where('id', '=', claimId)
      .executeTakeFirstOrThrow()
    const sent = set('132.40', [
      `CLP*${number}*1*185*132.4*0*12*ICN2`,
      'SVC*HC:99214*185*132.4**1',
      'CAS*CO*45*52.6',
    ]).map((segment) => segment.replace('EFT0001', `EFT${number}`))
    const { body } = await practice.call(dropRemittance, {
      file: { type: 'application/edi-x12', content: file(interchange([sent])) },
    })
    assert.equal((await denial.open()).state, 'recovered')
    assert.deepEqual(await denial.books(), [0, 0, 0, 0, 5_260])

    const back = { reason: 'Of another practice', version: 1 }
    await practice.call(reverseRemittance, { params: { id: body.remittances[0]!.id }, body: back })
    const page = await denial.open()
    assert.deepEqual([page.state, page.leftCents], ['open', 18_500])
  })

  it('keeps an appeal with whoever wrote it, and closes when the money came', async () => {
    const denial = await denied('CO*50')
    await practice.call(
      appealDenial,
      { params: denial.params, body: { note: 'Letter with chart notes', version: 1 } },
      biller,
    )
    const page = await denial.open()
    assert.deepEqual([page.state, page.ownerId], ['appealed', biller.id])
    const body = { outcome: 'recovered', reason: 'Paid on appeal', version: 2 }
    await practice.call(closeDenial, { params: denial.params, body }, biller)
    assert.equal((await denial.open()).state, 'recovered')
  })
})

describe('the cockpit', () => {
  it('counts of denials and remittances exactly the rows its lines open', async () => {
    await denied('CO*22')
    const scope = { siteIds: null, now: Temporal.Now.instant() }
    const lines = attention.filter(({ key }) => /denials|remittances/.test(key))
    assert.equal(lines.length, 6)
    for (const line of lines) {
      const show = new URLSearchParams(line.to.split('?')[1]).get('show')!
      const { count } = await line.count(practice.db, scope)
      const opened = line.to.startsWith('/denials')
        ? (await practice.call(readDenials, { query: { show } }, biller)).body.denials
        : (await practice.call(readRemittances, { query: { show } }, biller)).body.remittances
      assert.equal(count, opened.length, line.label)
    }
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { readX12, transactionsOf } from '#standards/x12/reader.ts'
import { read837P } from '#standards/x12/837p-read.ts'
import { attention } from '../attention.ts'
import { postCharges, readChargesToEnter, voidCharges } from '../charges/contract.ts'
import {
  changeClaim,
  holdClaim,
  print1500,
  read837,
  readClaim,
  readClaims,
  recheckClaims,
  releaseClaim,
  replaceClaim,
} from '../claims/contract.ts'
import { entryOf } from '../testing.ts'
import { changeClearinghouse, downloadSubmission, markSent, readSubmissions } from './contract.ts'
import { answer277, openClaimsDesk } from './testing.ts'

const { practice, claim, read, make, drop, sent, siteId } = await openClaimsDesk()

describe('a claim on its way', () => {
  it('is written as the office has it, and reads back equal: charge to 837P (TC-C1)', async () => {
    const id = await claim()
    const page = await read(id)
    assert.deepEqual([page.state, page.findings, page.totalCents], ['ready', [], 18_500])
    const made = await make()
    assert.equal(made.status, 200)
    assert.equal(made.body.leftOut, 0)
    const file = await practice.call(downloadSubmission, { params: { id: made.body.id } })
    const [transaction] = transactionsOf(readX12(file.bytes), '837')
    const { submission, problems } = read837P(transaction!)
    assert.deepEqual(problems, [])
    const written = submission!.claims.find((one) => one.id === page.number)!
    assert.deepEqual(
      [written.chargeCents, written.diagnoses, written.placeOfService, written.frequency],
      [18_500, ['I10'], '11', '1'],
    )
    assert.deepEqual(written.subscriber.name, { kind: 'person', last: "O'BRIEN", first: 'MAEVE' })
    assert.equal(written.subscriber.memberId, 'W123456')
    assert.deepEqual(
      written.lines.map(({ procedure, chargeCents, units, pointers, control, from }) => [
        procedure.code,
        chargeCents,
        units,
        pointers,
        control,
        from?.toString(),
      ]),
      [['99214', 18_500, 1, [1], `${page.number}-1`, page.serviceOn]],
    )
    assert.equal((await read(id)).state, 'batched')
  })

  it('is addressed to the clearinghouse the office has named', async () => {
    const body = { name: 'Prairie Gateway', id: 'PGW001', qualifier: '30' }
    assert.equal((await practice.call(changeClearinghouse, { body })).status, 200)
    await claim()
    const made = await make()
    const file = await practice.call(downloadSubmission, { params: { id: made.body.id } })
    const text = file.bytes.toString()
    assert.match(text, /^ISA.*\*30\*PGW001 {9}\*/)
    assert.ok(text.includes('NM1*40*2*PRAIRIE GATEWAY*****46*PGW001~'))
    const wrong = { ...body, id: 'NOT*AN*ID' }
    assert.equal((await practice.call(changeClearinghouse, { body: wrong })).status, 400)
  })

  it('is put into one file only, even when ten people make files at once', async () => {
    const id = await claim()
    const answers = await Promise.all(Array.from({ length: 10 }, make))
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, ...Array(9).fill(409)],
    )
    assert.equal((await read(id)).submissions.length, 1)
  })

  it('is left out when a last check finds something, and the others go', async () => {
    const bad = await claim()
    const good = await claim()
    await practice.arrange(({ db }) =>
      db
        .updateTable('claims.claim')
        .set({ totalCents: 1 as never })
        .where('id', '=', bad)
        .execute(),
    )
    const { body } = await make()
    assert.deepEqual([body.claimCount, body.leftOut], [1, 1])
    assert.deepEqual([(await read(bad)).state, (await read(good)).state], ['failed', 'batched'])
    assert.equal((await read(bad)).findings[0]?.edit, 'total')
    const only = await make()
    assert.deepEqual([only.status, only.body.type], [409, '/problems/nothing-to-send'])
  })

  it('fails with words and can be mended: a lab line without CLIA number, then with one', async () => {
    const id = await claim({
      ...entryOf('83036'),
      lines: [{ ...entryOf('83036').lines[0]!, amountCents: 2_500 }],
    })
    assert.equal((await read(id)).state, 'failed')
    assert.match((await read(id)).why!, /CLIA/)
    await practice.arrange(({ db }) =>
      db.updateTable('practice.site').set({ cliaNumber: '14D1234567' }).where('id', '=', siteId()).execute(),
    )
    const { body } = await practice.call(recheckClaims, { body: { ids: [id] } })
    assert.deepEqual(body, { ready: 1, failed: 0 })
    assert.deepEqual(
      (await read(id)).events.map(({ toState }) => toState),
      ['draft', 'failed', 'ready'],
    )
    await practice.call(voidCharges, {
      params: { id: (await read(id)).appointmentId },
      body: { reason: 'Test' },
    })
  })

  it('is held with a reason, does not go, and is released', async () => {
    const id = await claim()
    const { version } = await read(id)
    const body = { reason: 'Waiting for the referral', version }
    assert.equal((await practice.call(holdClaim, { params: { id }, body })).status, 200)
    assert.equal((await practice.call(holdClaim, { params: { id }, body })).status, 409)
    assert.equal((await make()).status, 409)
    assert.deepEqual([(await read(id)).state, (await read(id)).why], ['held', 'Waiting for the referral'])
    await practice.call(releaseClaim, { params: { id }, body: { version: version + 1 } })
    assert.equal((await read(id)).state, 'ready')
  })

  it('carries the authorisation entered for it', async () => {
    const id = await claim()
    const { version } = await read(id)
    const numbers = { priorAuthorization: 'AUTH-77', referralNumber: null, payerControlNumber: null }
    assert.equal(
      (await practice.call(changeClaim, { params: { id }, body: { ...numbers, version } })).status,
      200,
    )
    const { body } = await practice.call(read837, { params: { id } })
    assert.ok(body.segments.includes('REF*G1*AUTH-77~'))
  })

  it('is printed as a CMS-1500', async () => {
    const { bytes, headers } = await practice.call(print1500, { params: { id: await claim() } })
    assert.equal(headers['content-type'], 'application/pdf')
    assert.equal(bytes.subarray(0, 5).toString(), '%PDF-')
  })
})

describe('a settled claim', () => {
  it("is replaced under a new number with the payer's own number of the old one", async () => {
    const { id, number } = await sent()
    await drop(answer277([number, 'A2', 'ICN90']))
    const { version } = await read(id)
    const body = { id: newId<'Claim'>(), frequency: '7', reason: 'Modifier 25 was missing', version }
    assert.equal((await practice.call(replaceClaim, { params: { id }, body })).status, 200)
    const page = await read(body.id)
    assert.deepEqual([page.state, page.frequency, page.replaces], ['ready', '7', { id }])
    assert.deepEqual([(await read(id)).state, (await read(id)).replacedBy], ['closed', { id: body.id }])
    const { body: written } = await practice.call(read837, { params: { id: body.id } })
    assert.ok(written.segments.includes('REF*F8*ICN90~'))
    assert.ok(written.segments.some((segment) => segment.includes('11:B:7')))
  })

  it('that was denied is replaced when its charges are corrected, under the number the payer gave it', async () => {
    const { id, number } = await sent()
    await drop(answer277([number, 'A2', 'ICN91']))
    await practice.arrange(({ db }) =>
      db.updateTable('claims.claim').set({ state: 'denied' }).where('id', '=', id).execute(),
    )
    const visit = { id: (await read(id)).appointmentId }
    const voided = await practice.call(voidCharges, { params: visit, body: { reason: 'Modifier missing' } })
    assert.equal(voided.status, 200)
    const posted = await practice.call(postCharges, {
      params: visit,
      body: entryOf('99214', { modifiers: ['25'] }),
    })
    const page = await read(posted.body.claimIds[0]!)
    assert.deepEqual(
      [page.frequency, page.payerControlNumber, page.replaces, page.state],
      ['7', 'ICN91', { id }, 'ready'],
    )
    assert.equal((await read(id)).state, 'closed')
  })

  it('is not replaced while nobody has it', async () => {
    const id = await claim()
    const { version } = await read(id)
    const body = { id: newId<'Claim'>(), frequency: '7', reason: 'Test', version }
    const answer = await practice.call(replaceClaim, { params: { id }, body })
    assert.deepEqual([answer.status, answer.body.type], [409, '/problems/cannot-replace'])
  })
})

describe('the cockpit', () => {
  it('counts exactly the rows that its lines open', async () => {
    await claim()
    await practice.arrange(async ({ db }) => {
      const long = Temporal.Now.instant().subtract({ hours: 24 * 20 })
      await db.updateTable('claims.claim').set({ sentAt: long }).where('state', '=', 'received').execute()
      await db.updateTable('claims.submission').set({ state: 'sent', sentAt: long }).execute()
    })
    const scope = { siteIds: null, now: Temporal.Now.instant() }
    for (const { key, to, count } of attention) {
      const url = new URL(to, 'http://office')
      const show = url.searchParams.get('show')!
      const rows = {
        '/charges': async () => (await practice.call(readChargesToEnter, { query: { show } })).body.visits,
        '/claims': async () => (await practice.call(readClaims, { query: { show } })).body.claims,
        '/claim-files': async () =>
          (await practice.call(readSubmissions, { query: { show } })).body.submissions,
      }[url.pathname]
      if (rows) assert.equal((await count(practice.db, scope)).count, (await rows()).length, key)
    }
    const files = attention.find(({ key }) => key === 'claims.files-silent')!
    assert.ok((await files.count(practice.db, scope)).count > 0)
  })
})

describe('the list of claims', () => {
  it('counts what each list shows', async () => {
    const { body } = await practice.call(readClaims, { query: { show: 'ready' } })
    assert.equal(body.counts['ready'], body.claims.length)
    const all = await practice.call(readClaims, { query: { show: 'all' } })
    assert.ok(all.body.claims.length > body.claims.length)
    const one = await practice.call(readClaims, {
      query: { show: 'all', number: all.body.claims[0]!.number },
    })
    assert.deepEqual(
      one.body.claims.map(({ id }) => id),
      [all.body.claims[0]!.id],
    )
  })

  it("shows nothing of other sites' claims, and answers as if they were not there", async () => {
    const id = await claim()
    const elsewhere = await practice.colleague(['claims.read', 'claims.edit'], [newId<'Site'>()])
    assert.deepEqual((await practice.call(readClaims, { query: { show: 'all' } }, elsewhere)).body.claims, [])
    const answers = [
      await practice.call(readClaim, { params: { id } }, elsewhere),
      await practice.call(read837, { params: { id } }, elsewhere),
      await practice.call(print1500, { params: { id } }, elsewhere),
      await practice.call(holdClaim, { params: { id }, body: { reason: 'x', version: 1 } }, elsewhere),
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404, 404, 404],
    )
    const made = await make()
    const biller = await practice.colleague(['claims.read', 'claims.submit'], [newId<'Site'>()])
    const file = { params: { id: made.body.id } }
    assert.equal((await practice.call(downloadSubmission, file, biller)).status, 404)
    assert.equal((await practice.call(markSent, { ...file, body: { version: 1 } }, biller)).status, 404)
    assert.deepEqual((await practice.call(readSubmissions, {}, biller)).body.submissions, [])
  })
})

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { newId } from '#kernel/id.ts'
import { file, interchange, remittance } from '#standards/x12/835-example.ts'
import { postCharges } from '../charges/contract.ts'
import { dropRemittance } from '../remittances/contract.ts'
import { type Office, arrangeBilling, arrangeCoverage, arrangeVisit, entryOf } from '../testing.ts'
import { read837, readClaim, readClaims } from './contract.ts'

const practice = await openPractice()
let office: Office
before(async () => {
  office = await practice.arrange(async (tx) => {
    const arranged = await arrangeBilling(tx)
    const payerId = newId<'Payer'>()
    await tx.db
      .insertInto('insurance.payer')
      .values({ id: payerId, name: 'Second Mutual', payerCode: 'SECOND1', filingCode: 'CI' })
      .execute()
    await arrangeCoverage(tx.db, { patientId: arranged.patientId, payerId, rank: 'secondary' })
    return arranged
  })
})

describe('a claim to the second payer', () => {
  it('says line by line what the first one did (TC-C2: 101.92 paid, CO-45 55.00, CO-253 2.08, PR-2 26.00)', async () => {
    const visitId = await practice.arrange(({ db }) => arrangeVisit(db, office))
    const posted = await practice.call(postCharges, { params: { id: visitId }, body: entryOf() })
    const first = await practice.call(readClaim, { params: { id: posted.body.claimIds[0] } })
    const advice = remittance('101.92', [
      `CLP*${first.body.number}*1*185*101.92*26*MB*ICN1`,
      'SVC*HC:99214*185*101.92**1',
      'CAS*CO*45*55**253*2.08',
      'CAS*PR*2*26',
    ])
    const dropped = await practice.call(dropRemittance, {
      file: { type: 'application/edi-x12', content: file(interchange([advice])) },
    })
    assert.equal(dropped.status, 200)
    await practice.settle()

    const { body: list } = await practice.call(readClaims, {
      query: { show: 'ready', patientId: office.patientId },
    })
    const [second] = list.claims
    assert.deepEqual(
      [second?.rank, second?.payerName, second?.state],
      ['secondary', 'Second Mutual', 'ready'],
    )
    const { body } = await practice.call(read837, { params: { id: second!.id } })
    const has = (segment: string) =>
      assert.ok(body.segments.includes(segment), `${segment}\n${body.segments.join('\n')}`)
    has('AMT*D*101.92~')
    has('SVD*PRAIRIE1*101.92*HC:99214**1~')
    has('CAS*CO*45*55**253*2.08~')
    has('CAS*PR*2*26~')
    has('REF*F8*ICN1~')
    assert.ok(body.segments.some((segment) => segment.startsWith('SBR*S*18')))
    assert.ok(body.segments.some((segment) => segment.startsWith('SBR*P*18')))
  })
})

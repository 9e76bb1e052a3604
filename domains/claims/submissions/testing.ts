/** A biller's desk for the tests of claims: a charged visit, its claim, a file of claims, and what comes back for it. */
import assert from 'node:assert/strict'
import { before } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { Envelope } from '#standards/x12/writer.ts'
import { postCharges } from '../charges/contract.ts'
import { readClaim } from '../claims/contract.ts'
import { type Office, arrangeBilling, arrangeVisit, entryOf } from '../testing.ts'
import { dropAcknowledgement, makeSubmission, markSent } from './contract.ts'

export async function openClaimsDesk() {
  const practice = await openPractice()
  let office: Office
  before(async () => {
    office = await practice.arrange((tx) => arrangeBilling(tx))
  })

  /** The claim of a new visit, and the visit. */
  async function claim(entry: object = entryOf()): Promise<Id<'Claim'>> {
    const id = await practice.arrange(({ db }) => arrangeVisit(db, office))
    const { status, body } = await practice.call(postCharges, { params: { id }, body: entry })
    assert.equal(status, 200, JSON.stringify(body))
    return body.claimIds[0]!
  }
  const read = async (id: Id<'Claim'>) => (await practice.call(readClaim, { params: { id } })).body
  const make = async () => practice.call(makeSubmission, { body: { id: newId() } })
  const drop = (content: string) =>
    practice.call(dropAcknowledgement, { file: { type: 'application/edi-x12', content } })
  async function sent() {
    const id = await claim()
    const made = await make()
    assert.equal(made.status, 200, JSON.stringify(made.body))
    await practice.call(markSent, { params: { id: made.body.id }, body: { version: 1 } })
    return { ...made.body, id, number: (await read(id)).number }
  }

  return { practice, claim, read, make, drop, sent, siteId: () => office.siteId }
}

export const envelope: Envelope = {
  sender: { qualifier: 'ZZ', id: 'CLEARINGHOUSE' },
  receiver: { qualifier: '30', id: '123456789' },
  control: 1,
  at: Temporal.PlainDateTime.from('2026-11-21T09:05'),
  usage: 'P',
}
export const group = (control: string, status: 'A' | 'R', claimId?: string) => ({
  functionalId: 'HC',
  control: String(Number(control)),
  version: '005010X222A1',
  status,
  included: 1,
  received: 1,
  accepted: status === 'A' ? 1 : 0,
  codes: [],
  sets: [{ set: '837', control: '0001', status, codes: [], errors: [], ...(claimId && { claimId }) }],
})

/** A 277CA about these claims: [claim number, category, the payer's own number]. */
export function answer277(...claims: readonly (readonly [string, string, string?])[]) {
  const body = [
    'ST*277*0001*005010X214',
    'BHT*0085*08*ANSWER1*20261121*0905*TH',
    'HL*1**20*1',
    'NM1*PR*2*PRAIRIE HEALTH*****PI*PRAIRIE1',
    ...claims.flatMap(([number, category, control], index) => [
      `HL*${index + 2}*1*PT*0`,
      "NM1*QC*1*O'BRIEN*MAEVE****MI*W123456",
      `TRN*2*${number}`,
      `STC*${category}:20*20261121*${category === 'A3' ? 'U' : 'WQ'}*185`,
      ...(control ? [`REF*1K*${control}`] : []),
    ]),
  ]
  return [
    'ISA*00*          *00*          *ZZ*CLEARINGHOUSE  *30*123456789      *261121*0905*^*00501*000000001*0*P*:',
    'GS*HN*CLEARINGHOUSE*123456789*20261121*0905*1*X*005010X214',
    ...body,
    `SE*${body.length + 1}*0001`,
    'GE*1*1',
    'IEA*1*000000001',
    '',
  ].join('~')
}

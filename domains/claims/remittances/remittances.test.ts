import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import fc from 'fast-check'
import { openPractice } from '#app/testing.ts'
import { balance } from '#domains/ledger/ledger.ts'
import { readTrialBalance } from '#domains/ledger/journals/contract.ts'
import type { Id } from '#kernel/id.ts'
import { file, interchange, remittance as set } from '#standards/x12/835-example.ts'
import { postCharges, readCharges } from '../charges/contract.ts'
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
  depositRemittance,
  dropRemittance,
  matchClaim,
  readCandidates,
  readRemittance,
  readRemittances,
  reverseRemittance,
  setAside,
} from './contract.ts'

const practice = await openPractice()
const samples = '../shared/samples/x12'
let office: Office
before(async () => {
  office = await practice.arrange((tx) => arrangeBilling(tx))
})

let days = 0
/** A visit charged 185.00 for 99214 (contract 132.40) by a patient of its own, with its claim. */
async function charged(secondary = false, amountCents?: number) {
  const visitId = await practice.arrange(async ({ db }) => {
    const patientId = await arrangePatient(db)
    await arrangeCoverage(db, { ...office, patientId, rank: 'primary' })
    if (secondary) await arrangeCoverage(db, { ...office, patientId, rank: 'secondary' })
    // A day for each: one provider sees one patient at a time.
    return arrangeVisit(db, { ...office, patientId }, { on: serviceDay().subtract({ days: ++days }) })
  })
  const entry = entryOf('99214', amountCents === undefined ? {} : { amountCents: amountCents as never })
  const { body } = await practice.call(postCharges, { params: { id: visitId }, body: entry })
  const claim = await practice.db
    .selectFrom('claims.claim')
    .selectAll()
    .where('id', '=', body.claimIds[0]! as Id<'Claim'>)
    .executeTakeFirstOrThrow()
  const chargeId = entry.lines[0]!.id
  return {
    visitId,
    chargeId,
    ...claim,
    /** Insurance, patient, EFT clearing, allowance and contractual of this charge. */
    books: () =>
      Promise.all(
        (['1100', '1110', '1020', '1190', '4090'] as const).map((account) =>
          balance(practice.db, account, { chargeId }),
        ),
      ),
    state: async () =>
      (
        await practice.db
          .selectFrom('claims.claim')
          .select('state')
          .where('id', '=', claim.id)
          .executeTakeFirstOrThrow()
      ).state,
  }
}

let traces = 0
/** An 835 of one payment with a trace of its own. */
const advice = (amount: string, body: readonly string[], trace = `EFT${++traces}`) =>
  file(interchange([set(amount, body).map((segment) => segment.replace('EFT0001', trace))]))
const drop = (content: string | Uint8Array) =>
  practice.call(dropRemittance, { file: { type: 'application/edi-x12', content } })
const open = async (id: string) => (await practice.call(readRemittance, { params: { id } })).body

describe('a remittance', () => {
  it('posts contractual, patient part and payment of the full cycle (TC-C1)', async () => {
    const claim = await charged()
    const { status, body } = await drop(
      advice('53.92', [
        `CLP*${claim.number}*1*185*53.92*78.48*12*ICN1`,
        'SVC*HC:99214*185*53.92**1',
        'CAS*CO*45*52.6',
        'CAS*PR*1*40**2*13.48**3*25',
      ]),
    )
    assert.equal(status, 200)
    assert.deepEqual(await claim.books(), [0, 7_848, 5_392, 0, 5_260])
    assert.equal(await claim.state(), 'paid')
    const page = await open(body.remittances[0]!.id)
    assert.deepEqual(
      [page.remittance.postedCount, page.remittance.waitingCount, page.totals.differenceCents],
      [1, 0, 0],
    )
  })

  it('says when a payer allowed less than its contract', async () => {
    const claim = await charged()
    const { body } = await drop(
      advice('120', [`CLP*${claim.number}*1*185*120*0*12*ICN`, 'SVC*HC:99214*185*120**1', 'CAS*CO*45*65']),
    )
    const [row] = (await open(body.remittances[0]!.id)).claims
    assert.deepEqual(
      [row!.state, row!.why],
      ['posted', 'The payer allowed $120.00; by its contract it is $132.40.'],
    )
    assert.deepEqual(await claim.books(), [0, 0, 12_000, 0, 6_500])
  })

  it('leaves the patient’s part to the next payer, whose OA-23 is never written off (TC-C2)', async () => {
    const claim = await charged(true)
    await drop(
      advice('101.92', [
        `CLP*${claim.number}*1*185*101.92*26*MB*ICN1`,
        'SVC*HC:99214*185*101.92**1',
        'CAS*CO*45*55',
        'CAS*CO*253*2.08',
        'CAS*PR*2*26',
      ]),
    )
    assert.deepEqual((await claim.books()).slice(0, 3), [2_600, 0, 10_192])
    const next = await practice.db
      .selectFrom('claims.claim')
      .select(['number', 'rank'])
      .where('appointmentId', '=', claim.visitId)
      .where('rank', '=', 'secondary')
      .executeTakeFirstOrThrow()
    await drop(
      advice('26', [`CLP*${next.number}*2*185*26*0*12*ICN2`, 'SVC*HC:99214*185*26**1', 'CAS*OA*23*159']),
    )
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 0, 12_792])
  })

  it('writes nothing off for a denial: the balance stays, a denial opens, the patient owes nothing (TC-C3)', async () => {
    const claim = await charged()
    await drop(
      advice('0', [
        `CLP*${claim.number}*4*185*0*0*12*ICN4`,
        'SVC*HC:99214*185*0**0',
        'CAS*CO*16*185',
        'LQ*HE*N290',
      ]),
    )
    assert.deepEqual(await claim.books(), [18_500, 0, 0, -5_260, 5_260])
    assert.equal(await claim.state(), 'denied')
    const denials = await practice.db
      .selectFrom('claims.denial')
      .select(['carc', 'category', 'amountCents', 'state'])
      .where('claimId', '=', claim.id)
      .execute()
    assert.deepEqual(denials, [
      { carc: '16', category: 'missing-information', amountCents: 18_500, state: 'open' },
    ])
  })

  it('writes off no CO code but those that are contractual, and holds a patient’s denial for a biller', async () => {
    for (const [cas, actions] of [
      ['CO*50', ['denial']],
      ['CO*97', ['denial']],
      ['CO*29', ['denial']],
      ['PR*96', ['hold-for-biller']],
      ['PI*45', ['hold-for-biller']],
    ] as const) {
      const claim = await charged()
      await drop(
        advice('0', [`CLP*${claim.number}*4*185*0*0*12*ICN`, 'SVC*HC:99214*185*0**1', `CAS*${cas}*185`]),
      )
      assert.deepEqual((await claim.books()).slice(0, 3), [18_500, 0, 0], cas)
      const posted = await practice.db
        .selectFrom('claims.adjustment')
        .select('action')
        .where('chargeId', '=', claim.chargeId)
        .execute()
      assert.deepEqual(
        posted.map(({ action }) => action),
        actions,
        cas,
      )
    }
  })

  it('takes a reversal and its correction in one file (TC-C4)', async () => {
    const [first, other] = [await charged(), await charged(false, 20_000)]
    const paid = [
      `CLP*${first.number}*1*185*53.92*78.48*12*ICN`,
      'SVC*HC:99214*185*53.92**1',
      'CAS*CO*45*52.6',
      'CAS*PR*1*40**2*13.48**3*25',
    ]
    await drop(advice('53.92', paid))
    const { body } = await drop(
      advice('186.08', [
        `CLP*${other.number}*1*200*200*0*12*ICN2`,
        'SVC*HC:99214*200*200**1',
        `CLP*${first.number}*22*-185*-53.92*-78.48*12*ICN`,
        'SVC*HC:99214*-185*-53.92**1',
        'CAS*CO*45*-52.6',
        'CAS*PR*1*-40**2*-13.48**3*-25',
        `CLP*${first.number}*1*185*40*92.4*12*ICN3`,
        'SVC*HC:99214*185*40**1',
        'CAS*CO*45*52.6',
        'CAS*PR*1*92.4',
      ]),
    )
    assert.equal((await open(body.remittances[0]!.id)).remittance.waitingCount, 0)
    assert.deepEqual(await first.books(), [0, 9_240, 4_000, 0, 5_260])
    assert.deepEqual((await other.books()).slice(0, 3), [0, 0, 20_000])
  })

  it('posts interest and recovery to accounts of the payer, a positive PLB reducing the payment (TC-C5)', async () => {
    const claim = await charged(false, 125_000)
    const before = await Promise.all(
      (['2070', '4099', '1020'] as const).map((account) => balance(practice.db, account)),
    )
    const { body } = await drop(
      advice('1199.18', [
        `CLP*${claim.number}*1*1250*1250*0*12*ICN`,
        'SVC*HC:99214*1250*1250**1',
        'PLB*1234567893*20261231*L6*-3.1*WO:X1*53.92',
      ]),
    )
    assert.equal((await open(body.remittances[0]!.id)).remittance.state, 'posted')
    const after = await Promise.all(
      (['2070', '4099', '1020'] as const).map((account) => balance(practice.db, account)),
    )
    assert.deepEqual(
      after.map((amount, index) => amount - before[index]!),
      [5_392, -310, 119_918],
    )
  })

  it('posts once, however often and from however many desks it is dropped', async () => {
    const claim = await charged()
    const content = advice('132.40', [
      `CLP*${claim.number}*1*185*132.4*0*12*ICN`,
      'SVC*HC:99214*185*132.4**1',
      'CAS*CO*45*52.6',
    ])
    const biller = await practice.as('biller')
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        practice.call(dropRemittance, { file: { type: 'application/edi-x12', content } }, biller),
      ),
    )
    assert.deepEqual(
      replies.map(({ status }) => status),
      Array(20).fill(200),
    )
    assert.equal(replies.filter(({ body }) => !body.remittances[0]!.isRepeat).length, 1)
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 0, 13_240])
  })

  it('does not count a claim twice that comes again under another payment', async () => {
    const claim = await charged()
    const body = [`CLP*${claim.number}*1*185*132.4*0*12*ICN`, 'SVC*HC:99214*185*132.4**1', 'CAS*CO*45*52.6']
    await drop(advice('132.40', body))
    const second = await drop(advice('132.40', body))
    const page = await open(second.body.remittances[0]!.id)
    assert.deepEqual([page.claims[0]!.state, page.remittance.waitingCount], ['held', 1])
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 0, 13_240])
  })

  for (const [what, body, amount] of [
    [
      'a line',
      (n: string) => [`CLP*${n}*1*185*132.4*0*12*ICN`, 'SVC*HC:99214*185*132.4**1', 'CAS*CO*45*50'],
      '132.40',
    ],
    [
      'a claim',
      (n: string) => [`CLP*${n}*1*185*130*0*12*ICN`, 'SVC*HC:99214*185*132.4**1', 'CAS*CO*45*52.6'],
      '130',
    ],
    [
      'the payment',
      (n: string) => [`CLP*${n}*1*185*132.4*0*12*ICN`, 'SVC*HC:99214*185*132.4**1', 'CAS*CO*45*52.6'],
      '132.41',
    ],
  ] as const)
    it(`posts nothing at all when ${what} does not add up, says so, and takes the mended file`, async () => {
      const claim = await charged()
      const trace = `MEND${++traces}`
      const { body: first } = await drop(advice(amount, body(claim.number), trace))
      const page = await open(first.remittances[0]!.id)
      assert.equal(page.remittance.state, 'exception')
      assert.ok(page.remittance.problems.length > 0)
      assert.deepEqual((await claim.books()).slice(0, 3), [18_500, 0, 0])
    })

  it('posts nothing of a file that breaks off, and all of it when it comes whole', async () => {
    const claim = await charged()
    const content = advice('132.40', [
      `CLP*${claim.number}*1*185*132.4*0*12*ICN`,
      'SVC*HC:99214*185*132.4**1',
      'CAS*CO*45*52.6',
    ])
    const cut = await drop(content.subarray(0, content.indexOf('SE*')))
    assert.equal((await open(cut.body.remittances[0]!.id)).remittance.state, 'exception')
    assert.deepEqual((await claim.books()).slice(0, 3), [18_500, 0, 0])
    const whole = await drop(content)
    assert.equal(whole.body.remittances[0]!.isRepeat, false)
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 0, 13_240])
  })

  it('refuses what is no 835', async () => {
    assert.equal((await drop('Dear biller')).body.type, '/problems/not-a-remittance')
  })

  it('is not posted by the front desk', async () => {
    const desk = await practice.as('front-desk')
    const { status } = await practice.call(
      dropRemittance,
      { file: { type: 'application/edi-x12', content: advice('0', []) } },
      desk,
    )
    assert.equal(status, 403)
  })
})

describe('a claim that does not match', () => {
  it('is kept for a person, who says which claim is meant; only then is it posted', async () => {
    const claim = await charged()
    const { body } = await drop(
      advice('132.40', [
        `CLP*WRONG1*1*185*132.4*0*12*ICN`,
        'NM1*QC*1*BUDD*WILLIAM',
        'SVC*HC:99214*185*132.4**1',
        'CAS*CO*45*52.6',
      ]),
    )
    const page = await open(body.remittances[0]!.id)
    const [row] = page.claims
    assert.deepEqual([row!.state, row!.patientName], ['unmatched', 'BUDD, WILLIAM'])
    const { body: found } = await practice.call(readCandidates, {
      params: { id: row!.id },
      query: { number: claim.number },
    })
    assert.equal(found.candidates[0]!.claimId, claim.id)
    const biller = await practice.as('biller')
    const request = { params: { id: row!.id }, body: { claimId: claim.id, version: row!.version } }
    assert.equal((await practice.call(matchClaim, request, biller)).status, 200)
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 0, 13_240])
    assert.equal((await practice.call(matchClaim, request, biller)).body.type, '/problems/not-waiting')
  })

  it('is not forced onto a claim it does not fit, or is set aside with a reason', async () => {
    const claim = await charged(false, 20_000)
    const { body } = await drop(
      advice('132.40', [`CLP*WRONG2*1*185*132.4*0*12*ICN`, 'SVC*HC:99214*185*132.4**1', 'CAS*CO*45*52.6']),
    )
    const [row] = (await open(body.remittances[0]!.id)).claims
    const forced = await practice.call(matchClaim, {
      params: { id: row!.id },
      body: { claimId: claim.id, version: 1 },
    })
    assert.equal(forced.body.type, '/problems/does-not-fit')
    assert.deepEqual((await claim.books()).slice(0, 3), [20_000, 0, 0])
    assert.equal(
      (
        await practice.call(setAside, {
          params: { id: row!.id },
          body: { reason: 'Another practice', version: 1 },
        })
      ).status,
      200,
    )
  })
})

describe('a posted remittance', () => {
  it('lands at the bank once, for what the payer said', async () => {
    const claim = await charged()
    const { body } = await drop(
      advice('132.40', [
        `CLP*${claim.number}*1*185*132.4*0*12*ICN`,
        'SVC*HC:99214*185*132.4**1',
        'CAS*CO*45*52.6',
      ]),
    )
    const params = { id: body.remittances[0]!.id }
    const land = (amountCents: number, version = 1) =>
      practice.call(depositRemittance, { params, body: { depositedOn: '2026-11-20', amountCents, version } })
    assert.equal((await land(13_239)).body.type, '/problems/does-not-fit')
    assert.equal((await land(13_240)).status, 200)
    assert.equal((await land(13_240, 2)).body.type, '/problems/already-deposited')
  })

  it('is taken back whole, and can then be posted anew', async () => {
    const claim = await charged()
    const content = advice('53.92', [
      `CLP*${claim.number}*1*185*53.92*78.48*12*ICN1`,
      'SVC*HC:99214*185*53.92**1',
      'CAS*CO*45*52.6',
      'CAS*PR*1*40**2*13.48**3*25',
    ])
    const before = [await claim.books(), await claim.state()]
    const { body } = await drop(content)
    const { status } = await practice.call(reverseRemittance, {
      params: { id: body.remittances[0]!.id },
      body: { reason: 'Wrong practice', version: 1 },
    })
    assert.equal(status, 200)
    const [insurance, patient, clearing] = await claim.books()
    assert.deepEqual([insurance, patient, clearing, await claim.state()], [18_500, 0, 0, before[1]])
    assert.equal((await drop(content)).body.remittances[0]!.isRepeat, false)
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 7_848, 5_392])
  })
})

describe('whatever a payer sends', () => {
  it('the books balance, and receivables are what the charges say', async () => {
    const part = fc.integer({ min: 0, max: 18_500 })
    const dollars = (cents: number) => (cents / 100).toFixed(2)
    await fc.assert(
      fc.asyncProperty(part, part, part, fc.boolean(), async (a, b, c, truncate) => {
        const claim = await charged()
        const paid = Math.min(a, b, c)
        const contractual = Math.min(18_500 - paid, Math.max(a, b) - paid)
        const patient = 18_500 - paid - contractual
        const content = advice(dollars(paid), [
          `CLP*${claim.number}*1*185*${dollars(paid)}*${dollars(patient)}*12*ICN`,
          `SVC*HC:99214*185*${dollars(paid)}**1`,
          ...(contractual ? [`CAS*CO*45*${dollars(contractual)}`] : []),
          ...(patient ? [`CAS*PR*1*${dollars(patient)}`] : []),
        ])
        await drop(truncate ? content.subarray(0, content.length - 40) : content)
        const { body: trial } = await practice.call(readTrialBalance)
        assert.equal(trial.differenceCents, 0)
        const { body: page } = await practice.call(readCharges, { params: { id: claim.visitId } })
        const [insurance, owed] = await claim.books()
        assert.deepEqual([page.lines[0]!.insuranceCents, page.lines[0]!.patientCents], [insurance, owed])
        assert.equal(insurance! + owed!, truncate ? 18_500 : patient)
      }),
      { numRuns: 12 },
    )
  })

  it(
    'the sample files are read, and nothing of them is posted to anybody',
    { skip: existsSync(samples) ? false : `${samples} is not here` },
    async () => {
      const posted = async () =>
        (
          await practice.db
            .selectFrom('ledger.journal')
            .select(({ fn }) => fn.countAll<number>().as('n'))
            .where('source', '=', 'claims.remittance-claim')
            .executeTakeFirstOrThrow()
        ).n
      const before = await posted()
      for (const name of readdirSync(samples).filter((file) => /^835.*\.(835|edi)$/.test(file))) {
        const { status, body } = await drop(readFileSync(`${samples}/${name}`))
        assert.equal(status, 200, name)
        const expected = JSON.parse(readFileSync(`${samples}/${name}.expected.json`, 'utf8')) as {
          expected: { totals: { claims: number } }
        }
        const counts = await Promise.all(
          body.remittances
            .filter(({ isRepeat }) => !isRepeat)
            .map(async ({ id }) => (await open(id)).remittance),
        )
        if (counts.length > 0)
          assert.equal(
            counts.reduce((sum, { claimCount }) => sum + claimCount, 0),
            expected.expected.totals.claims,
            name,
          )
      }
      assert.equal(await posted(), before)
      const { body } = await practice.call(readRemittances, { query: { show: 'exception' } })
      assert.ok(body.remittances.every(({ problems }) => problems.length > 0))
    },
  )
})

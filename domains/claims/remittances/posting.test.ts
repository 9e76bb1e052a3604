import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { balance } from '#domains/ledger/ledger.ts'
import { dropRemittance } from './contract.ts'
import { openBillersDesk } from './testing.ts'

const { practice, charged, advice, drop, open } = await openBillersDesk()
let traces = 0

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

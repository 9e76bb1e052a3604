import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { balance } from '#domains/ledger/ledger.ts'
import { readTrialBalance } from '#domains/ledger/journals/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import { readCharges, voidCharges } from '../charges/contract.ts'
import {
  depositRemittance,
  matchClaim,
  readCandidates,
  readRemittance,
  readRemittances,
  reverseRemittance,
  setAside,
} from './contract.ts'
import { openBillersDesk } from './testing.ts'

const { practice, charged, advice, drop, open } = await openBillersDesk()
const samples = '../shared/samples/x12'

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

describe('the claims of a payment', () => {
  it('are those of one’s own sites, and those that are no claim of ours', async () => {
    const claim = await charged()
    const { body } = await drop(
      advice('172.40', [
        `CLP*${claim.number}*1*185*132.4*0*12*ICN`,
        'SVC*HC:99214*185*132.4**1',
        'CAS*CO*45*52.6',
        'CLP*WRONG4*1*185*40*0*12*ICN',
        'SVC*HC:99214*185*40**1',
        'CAS*CO*45*145',
      ]),
    )
    const { siteId } = await practice.db
      .selectFrom('scheduling.appointment')
      .select('siteId')
      .where('id', '=', claim.visitId)
      .executeTakeFirstOrThrow()
    const seenAt = async (site: Id<'Site'>) => {
      const colleague = await practice.colleague(['remittances.read'], [site])
      const params = { id: body.remittances[0]!.id }
      const page = await practice.call(readRemittance, { params }, colleague)
      return page.body.claims.map(({ claimNumber }) => claimNumber)
    }
    assert.deepEqual(await seenAt(siteId), [claim.number, 'WRONG4'])
    assert.deepEqual(await seenAt(newId()), ['WRONG4'])
  })
})

describe('money that belongs to no claim of ours', () => {
  it('is the payer’s once its claim is set aside, so that the payment clears whole, and goes back with it', async () => {
    const held = () =>
      Promise.all((['1020', '2070'] as const).map((account) => balance(practice.db, account)))
    const before = await held()
    const since = async () => (await held()).map((amount, at) => amount - before[at]!)
    const { body } = await drop(
      advice('40', ['CLP*WRONG3*1*185*40*0*12*ICN', 'SVC*HC:99214*185*40**1', 'CAS*CO*45*145']),
    )
    const id = body.remittances[0]!.id
    const [row] = (await open(id)).claims
    await practice.call(setAside, {
      params: { id: row!.id },
      body: { reason: 'Another practice', version: 1 },
    })
    assert.deepEqual(await since(), [4_000, -4_000])
    await practice.call(reverseRemittance, { params: { id }, body: { reason: 'Not ours', version: 1 } })
    assert.deepEqual(await since(), [0, 0])
  })
})

describe('what a payer says twice or takes back', () => {
  const paid = (number: string, sign = '', status = '1') => [
    `CLP*${number}*${status}*${sign}185*${sign}132.4*0*12*ICN`,
    `SVC*HC:99214*${sign}185*${sign}132.4**1`,
    `CAS*CO*45*${sign}52.6`,
  ]
  const waitingIn = async (content: Uint8Array) => {
    const { body } = await drop(content)
    return (await open(body.remittances[0]!.id)).claims.map(({ state }) => state)
  }

  it('posts a claim once that stands twice in one payment', async () => {
    const claim = await charged()
    const content = advice('264.80', [...paid(claim.number), ...paid(claim.number)])
    assert.deepEqual(await waitingIn(content), ['posted', 'held'])
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 0, 13_240])
  })

  it('holds a reversal of what was never posted, and a second one of what was', async () => {
    const claim = await charged()
    const back = (rest: string) => [...paid(claim.number, '-', '22'), ...paid(rest)]
    const [first, second, third] = [await charged(), await charged(), await charged()]
    assert.deepEqual(await waitingIn(advice('0', back(first.number))), ['held', 'posted'])
    assert.deepEqual((await claim.books()).slice(0, 3), [18_500, 0, 0])
    await drop(advice('132.40', paid(claim.number)))
    assert.deepEqual(await waitingIn(advice('0', back(second.number))), ['posted', 'posted'])
    assert.deepEqual(await waitingIn(advice('0', back(third.number))), ['held', 'posted'])
    assert.deepEqual((await claim.books()).slice(0, 3), [18_500, 0, 0])
  })

  it('holds what is paid on a denied claim whose charges were voided to be entered anew', async () => {
    const claim = await charged()
    await drop(
      advice('0', [`CLP*${claim.number}*4*185*0*0*12*ICN`, 'SVC*HC:99214*185*0**1', 'CAS*CO*16*185']),
    )
    await practice.call(voidCharges, { params: { id: claim.visitId }, body: { reason: 'Wrong code' } })
    assert.deepEqual(await waitingIn(advice('132.40', paid(claim.number))), ['held'])
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 0, 0])
  })

  it('posts again what was taken back and then paid as before', async () => {
    const claim = await charged()
    const content = advice('132.40', [
      ...paid(claim.number),
      ...paid(claim.number, '-', '22'),
      ...paid(claim.number),
    ])
    assert.deepEqual(await waitingIn(content), ['posted', 'posted', 'posted'])
    assert.deepEqual((await claim.books()).slice(0, 3), [0, 0, 13_240])
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
    const land = (amountCents: number, version = 1, depositedOn = '2026-11-20') =>
      practice.call(depositRemittance, { params, body: { depositedOn, amountCents, version } })
    const early = await land(13_240, 1, Temporal.Now.plainDateISO().add({ days: 2 }).toString())
    assert.deepEqual([early.status, early.body.fields?.[0]?.pointer], [422, '/depositedOn'])
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

describe('what hangs on a remittance taken back', () => {
  const first = (number: string, sign = '', status = '1') => [
    `CLP*${number}*${status}*${sign}185*${sign}53.92*${sign}78.48*12*ICN1`,
    `SVC*HC:99214*${sign}185*${sign}53.92**1`,
    `CAS*CO*45*${sign}52.6`,
    `CAS*PR*1*${sign}78.48`,
  ]
  const back = async (content: Uint8Array) => {
    const { body } = await drop(content)
    const params = { id: body.remittances[0]!.id }
    return () => practice.call(reverseRemittance, { params, body: { reason: 'Wrong practice', version: 1 } })
  }

  it('is the next payer’s claim: void while it is still here', async () => {
    const claim = await charged(true)
    const takeBack = await back(advice('53.92', first(claim.number)))
    await practice.settle()
    assert.equal((await takeBack()).status, 200)
    const next = await practice.db
      .selectFrom('claims.claim')
      .select('state')
      .where('appointmentId', '=', claim.visitId)
      .where('rank', '=', 'secondary')
      .execute()
    assert.deepEqual(next, [{ state: 'void' }])
  })

  it('may be taken back already, by the payer: then not once more, unless the later one goes first', async () => {
    const claim = await charged()
    const takeBack = await back(advice('53.92', first(claim.number)))
    const other = await charged()
    const later = await back(advice('0', [...first(claim.number, '-', '22'), ...first(other.number)]))
    const refused = await takeBack()
    assert.deepEqual([refused.status, refused.body.type], [409, '/problems/taken-back-by-payer'])
    assert.deepEqual((await claim.books()).slice(0, 3), [18_500, 0, 0])
    assert.equal((await later()).status, 200)
    assert.equal((await takeBack()).status, 200)
    assert.deepEqual((await claim.books()).slice(0, 3), [18_500, 0, 0])
  })
})

describe('more than is open', () => {
  it('is held, and posted by a person as the payer’s own money', async () => {
    const claim = await charged()
    await drop(
      advice('132.40', [
        `CLP*${claim.number}*1*185*132.4*0*12*A1`,
        'SVC*HC:99214*185*132.4**1',
        'CAS*CO*45*52.6',
      ]),
    )
    const { body } = await drop(
      advice('100', [`CLP*${claim.number}*1*185*100*0*12*A2`, 'SVC*HC:99214*185*100**1', 'CAS*CO*45*85']),
    )
    const [row] = (await open(body.remittances[0]!.id)).claims
    assert.deepEqual(
      [row!.state, row!.why],
      ['held', 'The payer pays more than is still open on this claim.'],
    )
    assert.deepEqual(await claim.books(), [0, 0, 13_240, 0, 5_260])
    const params = { id: row!.id }
    const plain = { claimId: claim.id, version: row!.version }
    assert.equal(
      (await practice.call(matchClaim, { params, body: plain })).body.type,
      '/problems/does-not-fit',
    )
    const all = { ...plain, overpayment: true }
    assert.equal((await practice.call(matchClaim, { params, body: all })).status, 200)
    assert.deepEqual(await claim.books(), [0, 0, 23_240, 0, 5_260])
    assert.equal(await balance(practice.db, '2070', { chargeId: claim.chargeId }), -10_000)
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

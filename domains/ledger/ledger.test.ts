import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { openPractice } from '#app/testing.ts'
import { cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { postJournal, readJournals, readTrialBalance, reverseJournal } from './journals/contract.ts'
import { type Account, accounts } from './journals/journal.ts'
import { AlreadyReversed, PeriodClosed, balance, credit, debit, post, reverse } from './ledger.ts'

const practice = await openPractice()
const { db, arrange } = practice
const today = Temporal.PlainDate.from('2026-11-21')

const journal = (
  lines: { account: Account; amountCents: number; patientId?: Id<'Patient'> }[],
  postedOn = today,
) => ({
  id: newId<'Journal'>(),
  postedOn,
  memo: 'Office visit',
  source: 'test',
  lines: lines.map((line) => ({ ...line, amountCents: cents(line.amountCents) })),
})
const charge = (amount: number, patientId = newId<'Patient'>()) =>
  journal([
    { account: accounts.insuranceReceivable, amountCents: amount, patientId },
    { account: accounts.grossCharges, amountCents: -amount },
  ])

describe('the ledger', () => {
  it('accepts a journal that balances, and leaves out lines of nothing', async () => {
    const patientId = newId<'Patient'>()
    await arrange((tx) =>
      post(
        tx,
        journal([...charge(12_500, patientId).lines, { account: accounts.contractual, amountCents: 0 }]),
      ),
    )
    assert.equal(await balance(db, accounts.insuranceReceivable, { patientId }), 12_500)
  })

  it('refuses, as a bug, a journal that does not balance, and keeps nothing of it', async () => {
    const before = await balance(db, accounts.insuranceReceivable)
    await assert.rejects(
      arrange((tx) =>
        post(
          tx,
          journal([
            { account: accounts.insuranceReceivable, amountCents: 100 },
            { account: accounts.grossCharges, amountCents: -99 },
          ]),
        ),
      ),
      { constraint: 'journal_balances' },
    )
    assert.equal(await balance(db, accounts.insuranceReceivable), before)
  })

  it('never changes what it recorded', async () => {
    await arrange((tx) => post(tx, charge(100)))
    for (const statement of [sql`update ledger.line set amount_cents = 1`, sql`delete from ledger.journal`])
      await assert.rejects(
        arrange((tx) => statement.execute(tx.db)),
        /ledger rows are final/,
      )
  })

  it('reverses a journal, once', async () => {
    const patientId = newId<'Patient'>()
    const entry = charge(8_000, patientId)
    await arrange((tx) => post(tx, entry))
    await arrange((tx) => reverse(tx, entry.id, today))
    assert.equal(await balance(db, accounts.insuranceReceivable, { patientId }), 0)
    await assert.rejects(
      arrange((tx) => reverse(tx, entry.id, today)),
      { reason: AlreadyReversed },
    )
  })

  it('posts nothing into a closed month', async () => {
    await arrange(({ db }) =>
      db
        .insertInto('ledger.period')
        .values({ startsOn: Temporal.PlainDate.from('2026-01-01'), closedAt: Temporal.Now.instant() })
        .execute(),
    )
    await assert.rejects(
      arrange((tx) => post(tx, { ...charge(100), postedOn: Temporal.PlainDate.from('2026-01-31') })),
      { reason: PeriodClosed },
    )
    await arrange((tx) => post(tx, { ...charge(100), postedOn: Temporal.PlainDate.from('2026-02-01') }))
  })

  it('refuses a debit or a credit that hides the other side', () => {
    assert.throws(() => debit(cents(-1)), RangeError)
    assert.throws(() => credit(cents(-1)), RangeError)
  })

  it('balances whatever is posted and reversed, in whatever order', async () => {
    const some = fc.record({ amount: fc.integer({ min: 1, max: 1e9 }), reversed: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(some, { minLength: 1, maxLength: 6 }), async (posts) => {
        const patientId = newId<'Patient'>()
        await arrange(async (tx) => {
          for (const { amount, reversed } of posts) {
            const entry = charge(amount, patientId)
            await post(tx, entry)
            if (reversed) await reverse(tx, entry.id, today)
          }
        })
        const expected = posts
          .filter(({ reversed }) => !reversed)
          .reduce((total, { amount }) => total + amount, 0)
        assert.equal(await balance(db, accounts.insuranceReceivable, { patientId }), expected)
        const { body } = await practice.call(readTrialBalance)
        assert.equal(body.differenceCents, 0)
      }),
      { numRuns: 15 },
    )
  })
})

describe('journals by hand', () => {
  const body = (debitCents: number, creditCents: number) => ({
    id: newId(),
    postedOn: '2026-11-20',
    memo: 'Deposit in transit',
    lines: [
      { account: '1000', amountCents: debitCents },
      { account: '1010', amountCents: -creditCents },
    ],
  })

  it('are posted, listed under their account, and reversed once', async () => {
    const entry = body(5_000, 5_000)
    assert.equal((await practice.call(postJournal, { body: entry })).status, 200)
    const reversal = { params: { id: entry.id }, body: { postedOn: '2026-11-21', reason: 'Entered twice' } }
    assert.equal((await practice.call(reverseJournal, reversal)).status, 200)
    assert.equal((await practice.call(reverseJournal, reversal)).body.type, '/problems/already-reversed')
    const { body: list } = await practice.call(readJournals, { query: { account: '1010' } })
    assert.deepEqual(
      list.journals.map(({ memo }) => memo),
      ['Reversal: Entered twice', 'Deposit in transit'],
    )
    assert.equal(list.journals[1]!.reversedById, list.journals[0]!.id)
  })

  it('are refused in words when they do not balance or name an account that is not there', async () => {
    const uneven = await practice.call(postJournal, { body: body(5_000, 4_999) })
    assert.deepEqual([uneven.status, uneven.body.detail], [422, 'Debits and credits differ by 0.01.'])
    const unknown = body(100, 100)
    unknown.lines[0]!.account = '9999'
    assert.equal(
      (await practice.call(postJournal, { body: unknown })).body.fields?.[0]?.pointer,
      '/lines/0/account',
    )
  })

  it('never touch what patients owe, which names a patient in each line', async () => {
    for (const account of ['1100', '1110', '1120', '1190', '2050']) {
      const entry = body(100, 100)
      entry.lines[1]!.account = account
      const { body: problem } = await practice.call(postJournal, { body: entry })
      assert.deepEqual(
        [problem.type, problem.fields?.[0]?.pointer],
        ['/problems/of-patients', '/lines/1/account'],
      )
    }
  })

  it('leave alone what the program posted from a charge', async () => {
    const entry = charge(100)
    await arrange((tx) => post(tx, entry))
    const { body: problem } = await practice.call(reverseJournal, {
      params: { id: entry.id },
      body: { postedOn: '2026-11-21', reason: 'Wrong' },
    })
    assert.equal(problem.type, '/problems/not-by-hand')
  })

  it('are posted once when the request is repeated', async () => {
    const manager = await practice.as('manager')
    const request = { body: body(700, 700), key: 'a-retried-request' }
    const first = await practice.call(postJournal, request, manager)
    const second = await practice.call(postJournal, request, manager)
    assert.deepEqual([first.status, second.status], [200, 200])
    const other = await practice.call(postJournal, { body: body(1, 1), key: 'a-retried-request' }, manager)
    assert.equal(other.body.type, '/problems/key-reused')
  })
})

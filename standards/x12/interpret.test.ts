import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { summarise271 } from './271-summary.ts'
import { read270 } from './270.ts'
import { read271 } from './271.ts'
import { read277CA } from './277ca.ts'
import { read837P } from './837p-read.ts'
import { claimIssues } from './837p-check.ts'
import { read999 } from './999.ts'
import { acknowledge } from './acknowledge.ts'
import { envelope, ordinaryClaim, submissionOf } from './837p-arbitrary.ts'
import { write837P } from './837p-write.ts'
import { cms1500Boxes } from './cms1500.ts'
import { Interpreter } from './interpret.ts'
import { type Segment, readX12 } from './reader.ts'
import { samplesOf } from './sample-files.ts'
import { readTa1 } from './ta1.ts'

const delimiters = { element: '*', component: ':', repetition: '^', terminator: '~' }
const segmentOf = (...elements: string[]): Segment => ({
  id: elements[0] ?? '',
  elements,
  index: 7,
  position: 3,
  offset: 99,
})

describe('an amount', () => {
  const amountOf = (text: string) => {
    const x = new Interpreter(delimiters)
    return [x.cents(segmentOf('AMT', text), 1), x.problems.map(({ code }) => code)]
  }

  it('is read as whole cents, with or without point, sign and trailing zeros', () => {
    for (const [text, value] of [
      ['53.92', 5392],
      ['100', 10_000],
      ['145.5', 14_550],
      ['.05', 5],
      ['-3.10', -310],
      ['250.000', 25_000],
      ['7.', 700],
      ['-0', 0],
    ] as const)
      assert.deepEqual(amountOf(text), [value, []], text)
  })

  it('is unknown, with a problem, for anything else', () => {
    for (const text of ['1.005', '1,000', '$5', '1e3', '.', '-', '--1', '12 34', '99999999999999.99'])
      assert.deepEqual(amountOf(text), [undefined, ['bad-amount']], text)
    assert.deepEqual(amountOf(''), [undefined, []])
  })
})

describe('a date', () => {
  const dateOf = (text: string) => {
    const x = new Interpreter(delimiters)
    return [String(x.date(segmentOf('DTP', text), 1)), x.problems.length]
  }

  it('is read in eight digits, six, or with a time', () => {
    assert.deepEqual(dateOf('20240229'), ['2024-02-29', 0])
    assert.deepEqual(dateOf('240229'), ['2024-02-29', 0])
    assert.deepEqual(dateOf('202402291530'), ['2024-02-29', 0])
  })

  it('is unknown, with a problem that names the place and not the text, when there is no such day', () => {
    for (const text of [
      '20230229',
      '20241301',
      '20240100',
      '2024',
      '2024-02-29',
      '00000000',
      'TODAY',
      '17000101',
    ])
      assert.deepEqual(dateOf(text), ['undefined', 1], text)
    const x = new Interpreter(delimiters)
    x.date(segmentOf('DTP', 'SECRET'), 1)
    assert.deepEqual(x.problems, [
      {
        code: 'bad-date',
        message: 'This is not a date.',
        segmentId: 'DTP',
        segment: 7,
        position: 3,
        offset: 99,
        element: 1,
      },
    ])
  })

  it('of a period must not end before it begins', () => {
    const x = new Interpreter(delimiters)
    assert.equal(String(x.period(segmentOf('DTP', '20240101-20240131'), 1)?.to), '2024-01-31')
    assert.equal(x.period(segmentOf('DTP', '20240131-20240101'), 1), undefined)
    assert.equal(x.period(segmentOf('DTP', '20240131-'), 1), undefined)
    assert.equal(x.problems.length, 2)
  })
})

describe('broken files', () => {
  const visit = { serviceType: '98', onDate: Temporal.PlainDate.from('2026-11-23') }

  /** Everything any of the readers can make of these bytes. */
  function readAll(bytes: Uint8Array) {
    const file = readX12(bytes)
    for (const interchange of file.interchanges) {
      readTa1(interchange)
      acknowledge(file, interchange)
      for (const transaction of interchange.groups.flatMap(({ transactions }) => transactions)) {
        read270(transaction)
        read277CA(transaction)
        read999(transaction)
        const response = read271(transaction)
        const { outcome } = summarise271(response, visit)
        if (!transaction.complete) assert.equal(outcome, 'unknown')
        for (const claim of read837P(transaction).submission?.claims ?? []) {
          claimIssues(claim, visit.onDate)
          cms1500Boxes(claim)
        }
      }
    }
  }

  const own = Buffer.from(write837P(envelope, submissionOf(ordinaryClaim, { ...ordinaryClaim, id: 'A2' })))
  const kinds = ['837P', '837I', '270', '271', '276', '277', '277CA', '278', '997', '999', 'TA1']
  const files = [own, ...kinds.flatMap((kind) => samplesOf(kind).map(({ bytes }) => bytes))]
  const junk = fc.constantFrom(
    '*',
    ':',
    '~',
    '^',
    '',
    '\u0000',
    'ISA',
    'ST*271*1~',
    'HL*9*1*23~',
    'CLM~',
    'SV1*:::~',
    '9'.repeat(40),
    '-',
    'é',
  )
  const change = fc.record({
    at: fc.nat(10_000),
    remove: fc.nat(40),
    insert: junk,
    times: fc.integer({ min: 1, max: 3 }),
  })

  it('never make a reader throw or hang, however they are changed or cut', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.array(change, { maxLength: 6 }),
        fc.nat(10_000),
        (which, changes, end) => {
          const file = files[which % files.length]!
          let text = file.toString('latin1')
          for (const { at, insert, remove, times } of changes) {
            const place = at % (text.length + 1)
            text = text.slice(0, place) + insert.repeat(times) + text.slice(place + remove)
          }
          if (end % 3 === 0) text = text.slice(0, end % (text.length + 1))
          readAll(Buffer.from(text, 'latin1'))
        },
      ),
      { numRuns: 1500, interruptAfterTimeLimit: 15_000 },
    )
  })

  it('cut at every byte are read as far as they go', () => {
    for (let end = 0; end < own.length; end += 3) readAll(own.subarray(0, end))
  })

  it('with thousands of faults keep the first thousand', () => {
    const text = own.toString('latin1').replace('~SE*', `~${'LX*1~SV1*X*Y*UN*Z***Q~'.repeat(5_000)}SE*`)
    const [transaction] = readX12(Buffer.from(text)).interchanges[0]!.groups[0]!.transactions
    assert.ok(transaction)
    const { problems } = read837P(transaction)
    assert.ok(problems.length >= 1_000 && problems.length <= 2_000)
  })
})

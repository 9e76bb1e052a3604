import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  denied,
  file,
  fullCycle,
  interchange,
  medicarePrimary,
  readAll,
  remittance,
  rich,
  secondary,
} from './835-example.ts'
import { readRemittances } from './835-reader.ts'

const read = (amount: string, body: readonly string[]) =>
  readAll(file(interchange([remittance(amount, body)])))

async function readOne(amount: string, body: readonly string[]) {
  const { claims, ends, problems } = await read(amount, body)
  assert.equal(ends.length, 1)
  assert.deepEqual(problems, [])
  return { claims, claim: claims[0]!, end: ends[0]! }
}

test('TC-C1: the full cycle pays 53.92, leaves 78.48 to the patient and balances to the cent', async () => {
  const { claim, end } = await readOne('53.92', fullCycle)
  assert.equal(claim.paid, 5392)
  assert.equal(claim.patientResponsibility, 7848)
  assert.deepEqual(claim.lines[0]!.adjustments, [
    { group: 'CO', code: '45', amount: 5260, quantity: undefined },
    { group: 'PR', code: '1', amount: 4000, quantity: undefined },
    { group: 'PR', code: '2', amount: 1348, quantity: undefined },
    { group: 'PR', code: '3', amount: 2500, quantity: undefined },
  ])
  assert.deepEqual(
    [claim.balanced, claim.difference, claim.lines[0]!.difference, end.postable, end.problems],
    [true, 0, 0, true, []],
  )
})

test('TC-C2: Medicare pays first, and what it did comes back from the secondary as OA-23, not as a write-off', async () => {
  const { claims, end } = await readOne('127.92', [...medicarePrimary, ...secondary])
  const [primary, second] = claims
  assert.deepEqual(
    primary!.lines[0]!.adjustments.map(({ group, code, amount }) => [group, code, amount]),
    [
      ['CO', '45', 5500],
      ['CO', '253', 208],
      ['PR', '2', 2600],
    ],
  )
  assert.equal(second!.status, '2')
  assert.deepEqual(
    second!.lines[0]!.adjustments.map(({ group, code, amount }) => [group, code, amount]),
    [['OA', '23', primary!.paid + 5500 + 208]],
  )
  assert.equal(second!.charge - primary!.paid - 5708 - second!.paid, 0)
  assert.equal(end.postable, true)
})

test('TC-C3: a denial pays nothing and still balances', async () => {
  const { claim, end } = await readOne('0', denied)
  assert.deepEqual(
    [claim.status, claim.paid, claim.patientResponsibility, claim.lines[0]!.remarks, claim.lines[0]!.units],
    ['4', 0, 0, ['N290'], 0],
  )
  assert.equal(end.postable, true)
})

test('TC-C4: new claim, reversal and correction in one remittance come to 186.08', async () => {
  const { claims, end } = await readOne('186.08', [
    'CLP*B1*1*250*200*0*12*N1',
    'SVC*HC:99214*250*200**1',
    'CAS*CO*45*50',
    'CLP*A1*22*-185*-53.92*-78.48*12*ICN',
    'SVC*HC:99214*-185*-53.92**-1',
    'CAS*CO*45*-52.6',
    'CAS*PR*1*-40**2*-13.48**3*-25',
    'CLP*A1*1*185*40*92.4*12*ICN',
    'SVC*HC:99214*185*40**1',
    'CAS*CO*45*52.6',
    'CAS*PR*1*92.4',
  ])
  assert.deepEqual(
    claims.map(({ status, paid, balanced }) => [status, paid, balanced]),
    [
      ['1', 20_000, true],
      ['22', -5392, true],
      ['1', 4000, true],
    ],
  )
  assert.equal(claims[1]!.lines[0]!.units, -1)
  assert.deepEqual([end.paid, end.difference, end.postable], [18_608, 0, true])
})

const takeback = ['CLP*D1*1*1500*1250*0*12*ICN', 'CAS*CO*45*250']

test('TC-C5: interest raises a payment and a recovery reduces it', async () => {
  const { end } = await readOne('1199.18', [...takeback, 'PLB*1234567893*20261231*L6*-3.10*WO:A1 OLD*53.92'])
  assert.deepEqual(
    end.providerAdjustments.map(({ reason, reference, amount }) => [reason, reference, amount]),
    [
      ['L6', '', -310],
      ['WO', 'A1 OLD', 5392],
    ],
  )
  assert.equal(end.providerAdjustments[0]!.fiscalPeriodEnds?.toString(), '2026-12-31')
  assert.deepEqual([end.providerAdjustmentTotal, end.difference, end.postable], [5082, 0, true])
})

test('a payment that adds the provider adjustments the wrong way round is not posted', async () => {
  const { end } = await readOne('1300.82', [...takeback, 'PLB*1234567893*20261231*L6*-3.10*WO:A1 OLD*53.92'])
  assert.deepEqual([end.difference, end.balanced, end.postable], [-10_164, false, false])
  assert.match(end.problems[0]!.message, /101\.64 too much/)
})

test('a cent missing on one line fails the line, the claim and the remittance, each with its difference', async () => {
  const { claim, end } = await readOne('53.92', [...fullCycle.slice(0, 2), 'CAS*CO*45*52.59', fullCycle[3]!])
  assert.deepEqual(
    [claim.lines[0]!.difference, claim.difference, claim.unbalancedLines, claim.balanced],
    [1, 1, 1, false],
  )
  assert.deepEqual(
    [end.difference, end.unbalancedClaims, end.unbalancedLines, end.balanced, end.postable],
    [0, 1, 1, false, false],
  )
  assert.deepEqual(
    end.problems.map(({ code, segmentId, segment, position }) => [code, segmentId, segment, position]),
    [
      ['unbalanced', 'SVC', 16, 14],
      ['unbalanced', 'CLP', 15, 13],
    ],
  )
})

test('lines that balance only together do not hide one another', async () => {
  const { claim, end } = await readOne('80', [
    'CLP*E1*1*100*80*0*12*ICN',
    'SVC*HC:99213*50*40**1',
    'CAS*CO*45*11',
    'SVC*HC:99214*50*40**1',
    'CAS*CO*45*9',
  ])
  assert.deepEqual(
    [claim.difference, claim.unbalancedLines, claim.balanced, end.postable],
    [0, 2, false, false],
  )
})

test('reads everything an 835 says about a claim', async () => {
  const { claim, end } = await readOne('290', rich)
  assert.equal(end.postable, true)
  assert.deepEqual(
    claim.parties.map(({ role, kind, name, first, idQualifier, id }) => [
      role,
      kind,
      name,
      first,
      idQualifier,
      id,
    ]),
    [
      ['QC', '1', 'MARIN', 'TOVE', 'MI', 'W123'],
      ['IL', '1', 'MARIN', 'PER', 'MI', 'W123'],
      ['82', '1', 'WINTERBOURNE', 'HELENA', 'XX', '1234567893'],
      ['TT', '2', 'CROSSOVER PLAN', '', 'PI', '77777'],
    ],
  )
  assert.deepEqual(claim.adjustments, [{ group: 'CO', code: '45', amount: 1000, quantity: undefined }])
  assert.deepEqual(claim.remarks, ['MA01', 'MA18'])
  assert.deepEqual(claim.references, [{ qualifier: 'EA', value: 'MRN0042' }])
  assert.deepEqual(claim.amounts, [{ qualifier: 'AU', amount: 39_000 }])
  assert.deepEqual([claim.facilityType, claim.frequency, claim.filingIndicator], ['11', '1', '12'])
  assert.deepEqual([claim.servedFrom, claim.servedTo, claim.receivedOn, claim.coverageEndedOn].map(String), [
    '2026-11-01',
    '2026-11-02',
    '2026-11-10',
    'undefined',
  ])
  const [first, second] = claim.lines
  assert.deepEqual(first!.procedure, { qualifier: 'HC', code: '99213', modifiers: ['25', '59'] })
  assert.deepEqual(first!.original, { qualifier: 'HC', code: '99214', modifiers: [] })
  assert.deepEqual(
    [first!.originalUnits, first!.controlNumber, first!.allowed, first!.remarks, String(first!.servedTo)],
    [2, 'L1', 23_000, ['N130'], '2026-11-01'],
  )
  assert.deepEqual(first!.references, [{ qualifier: 'LU', value: '11' }])
  assert.deepEqual(first!.amounts, [{ qualifier: 'KH', amount: 150 }])
  assert.deepEqual(
    [second!.revenueCode, second!.units, String(second!.servedFrom), String(second!.servedTo)],
    ['0300', 2.5, '2026-11-01', '2026-11-02'],
  )
  assert.deepEqual(
    second!.adjustments.map(({ code, amount, quantity }) => [code, amount, quantity]),
    [
      ['45', 1500, undefined],
      ['97', 2000, undefined],
      ['59', 500, 1],
    ],
  )
})

test('reads the header of a remittance before its first claim', async () => {
  for await (const event of readRemittances([file(interchange([remittance('290', rich)]))])) {
    assert.equal(event.kind, 'remittance')
    if (event.kind !== 'remittance') return
    const { payer, payee, interchange: sent, group, ...header } = event.remittance
    assert.deepEqual(payer, {
      name: 'EXAMPLE HEALTH PLAN',
      idQualifier: 'XV',
      id: '99999',
      address: ['1 EXAMPLE WAY', 'SPRINGFIELD', 'IL', '62701'],
      references: [{ qualifier: '2U', value: '12345' }],
    })
    assert.deepEqual(
      [payee.name, payee.idQualifier, payee.id, payee.references],
      ['WELLRUN FAMILY MEDICINE', 'XX', '1234567893', [{ qualifier: 'TJ', value: '987654321' }]],
    )
    assert.deepEqual([sent.sender.id, sent.usage, group.functionalCode], ['EXAMPLEPLAN', 'T', 'HP'])
    assert.deepEqual(
      [header.amount, header.method, header.creditDebit, header.trace, header.originator],
      [29_000, 'ACH', 'C', 'EFT0001', '1512345678'],
    )
    assert.deepEqual([header.paidOn, header.producedOn].map(String), ['2026-11-21', '2026-11-20'])
    return
  }
})

const amounts: [string, number | undefined][] = [
  ['52.6', 5260],
  ['-3.10', -310],
  ['.5', 50],
  ['-.05', -5],
  ['100', 10_000],
  ['100.', 10_000],
  ['0', 0],
  ['-0', 0],
  ['007.1', 710],
  ['12.3400', 1234],
  ['99999999999.99', 9_999_999_999_999],
  ...[
    '12.345',
    '1,234.50',
    '+5',
    '1e3',
    '1E3',
    '',
    '-',
    '.',
    '-.',
    '5-',
    '--5',
    '1.2.3',
    '$5',
    ' 5',
    'NaN',
  ].map((text): [string, undefined] => [text, undefined]),
  ...['999999999999999', '0x10', '٣', '1 000', '5\u00a0'].map((text): [string, undefined] => [
    text,
    undefined,
  ]),
]

test('reads amounts exactly and refuses what is none, and then posts nothing', async () => {
  for (const [text, cents] of amounts) {
    const { claim, end } = await readOne('0', [`CLP*A1*1*${text}*0*0*12*ICN`, `CAS*CO*45*${text}`])
    assert.equal(claim.charge, cents ?? 0, text)
    assert.equal(claim.balanced, cents !== undefined, text)
    assert.equal(end.postable, cents !== undefined, text)
    if (cents === undefined)
      assert.deepEqual(
        end.problems.map(({ code, segmentId, element }) => [code, segmentId, element]),
        // A CAS with neither code nor amount after its group is no adjustment, but "CAS*CO*45*" lacks an amount.
        [
          ['bad-amount', 'CLP', 3],
          ['bad-amount', 'CAS', 3],
        ],
        text,
      )
  }
})

const broken: [string, string[], string[]][] = [
  ['an adjustment before any claim', ['CAS*CO*45*1', ...fullCycle], ['unexpected-segment']],
  ['a claim after the provider adjustments', ['PLB*1*20261231*L6*0', ...fullCycle], ['unexpected-segment']],
  ['a segment nobody knows', [...fullCycle, 'XYZ*1'], ['unexpected-segment']],
  ['a second payment', ['BPR*I*1*C*CHK', ...fullCycle], ['unexpected-segment']],
  ['an adjustment without a reason', [...fullCycle, 'CAS*CO**0'], ['missing-element']],
  ['seven adjustments in one CAS', [...fullCycle, `CAS*CO${'*45*0*'.repeat(7)}`], ['bad-amount']],
  ['a claim without number and status', ['CLP***0*0', ...fullCycle], ['missing-element', 'missing-element']],
]

test('what does not belong in an 835 is named and keeps it from being posted', async () => {
  for (const [name, body, codes] of broken) {
    const { end } = await readOne('53.92', body)
    assert.deepEqual(
      end.problems.map(({ code }) => code),
      codes,
      name,
    )
    assert.equal(end.postable, false, name)
  }
})

test('a bad date or quantity is reported and holds nothing up', async () => {
  const { claim, end } = await readOne('53.92', [...fullCycle, 'DTM*472*20260230', 'DTM*050*2026112'])
  assert.deepEqual(
    end.problems.map(({ code, segmentId, element }) => [code, segmentId, element]),
    [
      ['bad-date', 'DTM', 2],
      ['bad-date', 'DTM', 2],
    ],
  )
  assert.equal(claim.lines[0]!.servedFrom, undefined)
  assert.deepEqual(claim.problems, end.problems)
  assert.equal(end.postable, true)
})

test('a remittance without payment, trace, payer or payee is not posted', async () => {
  for (const id of ['BPR', 'TRN', 'N1*PR', 'N1*PE']) {
    const segments = remittance('53.92', fullCycle).filter((segment) => !segment.startsWith(id))
    segments[segments.length - 1] = `SE*${segments.length}*0001`
    const { ends } = await readAll(file(interchange([segments])))
    assert.equal(ends[0]!.postable, false, id)
    assert.ok(
      ends[0]!.problems.some(({ code }) => code === 'missing-segment'),
      id,
    )
  }
})

test('a negative payment, another currency and another guide are not posted', async () => {
  const negative = await readOne('-3.10', ['PLB*1*20261231*WO*3.10'])
  assert.deepEqual([negative.end.difference, negative.end.postable], [0, false])
  const lines = interchange([remittance('53.92', fullCycle)])
  const pesos = lines.toSpliced(5, 0, 'CUR*PR*MXN').map((line) => line.replace(/^SE\*\d+/, 'SE*18'))
  const old = lines.map((line) => line.replace('005010X221A1', '004010X091A1'))
  for (const segments of [pesos, old]) {
    const { ends } = await readAll(file(segments))
    assert.deepEqual(
      ends[0]!.problems.map(({ code }) => code),
      ['unsupported'],
    )
    assert.equal(ends[0]!.postable, false)
  }
})

test('reads several remittances in several interchanges, each with its own verdict', async () => {
  const good = remittance('53.92', fullCycle, '0001')
  const bad = remittance('53.93', fullCycle, '0002')
  const bytes = Buffer.concat([
    file(interchange([good, bad])),
    file(
      interchange([remittance('0', denied, '0003')], '000000002').map((line) => line.replaceAll('*', '|')),
      '\n',
    ),
  ])
  const { ends, claims, problems } = await readAll(bytes)
  assert.deepEqual(
    ends.map(({ postable }) => postable),
    [true, false, true],
  )
  assert.equal(claims.length, 3)
  assert.deepEqual(problems, [])
})

test('names a transaction set that is no remittance, and reads the next one', async () => {
  const other = ['ST*277*0001', 'BHT*0085*08*1*20261121*0800*TH', 'SE*3*0001']
  const { ends, problems } = await readAll(file(interchange([other, remittance('53.92', fullCycle, '0002')])))
  assert.deepEqual(
    problems.map(({ code, segmentId }) => [code, segmentId]),
    [['unsupported', 'ST']],
  )
  assert.equal(ends[0]!.postable, true)
})

test('a file cut off anywhere is never posted, and every claim already read is still there', async () => {
  const bytes = file(interchange([remittance('127.92', [...medicarePrimary, ...secondary])]))
  const end = bytes.indexOf('SE*')
  for (let size = 0; size < end; size++) {
    const { ends, claims } = await readAll(bytes.subarray(0, size))
    assert.ok(
      ends.every(({ postable, balanced, complete }) => !postable && !balanced && !complete),
      `cut at ${size}`,
    )
    assert.ok(claims.length >= (size > bytes.indexOf('CLP*A2*2*') + 30 ? 2 : 0))
  }
})

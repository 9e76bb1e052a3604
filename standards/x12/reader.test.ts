import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readX12, readX12Stream, transactionsOf, type X12File } from './reader.ts'

const samples = new URL('../../../shared/samples/x12/', import.meta.url)
const skip = existsSync(samples) ? false : 'the folder ../shared/samples/x12 is not here'

type Envelope = {
  interchanges: number
  groups: number
  isaControls: string[]
  usage: string[]
  delimiters: Record<string, string | null>
  gs01: string[]
  gs08: string[]
  transactions: number
  types: Record<string, number>
  segments: number
  trailerErrorCount: number
}

function envelopeOf(file: X12File): Envelope {
  const groups = file.interchanges.flatMap((interchange) => interchange.groups)
  const transactions = groups.flatMap((group) => group.transactions)
  const types: Record<string, number> = {}
  for (const { type } of transactions) types[type] = (types[type] ?? 0) + 1
  const { element, component, terminator, repetition } = file.interchanges[0]!.delimiters
  return {
    interchanges: file.interchanges.length,
    groups: groups.length,
    isaControls: file.interchanges.map(({ control }) => control),
    usage: file.interchanges.map(({ usage }) => usage),
    delimiters: {
      elementSep: element,
      componentSep: component,
      segmentTerm: terminator,
      repetitionSep: repetition ?? null,
    },
    gs01: groups.map(({ functionalCode }) => functionalCode),
    gs08: groups.map(({ version }) => version),
    transactions: transactions.length,
    types,
    segments: file.interchanges.reduce((total, { segmentCount }) => total + segmentCount, 0),
    // The expected values look at ST and SE alone; we also report GE and IEA.
    trailerErrorCount: transactions.flatMap(({ problems }) => problems).length,
  }
}

test('reads the envelopes of every sample as its expected values say', { skip }, () => {
  const names = readdirSync(samples).filter((name) => name.endsWith('.expected.json'))
  for (const name of names) {
    const { expected } = JSON.parse(readFileSync(new URL(encodeURIComponent(name), samples), 'utf8')) as {
      expected: Envelope
    }
    const bytes = readFileSync(new URL(encodeURIComponent(name.replace('.expected.json', '')), samples))
    const read = envelopeOf(readX12(bytes))
    const wanted = Object.fromEntries(Object.keys(read).map((key) => [key, expected[key as keyof Envelope]]))
    assert.deepEqual(read, wanted, name)
  }
  assert.ok(names.length > 0)
})

const isa = (control: string, separators = '*^:') => {
  const [element, repetition, component] = separators
  return (
    `ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261121*0800*R*00501*${control}*0*P*`
      .replaceAll('*', element!)
      .replace('R' + element! + '00501', repetition! + element! + '00501') + component!
  )
}
const eligibility = [
  'GS*HB*SENDER*RECEIVER*20261121*0800*7*X*005010X279A1',
  'ST*271*0001*005010X279A1',
  'BHT*0022*11*1*20261121*0800',
  'NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*99999',
  'SE*4*0001',
  'GE*1*7',
  'IEA*1*000000001',
]
const plain = [isa('000000001'), ...eligibility]
const text = (segments: readonly string[], after = '~') => segments.map((segment) => segment + after).join('')
const read = (from: string) => readX12(Buffer.from(from, 'latin1'))
/** What a file says, without where it says it. */
const content = (file: X12File) =>
  file.interchanges.map(({ control, groups }) => ({
    control,
    segments: groups.flatMap(({ transactions }) =>
      transactions.flatMap(({ segments }) => segments.map(({ elements }) => elements)),
    ),
  }))

const expected = [
  { control: '000000001', segments: eligibility.slice(1, 5).map((segment) => segment.split('*')) },
]

const wrapped = (width: number, end: string) =>
  text(plain).replaceAll(new RegExp(`.{${width}}`, 'g'), (line) => line + end)

const disguises: Record<string, string> = {
  'line ends after terminators': text(plain, '~\n'),
  'CR and LF after terminators': text(plain, '~\r\n'),
  'a line end as the terminator': text(plain, '\n'),
  'CR and LF as the terminator': text(plain, '\r\n'),
  'CR alone as the terminator': text(plain, '\r'),
  'lines of 80 columns': wrapped(80, '\r\n'),
  'lines of 80 columns ending in LF': wrapped(80, '\n'),
  'lines of 35 columns, so that one ends just before the terminator of the ISA': wrapped(35, '\r\n'),
  'a byte order mark': '\u00ef\u00bb\u00bf' + text(plain),
  'blank lines and an end-of-file mark': '\r\n \n' + text(plain, '~\n\n') + '\u001a\n',
  'a last trailer without its terminator': text(plain).slice(0, -1),
  'an ISA that was not padded': text([plain[0]!.replaceAll(/ +/g, ' '), ...eligibility]),
  'other separators': text(
    plain.map((segment) => segment.replaceAll('*', '|').replace(/:$/, '>')),
    '\u001d',
  ),
}

test('reads the same from whatever was done to the lines of a file', () => {
  for (const [name, disguised] of Object.entries(disguises)) {
    const file = read(disguised)
    assert.deepEqual(content(file), expected, name)
    const odd = file.problems.filter(({ message }) => !/106 characters/.test(message))
    assert.deepEqual(odd, [], name)
  }
})

test('takes the separators of each interchange from its own ISA', () => {
  const second = plain
    .with(0, isa('000000002', '|!>'))
    .map((segment) => segment.replaceAll('*', '|').replace('IEA|1|000000001', 'IEA|1|000000002'))
  const old = plain.with(0, isa('000000003', '*U:')).with(-1, 'IEA*1*000000003')
  const file = read(text(plain, '~\n') + '\n\n' + text(second, '\n') + text(old, "'"))
  assert.deepEqual(file.problems, [])
  assert.deepEqual(
    file.interchanges.map(({ control, delimiters }) => [control, ...Object.values(delimiters)]),
    [
      ['000000001', '*', ':', '^', '~'],
      ['000000002', '|', '>', '!', '\n'],
      ['000000003', '*', ':', undefined, "'"],
    ],
  )
  assert.equal(transactionsOf(file, '271').length, 3)
  assert.equal(transactionsOf(file, '835').length, 0)
})

test('says who sent a transaction set, where its segments stand and that it is complete', () => {
  const [transaction] = transactionsOf(read(text(plain, '~\n')), '271')
  const { interchange, group, implementation, control, complete, segmentCount, segments } = transaction!
  assert.deepEqual(
    [interchange.sender, interchange.usage, group.version, implementation, control, complete, segmentCount],
    [{ qualifier: 'ZZ', id: 'SENDER' }, 'P', '005010X279A1', '005010X279A1', '0001', true, 4],
  )
  assert.deepEqual(segments[2], {
    id: 'NM1',
    elements: ['NM1', 'PR', '2', 'EXAMPLE HEALTH PLAN', '', '', '', '', 'PI', '99999'],
    index: 5,
    position: 3,
    offset: text(plain.slice(0, 4), '~\n').length,
  })
})

const wrong: [string, string[], [string, string, number, number | undefined][]][] = [
  ['a count that is wrong', plain.with(5, 'SE*5*0001'), [['count-mismatch', 'SE', 6, 1]]],
  ['a control number that is wrong', plain.with(5, 'SE*4*0002'), [['control-mismatch', 'SE', 6, 2]]],
  ['a group count', plain.with(6, 'GE*2*7'), [['count-mismatch', 'GE', 7, 1]]],
  ['a group number', plain.with(6, 'GE*1*8'), [['control-mismatch', 'GE', 7, 2]]],
  ['an interchange count', plain.with(7, 'IEA*0*000000001'), [['count-mismatch', 'IEA', 8, 1]]],
  ['an interchange number', plain.with(7, 'IEA*1*1'), [['control-mismatch', 'IEA', 8, 2]]],
  ['no SE', plain.toSpliced(5, 1), [['missing-trailer', 'SE', 6, undefined]]],
  ['no GE', plain.toSpliced(6, 1), [['missing-trailer', 'GE', 7, undefined]]],
  ['no IEA', plain.slice(0, -1), [['missing-trailer', 'IEA', 7, undefined]]],
  [
    'no ST',
    plain.toSpliced(2, 3),
    [
      ['unexpected-segment', 'SE', 3, undefined],
      ['count-mismatch', 'GE', 4, 1],
    ],
  ],
  [
    'a segment between the sets',
    plain.toSpliced(6, 0, 'NM1*PR'),
    [['unexpected-segment', 'NM1', 7, undefined]],
  ],
]

test('names what is wrong with an envelope, at segment and element, and reads on', () => {
  for (const [name, segments, problems] of wrong) {
    const file = read(text(segments))
    assert.deepEqual(
      file.problems.map(({ code, segmentId, segment, element }) => [code, segmentId, segment, element]),
      problems,
      name,
    )
    assert.equal(file.interchanges.length, 1, name)
    const complete = transactionsOf(file, '271').every((transaction) => transaction.complete)
    assert.equal(complete, name !== 'no SE', name)
  }
})

test('gives the place of a problem in bytes, also past lines that were wrapped', () => {
  const broken = text(plain.with(5, 'SE*9*0001'))
  const at = broken.indexOf('SE*9')
  assert.equal(read(broken).problems[0]!.offset, at)
  const lines = broken.replaceAll(/.{80}/g, (line) => line + '\r\n')
  assert.equal(read(lines).problems[0]!.offset, at + 2 * Math.floor(at / 80))
})

test('a set outside of any group is read, and reported', () => {
  const file = read(text(plain.toSpliced(6, 1).toSpliced(1, 1)))
  assert.equal(transactionsOf(file, '271').length, 1)
  assert.deepEqual(
    file.problems.map(({ code, segmentId }) => [code, segmentId]),
    [
      ['unexpected-segment', 'ST'],
      ['count-mismatch', 'IEA'],
    ],
  )
})

test('an interchange that begins before the last one ended is read too', () => {
  const cut = text(plain).slice(0, 200)
  const whole = read(cut + '~' + text(plain.with(0, isa('000000009')).with(-1, 'IEA*1*000000009')))
  assert.deepEqual(
    whole.interchanges.map(({ control, complete }) => [control, complete]),
    [
      ['000000001', false],
      ['000000009', true],
    ],
  )
  assert.deepEqual(
    transactionsOf(whole, '271').map(({ complete }) => complete),
    [false, true],
  )
})

test('a file cut off anywhere is never complete', () => {
  const whole = text(plain, '~\n')
  for (let size = 0; size < whole.length - 2; size++) {
    const file = read(whole.slice(0, size))
    assert.ok(file.problems.length > 0, `cut at ${size}`)
    const ended = size >= whole.indexOf('\nGE*')
    const sets = transactionsOf(file, '271')
    assert.ok(ended || sets.every(({ complete }) => !complete), `cut at ${size}`)
  }
})

test('what is no X12 is told from what is', () => {
  for (const from of [
    '',
    '   \n',
    'PK\u0003\u0004 a zip',
    '<html>ISA</html>',
    'ISA',
    'ISABELLA, dear',
    'ISA*00*~',
  ]) {
    const file = read(from)
    assert.deepEqual(file.interchanges, [], from)
    assert.equal(file.problems.at(-1)!.code, 'not-x12', from)
  }
  const afterJunk = read('From: payer\n\n' + text(plain) + 'bye')
  assert.deepEqual(content(afterJunk), expected)
  assert.deepEqual(
    afterJunk.problems.map(({ code, offset }) => [code, offset]),
    [
      ['stray-text', 0],
      ['stray-text', 13 + text(plain).length],
    ],
  )
})

test('names in UTF-8 and in latin1 are both read', () => {
  const named = (name: string) => plain.with(4, `NM1*PR*2*${name}`)
  for (const encoding of ['utf8', 'latin1'] as const) {
    const [set] = transactionsOf(readX12(Buffer.from(text(named('MÜLLER & SØN')), encoding)), '271')
    assert.equal(set!.segments[2]!.elements[3], 'MÜLLER & SØN', encoding)
  }
})

test('a segment without end and a file too large are refused without filling the memory', () => {
  const long = read(text(plain.with(4, 'NM1*' + 'X'.repeat(200_000))))
  assert.deepEqual(
    long.problems.map(({ code }) => code),
    ['segment-too-long', 'count-mismatch'],
  )
  const large = readX12(Buffer.from(text(plain.toSpliced(4, 0, ...Array(5000).fill('NM1*PR')))), 100_000)
  const [set] = transactionsOf(large, '271')
  assert.equal(large.problems[0]!.code, 'too-large')
  assert.equal(set!.complete, false)
  assert.ok(set!.segments.length < 2000)
  assert.equal(set!.segmentCount, 5004)
})

test('reads a stream in chunks of any size as it reads the whole', async () => {
  const bytes = Buffer.from(wrapped(80, '\r\n') + text(plain, '\r\n'), 'latin1')
  for (const size of [1, 3, 79, 1000]) {
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    assert.deepEqual(await readX12Stream(chunks()), readX12(bytes))
  }
})

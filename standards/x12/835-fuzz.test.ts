/** Input nobody meant to send: whatever happens to a file, reading it ends soon, and wrong money is never postable. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  denied,
  file,
  fullCycle,
  interchange,
  isa,
  medicarePrimary,
  readAll,
  remittance,
  rich,
  secondary,
} from './835-example.ts'
import { RemittanceReader } from './835-reader.ts'
import { readX12 } from './reader.ts'

const whole = file(
  interchange([
    remittance('181.84', [...fullCycle, ...medicarePrimary, ...secondary], '0001'),
    remittance('286.90', [...denied, ...rich, 'PLB*1234567893*20261231*L6*-3.10*WO:A1*6.20'], '0002'),
  ]),
)

/** Seeded, so that a failure can be repeated: numbers below `below`. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/**
 * The money of a file by the plainest means: each ST to SE split at its separators, and its three identities in floating
 * point. Slow, and shares no line with the reader it is compared with.
 */
function plainVerdicts(bytes: Buffer): boolean[] {
  const verdicts: boolean[] = []
  const cents = (text: string | undefined) => Math.round(Number(text) * 100)
  let open: { due: number; rows: { left: number }[] } | undefined
  let line: { left: number } | undefined
  let claim: { left: number } | undefined
  for (const segment of bytes.toString('latin1').split('~')) {
    const e = segment
      .replaceAll(/[\r\n]/g, '')
      .trimStart()
      .split('*')
    if (e[0] === 'ST') open = { due: 0, rows: [] }
    if (!open) continue
    if (e[0] === 'BPR') open.due -= cents(e[2])
    if (e[0] === 'LX') claim = line = undefined
    if (e[0] === 'CLP') {
      open.due += cents(e[4])
      claim = { left: cents(e[3]) - cents(e[4]) }
      line = undefined
      open.rows.push(claim)
    }
    if (e[0] === 'SVC') {
      line = { left: cents(e[2]) - cents(e[3]) }
      open.rows.push(line)
    }
    for (let at = 3; e[0] === 'CAS' && at < e.length; at += 3) {
      if (claim) claim.left -= cents(e[at])
      if (line) line.left -= cents(e[at])
    }
    for (let at = 4; e[0] === 'PLB' && at < e.length; at += 2) open.due -= cents(e[at])
    if (e[0] === 'SE') {
      verdicts.push(open.due === 0 && open.rows.every(({ left }) => left === 0))
      open = claim = line = undefined
    }
  }
  return verdicts
}

type Change = (bytes: Buffer, next: (below: number) => number) => Buffer

const pick = (bytes: Buffer, next: (below: number) => number) => next(bytes.length)
const changes: Change[] = [
  (bytes, next) => bytes.subarray(0, pick(bytes, next)),
  (bytes, next) => {
    const changed = Buffer.from(bytes)
    changed[pick(bytes, next)] = next(256)
    return changed
  },
  (bytes, next) => {
    const changed = Buffer.from(bytes)
    changed.write('~*:^-.0159ACLPSVE'[next(17)]!, pick(bytes, next), 'latin1')
    return changed
  },
  (bytes, next) => {
    const at = pick(bytes, next)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + next(40))])
  },
  (bytes, next) => {
    const at = pick(bytes, next)
    const from = pick(bytes, next)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + next(200)), bytes.subarray(at)])
  },
  (bytes, next) => {
    const segments = bytes.toString('latin1').split('~')
    const at = next(segments.length)
    const kind = next(3)
    if (kind === 0) segments.splice(at, 1)
    else if (kind === 1) segments.splice(at, 0, segments[next(segments.length)]!)
    else [segments[at], segments[0]] = [segments[0]!, segments[at]!]
    return Buffer.from(segments.join('~'), 'latin1')
  },
  (bytes, next) => Buffer.concat([bytes.subarray(0, pick(bytes, next)), whole]),
]

test('mutated, cut and spliced files are never postable unless their money and their counts are right', async () => {
  const next = numbers(20_261_121)
  let changed = 0
  let refused = 0
  for (let round = 0; round < 2000; round++) {
    let bytes: Buffer = whole
    const times = 1 + next(3)
    for (let time = 0; time < times; time++)
      if (bytes.length > 0) bytes = changes[next(changes.length)]!(bytes, next)
    const seen = `round ${round}: ${JSON.stringify(bytes.toString('latin1'))}`
    const { ends, claims } = await readAll(bytes)
    readX12(bytes)
    const postable = ends.filter((end) => end.postable)
    for (const end of ends) {
      if (end.postable) assert.ok(end.balanced && end.complete && end.difference === 0, seen)
      if (end.balanced) assert.ok(end.complete && end.unbalancedClaims + end.unbalancedLines === 0, seen)
    }
    for (const claim of claims)
      if (claim.balanced)
        assert.ok(claim.difference === 0 && claim.lines.every(({ difference }) => difference === 0), seen)
    // The separators of a mutated ISA may differ; the plain reading knows only the usual ones.
    if (bytes.subarray(0, 107).equals(whole.subarray(0, 107)) && bytes.lastIndexOf('ISA') === 0)
      assert.ok(postable.length <= plainVerdicts(bytes).filter(Boolean).length, seen)
    changed += 1
    if (postable.length < 2) refused += 1
  }
  assert.ok(refused > changed / 2, 'most mutations do harm and are refused')
})

test('changing any digit of any amount, or dropping any segment, keeps the remittance from being posted', async () => {
  const lines = interchange([remittance('181.84', [...fullCycle, ...medicarePrimary, ...secondary])])
  assert.equal((await readAll(file(lines))).ends[0]!.postable, true)
  for (const [at, line] of lines.entries()) {
    if (at > 1 && at < lines.length - 2) {
      const { ends } = await readAll(file(lines.toSpliced(at, 1)))
      assert.ok(!ends.some(({ postable }) => postable), `without ${line}`)
    }
    if (!/^(CLP|SVC|CAS|BPR)/.test(line)) continue
    const elements = line.split('*')
    for (const [element, text] of elements.entries()) {
      const isAmount =
        line.startsWith('CLP') || line.startsWith('SVC')
          ? element === 3 ||
            (element === 4 && line.startsWith('CLP')) ||
            (element === 2 && line.startsWith('SVC'))
          : line.startsWith('BPR')
            ? element === 2
            : element >= 3 && element % 3 === 0
      if (!isAmount) continue
      for (const other of [`${text}1`, `1${text}`, `-${text}`, '', 'X', `${text}.`].filter(
        (o) => +o !== +text || o === '',
      )) {
        const { ends } = await readAll(
          file(lines.toSpliced(at, 1, elements.toSpliced(element, 1, other).join('*'))),
        )
        assert.ok(!ends.some(({ postable }) => postable), `${line} with ${other}`)
      }
    }
  }
})

test('any way of cutting a file into chunks reads the same', async () => {
  const expected = await readAll(whole)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 40 }), async (sizes) => {
      const chunks: Buffer[] = []
      let at = 0
      for (const size of sizes) chunks.push(whole.subarray(at, (at += size)))
      chunks.push(whole.subarray(at))
      assert.deepEqual(await readAll(chunks), expected)
    }),
    { numRuns: 100, seed: 835 },
  )
})

test('any bytes at all are read without a crash, with and without an ISA in front', async () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        isa() + '~',
        'GS*HP~',
        'ST*835*1~',
        'CLP*',
        'SVC*',
        'CAS*CO*',
        'SE*',
        'IEA*',
        'ISA',
        '~',
        '*',
        '\n',
      )
      .map((text) => Buffer.from(text)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (parts) => {
      const bytes = Buffer.concat(parts)
      const { ends } = await readAll(bytes)
      const { interchanges, problems } = readX12(bytes)
      assert.ok(ends.every(({ postable, complete }) => complete || !postable))
      assert.ok(interchanges.length > 0 || problems.some(({ code }) => code === 'not-x12'))
    }),
    { numRuns: 1000, seed: 835 },
  )
})

const megabyte = 1 << 20
const hostile: [string, () => Iterable<Buffer>][] = [
  ['one segment without end', () => stream(isa() + '~GS*HP~ST*835*1~CLP*', 'A')],
  ['one element after another', () => stream(isa() + '~GS*HP~ST*835*1~CLP', '*')],
  ['nothing but terminators', () => stream(isa() + '~', '~')],
  ['a claim without end', () => stream(isa() + '~GS*HP~ST*835*1~CLP*A*1*1*1~', 'SVC*HC:1*1*1~')],
  [
    'adjustments without end',
    () => stream(isa() + '~GS*HP~ST*835*1~CLP*A*1*1*1~', 'CAS*CO*1*1*1*1*1*1*1*1*1*1~'),
  ],
  ['provider adjustments without end', () => stream(isa() + '~GS*HP~ST*835*1~', 'PLB*1*20261231*WO*1~')],
  ['transaction sets without end', () => stream(isa() + '~GS*HP~', 'ST*835*1~')],
  ['interchanges without end', () => stream('', isa() + '~')],
  ['headers that are none', () => stream('', 'ISA*')],
  ['text that is no X12', () => stream('', 'hello ISA ')],
  ['line ends inside of everything', () => stream(isa() + '~GS*HP~ST*835*1~', 'C\nL\nP*\nA~')],
]

function* stream(start: string, repeated: string): Iterable<Buffer> {
  const block = Buffer.from(repeated.repeat(Math.ceil(65_536 / repeated.length)), 'latin1')
  yield Buffer.from(start, 'latin1')
  for (let sent = 0; sent < 8 * megabyte; sent += block.length) yield block
}

test('hostile files take bounded time and memory', () => {
  for (const [name, make] of hostile) {
    const { user } = process.cpuUsage()
    let most = 0
    let postable = 0
    const reader = new RemittanceReader({
      onRemittance: () => {},
      onClaim: () => {},
      onEnd: (end) => (postable += end.postable ? 1 : 0),
      onProblem: () => {},
    })
    for (const chunk of make()) {
      reader.push(chunk)
      most = Math.max(most, process.memoryUsage.rss() / megabyte)
    }
    reader.end()
    const seconds = (process.cpuUsage().user - user) / 1e6
    assert.equal(postable, 0, name)
    assert.ok(seconds < 10, `${name}: ${seconds} CPU seconds for 8 MB`)
    assert.ok(most < 400, `${name}: ${most} MB for 8 MB`)
  }
})

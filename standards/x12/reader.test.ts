import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readX12, type X12File } from './reader.ts'

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

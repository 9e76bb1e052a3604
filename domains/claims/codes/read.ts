/** Reads a code table as its publisher gives it: CSV (CMS, NUCC, the practice's own) or the CDC's XML; packed by gzip or not. */
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { refuse } from '#kernel/refusal.ts'
import { readCsv } from '#standards/csv/read.ts'
import { diagnosisCodeOf } from '../charges/charge.ts'
import { type CodeRow, NotATable, type System, always, formOf } from './code.ts'

/** Unpacked: the largest public table has some eight megabytes. A packed file can claim to be anything. */
const mostBytes = 64 * 1024 * 1024
const mostRows = 250_000

export type Table = {
  readonly rows: readonly CodeRow[]
  /** Rows that are no codes of this system, by line; at most the first fifty. */
  readonly refused: readonly { readonly line: number; readonly why: string }[]
  readonly refusedCount: number
}

export async function readTable(system: System, source: Readable): Promise<Table> {
  const [first, bytes] = await begin(source)
  if (system === 'CVX' || system === 'MVX') {
    if (first !== 0x3c) refuse(NotATable, `${system} comes from the CDC as an XML file.`)
    return fromXml(system, await whole(bytes))
  }
  return fromCsv(system, bytes)
}

/** The bytes, unpacked where they are packed, and the first of them. */
async function begin(source: Readable): Promise<readonly [number | undefined, AsyncIterable<Uint8Array>]> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const head = await chunks.next()
  const first: Buffer = head.done ? Buffer.alloc(0) : head.value
  async function* rest() {
    yield first
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  }
  const isPacked = first[0] === 0x1f && first[1] === 0x8b
  return isPacked ? [undefined, bounded(unpacked(rest()))] : [first[0], bounded(rest())]
}

async function* unpacked(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  const feeding = (async () => {
    for await (const chunk of packed)
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve))
    gunzip.end()
  })()
  try {
    for await (const chunk of gunzip) yield chunk as Buffer
    await feeding
  } catch {
    refuse(NotATable, 'The packed file is damaged or cut off: fetch it again.')
  } finally {
    gunzip.destroy()
  }
}

async function* bounded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > mostBytes) refuse(NotATable, 'The file is larger than any code table (64 MB).')
    yield chunk
  }
}

async function whole(chunks: AsyncIterable<Uint8Array>) {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

/** Headings by which the columns are known, without case, spaces and underscores. */
const columns = {
  code: ['code', 'hcpc', 'hcpcs', 'cpt', 'icd10cm', 'taxonomy'],
  description: [
    'description',
    'displayname',
    'longdescription',
    'longdescriptor',
    'shortdescription',
    'shortdescriptor',
  ],
  effectiveFrom: ['effectivefrom', 'effectivedate', 'addeddate'],
  effectiveTo: ['effectiveto', 'terminationdate', 'termdate'],
} as const
type Columns = Record<keyof typeof columns, number>

function columnsOf(headings: readonly string[]): Columns {
  const plain = headings.map((heading) => heading.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
  const at = (names: readonly string[]) =>
    names.map((name) => plain.indexOf(name)).find((index) => index >= 0) ?? -1
  const found: Columns = {
    code: at(columns.code),
    description: at(columns.description),
    effectiveFrom: at(columns.effectiveFrom),
    effectiveTo: at(columns.effectiveTo),
  }
  if (found.code < 0 || found.description < 0)
    refuse(NotATable, 'The first line must name the columns, among them “code” and “description”.')
  return found
}

async function fromCsv(system: System, bytes: AsyncIterable<Uint8Array>): Promise<Table> {
  const table = collector(system)
  let at: Columns | undefined
  for await (const item of readCsv(bytes)) {
    if (item.kind === 'problem') refuse(NotATable, `Line ${item.line}: ${item.message}`)
    if (at === undefined) at = columnsOf(item.fields)
    else
      table.add(item.line, {
        code: item.fields[at.code] ?? '',
        description: item.fields[at.description] ?? '',
        from: item.fields[at.effectiveFrom] ?? '',
        to: item.fields[at.effectiveTo] ?? '',
      })
  }
  if (at === undefined) refuse(NotATable, 'The file is empty.')
  return table.done()
}

function collector(system: System) {
  const rows = new Map<string, CodeRow>()
  const refused: { line: number; why: string }[] = []
  let refusedCount = 0
  const refuseRow = (line: number, why: string) => {
    refusedCount += 1
    if (refused.length < 50) refused.push({ line, why })
  }
  return {
    add(line: number, given: { code: string; description: string; from: string; to: string }) {
      const plain = given.code.trim().toUpperCase()
      const code = system === 'ICD-10-CM' ? diagnosisCodeOf(plain) : plain
      const description = given.description.replaceAll(/\s+/g, ' ').trim()
      const from = dateOf(given.from) ?? always
      const to = dateOf(given.to)
      if (!formOf[system].test(code)) refuseRow(line, `“${plain.slice(0, 12)}” is not a code of ${system}.`)
      else if (description === '') refuseRow(line, `${code} has no description.`)
      else if (to !== null && to < from) refuseRow(line, `${code} ends before it begins.`)
      else
        rows.set(code, {
          code,
          description: description.slice(0, 500),
          billable: true,
          effectiveFrom: from,
          effectiveTo: to,
        })
      if (rows.size > mostRows) refuse(NotATable, `The file has more than ${mostRows} codes.`)
    },
    done(): Table {
      if (rows.size === 0)
        refuse(
          NotATable,
          `No line of the file is a code of ${system}${refused[0] ? `: ${refused[0].why}` : '.'}`,
        )
      return { rows: [...rows.values()], refused, refusedCount }
    },
  }
}

/** "2026-10-01", "20261001" or "10/1/2026"; null where there is none or it is no date. */
function dateOf(text: string): string | null {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim())
  const plain = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text.trim())
  const parts = us ? [us[3], us[1], us[2]] : plain ? plain.slice(1) : undefined
  if (!parts) return null
  const [year, month, day] = parts.map(Number)
  try {
    return Temporal.PlainDate.from(
      { year: year!, month: month!, day: day! },
      { overflow: 'reject' },
    ).toString()
  } catch {
    return null
  }
}

/** The CDC's lists are flat: CVXInfo with an element for each fact, MVXInfo with pairs of Name and Value. */
function fromXml(system: 'CVX' | 'MVX', bytes: Buffer): Table {
  const declared = /encoding="([\w-]+)"/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1] ?? 'utf-8'
  const text = new TextDecoder(/8859-1|1252/.test(declared) ? 'windows-1252' : 'utf-8').decode(bytes)
  const table = collector(system)
  let line = 0
  for (const [, part = ''] of text.matchAll(
    system === 'CVX' ? /<CVXInfo>(.*?)<\/CVXInfo>/gs : /<MVXInfo>(.*?)<\/MVXInfo>/gs,
  )) {
    line += 1
    const facts = system === 'CVX' ? elementsOf(part) : pairsOf(part)
    const code = facts.get('CVXCode') ?? facts.get('MVX_CODE') ?? ''
    const description =
      facts.get('FullVaccinename') ?? facts.get('ShortDescription') ?? facts.get('Manufacturer Name') ?? ''
    // Inactive vaccines are still on old records; they are known, and no longer given.
    const isOver = /inactive|never active|non-us/i.test(facts.get('Status') ?? '')
    const changed = facts.get('LastUpdated') ?? facts.get('Last Updated') ?? ''
    table.add(line, { code, description, from: '', to: isOver ? changed : '' })
  }
  return table.done()
}

const elementsOf = (part: string) =>
  new Map(
    [...part.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, unescaped(value)]),
  )

function pairsOf(part: string) {
  const values = [...part.matchAll(/<(?:Name|Value)>([^<]*)<\/(?:Name|Value)>/g)].map(([, text = '']) =>
    unescaped(text),
  )
  return new Map(
    values.flatMap((name, index) => (index % 2 === 0 ? [[name, values[index + 1] ?? ''] as const] : [])),
  )
}

const unescaped = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
    .trim()

/** One measurement in a process of its own: `node x12-child.ts <what> <file> [<folder of the npm parsers>]`. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Transform } from 'node:stream'
import { readRemittances, RemittanceReader } from '#standards/x12/835-reader.ts'

type Found = { claims: number; lines?: number; paid?: number; postable?: number }

const chunks = (path: string) => createReadStream(path, { highWaterMark: 65_536 })

async function ours(path: string): Promise<Found> {
  const found = { claims: 0, lines: 0, paid: 0, postable: 0 }
  for await (const event of readRemittances(chunks(path)))
    if (event.kind === 'claim') {
      found.claims += 1
      found.lines += event.claim.lines.length
      found.paid += event.claim.paid
    } else if (event.kind === 'end' && event.end.postable) found.postable += 1
  return found
}

/** Without the async generator: the listener is called while the bytes are pushed. */
async function oursPushed(path: string): Promise<Found> {
  const found = { claims: 0, lines: 0, paid: 0, postable: 0 }
  const reader = new RemittanceReader({
    onRemittance: () => {},
    onClaim: (claim) => {
      found.claims += 1
      found.lines += claim.lines.length
      found.paid += claim.paid
    },
    onEnd: (end) => {
      if (end.postable) found.postable += 1
    },
    onProblem: () => {},
  })
  for await (const chunk of chunks(path)) reader.push(chunk as Buffer)
  reader.end()
  return found
}

/** The floor: the file read and every terminator found, nothing else. */
async function scan(path: string): Promise<Found> {
  let segments = 0
  for await (const chunk of chunks(path)) {
    const bytes = chunk as Buffer
    for (let at = bytes.indexOf(126); at >= 0; at = bytes.indexOf(126, at + 1)) segments += 1
  }
  return { claims: segments }
}

/** Segments as objects of strings; nothing typed, nothing balanced. */
async function x12Parser(path: string, folder: string): Promise<Found> {
  const { X12parser } = createRequire(join(folder, 'x.cjs'))('x12-parser') as {
    X12parser: new () => Transform
  }
  let claims = 0
  for await (const segment of chunks(path).pipe(new X12parser()))
    if ((segment as { name: string }).name === 'CLP') claims += 1
  return { claims }
}

async function nodeX12(path: string, folder: string): Promise<Found> {
  type Parsed = { functionalGroups: { transactions: { segments: { tag: string }[] }[] }[] }
  type Parser = { parse: (text: string) => Parsed }
  const { X12Parser } = createRequire(join(folder, 'x.cjs'))('node-x12') as { X12Parser: new () => Parser }
  const parsed = new X12Parser().parse(await readFile(path, 'latin1'))
  let claims = 0
  for (const group of parsed.functionalGroups)
    for (const { segments } of group.transactions)
      for (const { tag } of segments) if (tag === 'CLP') claims += 1
  return { claims }
}

const measures: Record<string, (path: string, folder: string) => Promise<Found>> = {
  ours,
  oursPushed,
  scan,
  x12Parser,
  nodeX12,
}
const [what = '', path = '', folder = ''] = process.argv.slice(2)
const start = process.cpuUsage()
const found = await measures[what]!(path, folder)
const { user, system } = process.cpuUsage(start)
const peakMegabytes = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMegabytes, found }))

/** One measurement in a process of its own: `node x12-child.ts <what> <file> [<folder of the npm parsers>]`. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Transform } from 'node:stream'
import { readRemittances, RemittanceReader } from '#standards/x12/835-reader.ts'

/** `claims` is what each must have found; for the plain scan it is segments. */
type Found = { claims: number; lines?: number; paid?: number; postable?: number }

/** The file through one buffer that is used again and again, as our reader allows. */
async function* chunksOf(path: string) {
  const file = await open(path)
  const buffer = Buffer.allocUnsafeSlow(262_144)
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length)
    if (bytesRead === 0) break
    yield buffer.subarray(0, bytesRead)
  }
  await file.close()
}

/** Claims pushed to a listener while the bytes go in. */
async function pushed(path: string): Promise<Found> {
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
  for await (const chunk of chunksOf(path)) reader.push(chunk)
  reader.end()
  return found
}

/** The same through the async generator, one event a claim. */
async function iterated(path: string): Promise<Found> {
  const found = { claims: 0, lines: 0, paid: 0, postable: 0 }
  for await (const event of readRemittances(chunksOf(path)))
    if (event.kind === 'claim') {
      found.claims += 1
      found.lines += event.claim.lines.length
      found.paid += event.claim.paid
    } else if (event.kind === 'end' && event.end.postable) found.postable += 1
  return found
}

/** The floor: the file read and every terminator found, nothing else. */
async function scan(path: string): Promise<Found> {
  let segments = 0
  for await (const chunk of chunksOf(path))
    for (let at = chunk.indexOf(126); at >= 0; at = chunk.indexOf(126, at + 1)) segments += 1
  return { claims: segments }
}

/** Segments as objects of strings, from the parser's own stream; nothing typed, nothing balanced. */
async function peer(
  path: string,
  folder: string,
  name: string,
  className: string,
  tag: string,
): Promise<Found> {
  const module = createRequire(join(folder, 'here.cjs'))(name) as Record<string, new () => Transform>
  let claims = 0
  const stream = createReadStream(path, { highWaterMark: 262_144 }).pipe(new module[className]!())
  stream.on('data', (segment: Record<string, unknown>) => {
    if (segment[tag] === 'CLP') claims += 1
  })
  await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject))
  return { claims }
}

const measures: Record<string, (path: string, folder: string) => Promise<Found>> = {
  pushed,
  iterated,
  scan,
  'node-x12': (path, folder) => peer(path, folder, 'node-x12', 'X12Parser', 'tag'),
  'x12-parser': (path, folder) => peer(path, folder, 'x12-parser', 'X12parser', 'name'),
}
const [what = '', path = '', folder = ''] = process.argv.slice(2)
const start = process.cpuUsage()
const found = await measures[what]!(path, folder)
const { user, system } = process.cpuUsage(start)
const peakMegabytes = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMegabytes, found }))

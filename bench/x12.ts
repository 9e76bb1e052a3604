/**
 * Reading an 835 of 100 MB: CPU seconds and peak memory of our reader, of the two npm parsers, and of a plain scan for
 * terminators, each in a process of its own, in one run. `node bench/x12.ts` writes docs/benchmarks/x12.md.
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeRemittanceFile } from './x12-file.ts'

const run = promisify(execFile)
const megabytes = 100
/** The npm parsers are far slower and get less of it: enough for their speed to be steady. */
const megabytesForPeers = 40
const rounds = 3
const peers = { 'node-x12': '1.7.1', 'x12-parser': '1.3.0' }

type Measured = { cpuSeconds: number; peakMegabytes: number; found: Record<string, number> }
type Row = { name: string; megabytesPerCpuSecond: number; peakMegabytes: number; note: string }

async function measure(what: string, path: string, folder = ''): Promise<Measured> {
  const child = join(import.meta.dirname, 'x12-child.ts')
  const { stdout } = await run(process.execPath, [child, what, path, folder], { timeout: 60_000 })
  return JSON.parse(stdout) as Measured
}

/** Into a folder of their own, and never into the project. False where the registry cannot be reached. */
async function installPeers(folder: string): Promise<boolean> {
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  const packages = Object.entries(peers).map(([name, version]) => `${name}@${version}`)
  try {
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent']
    await run('npm', ['install', ...flags, ...packages], { cwd: folder, timeout: 60_000 })
    return true
  } catch {
    return false
  }
}

/** The best of some rounds: other work on the machine only ever adds CPU time. */
function best(name: string, bytes: number, runs: readonly Measured[], note: string): Row {
  const fastest = Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds))
  const peakMegabytes = Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes))
  return { name, megabytesPerCpuSecond: bytes / 1e6 / fastest, peakMegabytes, note }
}

/** Columns padded as the formatter pads them, numbers to the right. */
function table(rows: readonly Row[]): string {
  const ours = rows[0]!.megabytesPerCpuSecond
  const cells = [
    ['what', 'MB each CPU second', 'ours is so many times that', 'peak memory, MB', 'what it gives'],
    ...rows.map(({ name, megabytesPerCpuSecond, peakMegabytes, note }) => [
      name,
      megabytesPerCpuSecond.toFixed(0),
      (ours / megabytesPerCpuSecond).toFixed(2),
      peakMegabytes.toFixed(0),
      note,
    ]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const isNumber = (column: number) => column > 0 && column < 4
  const [head, ...body] = cells.map((row) =>
    row.map((cell, column) =>
      isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    ),
  )
  const rule = widths.map((width, column) =>
    isNumber(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  )
  return [head!, rule, ...body].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** Measures, prints, writes docs/benchmarks/x12.md and returns the section's text. */
export async function main(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wellrun-x12-'))
  try {
    const [large, small] = [join(folder, 'large.835'), join(folder, 'small.835')]
    const expected = await writeRemittanceFile(large, megabytes)
    const fewer = await writeRemittanceFile(small, megabytesForPeers)
    const reachable = await installPeers(folder)
    const runs: Record<string, Measured[]> = {}
    const plan: [string, string][] = [
      ['pushed', large],
      ['iterated', large],
      ['scan', large],
      ...(reachable ? Object.keys(peers).map((name): [string, string] => [name, small]) : []),
    ]
    // Round by round, so that a busy moment of the machine falls on all of them alike.
    for (let round = 0; round < rounds; round++)
      for (const [what, path] of plan) (runs[what] ??= []).push(await measure(what, path, folder))

    for (const what of ['pushed', 'iterated'])
      for (const { found } of runs[what]!)
        for (const fact of ['claims', 'lines', 'paid'] as const)
          if (found[fact] !== expected[fact]) throw new Error(`${what}: ${fact} read as ${found[fact]}`)

    const rows = [
      best(
        'Wellrun, claims pushed to a listener',
        expected.bytes,
        runs['pushed']!,
        'typed claims, balance checked',
      ),
      best(
        'Wellrun, `for await` over events',
        expected.bytes,
        runs['iterated']!,
        'typed claims, balance checked',
      ),
      ...Object.keys(reachable ? peers : {}).map((name) =>
        best(`${name} (stream)`, fewer.bytes, runs[name]!, 'segments as strings, nothing typed or checked'),
      ),
      best('scan for `~` alone', expected.bytes, runs['scan']!, 'nothing: the floor'),
    ]
    const section = [
      '# Reading an 835',
      '',
      `An 835 of ${(expected.bytes / 1e6).toFixed(0)} MB: ${expected.remittances} remittances, ${expected.claims} claims, ` +
        `${expected.lines} lines, ${expected.segments} segments. Node ${process.version}, ${cpus()[0]?.model ?? 'CPU'}, ` +
        `${availableParallelism()} cores; best of ${rounds} rounds, CPU seconds of the whole process with its ` +
        'garbage collection and compilation.',
      '',
      table(rows),
      '',
      reachable
        ? `The npm parsers read ${megabytesForPeers} MB of the same claims (${Object.entries(peers)
            .map(([name, version]) => `${name} ${version}`)
            .join(', ')}).`
        : 'The npm parsers could not be installed: the registry was not reachable.',
      '',
      'Run it: `node bench/x12.ts`.',
      '',
    ].join('\n')
    const docs = join(import.meta.dirname, '..', 'docs', 'benchmarks')
    await mkdir(docs, { recursive: true })
    await writeFile(join(docs, 'x12.md'), section)
    process.stdout.write(section)
    return section
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) await main()

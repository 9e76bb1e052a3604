/**
 * Kills the program, its PostgreSQL, or both, with kill -9 at random moments under load, again and again, and looks each
 * time whether everything that was acknowledged is there, the ledger balances, the audit chain is whole and the next
 * start is clean.
 *
 *   node bench/crash.ts [rounds = 200] [seed = 1]
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { prepareDatabase } from '#app/prepare.ts'
import { createRandom } from '#database/demo/random.ts'
import { demoUser } from '#domains/access/access.ts'
import { newId } from '#kernel/id.ts'
import { connect } from '#platform/database.ts'
import { whoRuns } from '#platform/postgres/folder-lock.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { inTransaction, program } from '#platform/transaction.ts'

const password = 'correct horse battery staple'
const writers = 8
const kinds = ['program', 'database', 'both'] as const

export type CrashReport = {
  readonly rounds: number
  readonly acknowledged: number
  readonly lost: number
  readonly slowestStartSeconds: number
  readonly problems: readonly string[]
}

export async function crash(
  rounds: number,
  seed: number,
  say: (line: string) => void = () => {},
): Promise<CrashReport> {
  const folder = await mkdtemp(join(tmpdir(), 'wellrun-crash-'))
  const random = createRandom(`crash ${seed}`)
  const problems: string[] = []
  const known = { patients: [] as string[], journals: [] as string[] }
  let lost = 0
  let slowest = 0
  try {
    await arrange(folder)
    let running = await launch(folder)
    let cookie = await signIn(running.address)
    for (let round = 1; round <= rounds; round += 1) {
      const acknowledged = { patients: [] as string[], journals: [] as string[] }
      const stop = new AbortController()
      const load = Array.from({ length: writers }, () =>
        write(running.address, cookie, acknowledged, stop.signal),
      )
      await wait(100 + random.integer(0, 500))
      const kind = random.pick(kinds)
      if (kind !== 'database') running.child.kill('SIGKILL')
      if (kind !== 'program') await killPostgres(folder)
      // Where only PostgreSQL died, the program starts it again by itself and goes on; then it is stopped the rude way.
      if (kind === 'database') {
        await wait(300)
        stop.abort()
        running.child.kill('SIGKILL')
      }
      stop.abort()
      await Promise.all([...load, running.ended])
      known.patients.push(...acknowledged.patients)
      known.journals.push(...acknowledged.journals)

      const from = performance.now()
      running = await launch(folder)
      slowest = Math.max(slowest, (performance.now() - from) / 1000)
      const found = await inspect(folder, acknowledged)
      lost += found.lost
      for (const problem of found.problems) problems.push(`round ${round} (${kind}): ${problem}`)
      if (round % 10 === 0 || round === rounds)
        say(
          `round ${round}: ${known.patients.length + known.journals.length} acknowledged, ${lost} lost, ${problems.length} problems`,
        )
      cookie = (await isSignedIn(running.address, cookie)) ? cookie : await signIn(running.address)
    }
    const all = await inspect(folder, known)
    if (all.lost > 0) problems.push(`${all.lost} acknowledged writes are missing at the end`)
    problems.push(...(await checkChain(running.address, cookie)))
    running.child.kill('SIGTERM')
    const code = await running.ended
    if (code !== 0) problems.push(`the last stop ended with exit code ${code}`)
    return {
      rounds,
      acknowledged: known.patients.length + known.journals.length,
      lost,
      slowestStartSeconds: slowest,
      problems,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** An office with one person who may do what the load does. */
async function arrange(folder: string) {
  const postgres = await startPostgres({ dataFolder: folder })
  try {
    await prepareDatabase(postgres.url)
    const { db, close } = connect(postgres.url, { max: 1 })
    const address = {
      address: '1 Main Street',
      city: 'Bloomington',
      state: 'IN',
      zip: '47401',
      phone: '8125550100',
    }
    await inTransaction(
      { db, announce: async () => {} },
      program,
      { request: 'crash', address: null },
      async (tx) => {
        await tx.db
          .insertInto('practice.organisation')
          .values({
            id: newId(),
            name: 'Crash',
            legalName: 'Crash LLC',
            npi: '1234567893',
            taxId: '123456789',
            taxonomy: '207Q00000X',
            isDemo: true,
            ...address,
          })
          .execute()
        await demoUser(tx, {
          userName: 'crash',
          displayName: 'Crash Test',
          password,
          roles: ['manager', 'compliance'],
          siteIds: null,
        })
      },
    )
    await close()
  } finally {
    await postgres.stop()
  }
}

type Program = {
  readonly child: ChildProcess
  readonly address: string
  readonly ended: Promise<number | null>
}

async function launch(folder: string): Promise<Program> {
  const child = spawn(process.execPath, ['start.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, WELLRUN_DATA: folder, WELLRUN_DEMO: 'no', PORT: '0', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.stderr!.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  for await (const line of createInterface(child.stdout!)) {
    said.push(line)
    const address = /ready after .*: (http\S+)/.exec(line)?.[1]
    if (address) {
      child.stdout!.resume()
      return { child, address, ended }
    }
  }
  throw new Error(`Wellrun did not start:\n${said.join('\n')}`)
}

const headers = (cookie: string) => ({ 'content-type': 'application/json', 'x-wellrun': '1', cookie })

async function signIn(address: string): Promise<string> {
  const response = await fetch(`${address}/api/sign-in`, {
    method: 'POST',
    headers: headers(''),
    body: JSON.stringify({ userName: 'crash', password }),
  })
  if (!response.ok) throw new Error(`signing in: ${response.status} ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

const isSignedIn = async (address: string, cookie: string) =>
  (await fetch(`${address}/api/session`, { headers: { cookie } })).ok

/** Registers patients and posts journals in turn until stopped; remembers only what was acknowledged. */
async function write(
  address: string,
  cookie: string,
  acknowledged: { patients: string[]; journals: string[] },
  signal: AbortSignal,
) {
  for (let turn = 0; !signal.aborted; turn += 1) {
    const id = newId()
    const isPatient = turn % 2 === 0
    const body = isPatient
      ? { id, lastName: `Crash ${id}`, firstName: 'Test', bornOn: '1980-02-29', sex: 'U' }
      : {
          id,
          postedOn: '2026-11-20',
          memo: 'Crash test',
          lines: [
            { account: '1000', amountCents: 100 },
            { account: '1010', amountCents: -100 },
          ],
        }
    try {
      const response = await fetch(`${address}/api${isPatient ? '/patients' : '/ledger/journals'}`, {
        method: 'POST',
        headers: headers(cookie),
        body: JSON.stringify(body),
        signal,
      })
      if (response.ok) (isPatient ? acknowledged.patients : acknowledged.journals).push(id)
      else if (response.status < 500) throw new RangeError(`${response.status} ${await response.text()}`)
      await response.body?.cancel()
    } catch (error) {
      // A refusal is a mistake of this script; a broken connection is what it is here for.
      if (error instanceof RangeError) throw error
      await wait(20)
    }
  }
}

async function killPostgres(folder: string) {
  try {
    const [pid] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
    process.kill(Number(pid), 'SIGKILL')
  } catch {
    // Already gone with the program, or just starting again.
  }
}

async function inspect(
  folder: string,
  written: { patients: readonly string[]; journals: readonly string[] },
) {
  const client = new pg.Client({ connectionString: whoRuns(folder)!.url! })
  await client.connect()
  try {
    const count = async (text: string, values: unknown[] = []) =>
      Number((await client.query<{ n: string }>(text, values)).rows[0]!.n)
    const here =
      (await count('select count(*) n from patients.patient where id = any($1::uuid[])', [
        written.patients,
      ])) +
      (await count('select count(*) n from ledger.journal where id = any($1::uuid[])', [written.journals]))
    const problems: string[] = []
    const unbalanced = await count(
      'select count(*) n from (select from ledger.line group by journal_id having sum(amount_cents) <> 0) x',
    )
    if (unbalanced > 0) problems.push(`${unbalanced} journals do not balance`)
    const halves = await count(
      'select count(*) n from ledger.journal j where not exists (select from ledger.line l where l.journal_id = j.id)',
    )
    if (halves > 0) problems.push(`${halves} journals have no lines`)
    const unaudited = await count(`select count(*) n from patients.patient p where not exists (
      select from audit.entry e where e.subject = 'patients.patient' and e.record_id = p.id::text and e.kind = 'create')`)
    if (unaudited > 0) problems.push(`${unaudited} patients have no audit entry`)
    return { lost: written.patients.length + written.journals.length - here, problems }
  } finally {
    await client.end()
  }
}

async function checkChain(address: string, cookie: string): Promise<string[]> {
  const response = await fetch(`${address}/api/audit/check`, {
    method: 'POST',
    headers: headers(cookie),
    body: '{}',
  })
  if (!response.ok) return [`the audit log could not be checked: ${response.status} ${await response.text()}`]
  const { whole, findings } = (await response.json()) as { whole: boolean; findings: { says: string }[] }
  return whole ? [] : findings.map(({ says }) => `audit chain: ${says}`)
}

if (import.meta.main) {
  const report = await crash(Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 1), console.log)
  console.log(
    `${report.rounds} rounds of kill -9: ${report.acknowledged} acknowledged writes, ${report.lost} lost; slowest start ${report.slowestStartSeconds.toFixed(1)} s`,
  )
  for (const problem of report.problems) console.log(`PROBLEM ${problem}`)
  process.exit(report.lost === 0 && report.problems.length === 0 ? 0 : 1)
}

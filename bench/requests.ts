/**
 * CPU of the server and of PostgreSQL for each request, in a practice of 50,000 patients and 200,000 appointments: the
 * real server (a signed-in person, permission checks, the audit log, an idempotency key on every change) beside a bare
 * handler of Fastify and pg that runs the same statements and nothing else. Rounds take turns; medians of the rounds.
 * BENCH_BARE=keeps-plans: the bare handler names its statements too, so that PostgreSQL plans them once.
 *
 *   node bench/requests.ts [patients = 50000] [appointments = 200000] [rounds = 6] [requests = 200] [only, e.g. booking]
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { openHttp, openPlatform } from '#app/compose.ts'
import { createLog } from '#platform/log.ts'
import { newId } from '#kernel/id.ts'
import { program } from '#platform/transaction.ts'
import { median, postgresCpu, usedBetween } from './cpu.ts'
import type { Traces } from './requests-child.ts'
import { type Prepared, type Kind, kinds, prepareRequests } from './requests-made.ts'
import { login, openScale } from './scale.ts'

const [patients = 50_000, appointments = 200_000, rounds = 6, perRound = 200] = process.argv
  .slice(2, 6)
  .map(Number)
const measured = kinds.filter(({ name }) => name.includes(process.argv[6] ?? ''))
/** Requests under way at once. */
const clients = 4

const traced = new AsyncLocalStorage<[string, unknown[]][]>()

/** Has every statement of a request written down; and nothing kept of it, so that the bare handler may do it again. */
function traceStatements() {
  const real = pg.Client.prototype.query as (...given: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first, values] = given
    // A statement whose plan is kept comes with its name; the bare handler keeps none.
    const text = typeof first === 'string' ? first : (first as { text?: string }).text
    const steps = traced.getStore()
    if (steps && text !== undefined) {
      steps.push([text, (values as unknown[] | undefined) ?? []])
      if (text === 'commit')
        return (real.call(this, 'rollback') as Promise<object>).then((result) => ({
          ...result,
          command: 'COMMIT',
        }))
    }
    return real.apply(this, given)
  } as typeof pg.Client.prototype.query
  return () => (pg.Client.prototype.query = real as typeof pg.Client.prototype.query)
}

async function trace(url: string, prepared: readonly Prepared[]): Promise<Traces> {
  const restore = traceStatements()
  const opened = await openPlatform(url, { max: 2 })
  const permissions = new Set<string>(kinds.map(({ permission }) => permission))
  const { app } = openHttp(opened.platform, {
    authenticate: async () => ({ actor: { ...program, permissions }, steppedUpAt: null }),
    log: createLog('error'),
  })
  const texts = new Map<string, number>()
  const steps: Record<string, [number, unknown[]][]> = {}
  for (const { method, url: path, body } of prepared) {
    const seen: [string, unknown[]][] = []
    // `inject` begins when it is awaited: inside, or nothing would be seen.
    const response = await traced.run(
      seen,
      async () =>
        await app.inject({
          method,
          url: path,
          headers: { 'x-wellrun': '1' },
          ...(body && { payload: body }),
        }),
    )
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${response.body}`)
    const numberOf = (text: string) => texts.get(text) ?? (texts.set(text, texts.size), texts.size - 1)
    steps[body?.id ?? path] = seen.map(([text, values]) => [numberOf(text), values])
  }
  await app.close()
  await opened.close()
  restore()
  return { texts: [...texts.keys()], steps }
}

type Side = { readonly child: ChildProcess; readonly address: string; cookie: string }

async function start(kind: 'ours' | 'bare', url: string, file: string): Promise<Side> {
  const child = fork(join(import.meta.dirname, 'requests-child.ts'), [kind, url, file])
  const { address } = await heard<{ address: string }>(child)
  return { child, address, cookie: kind === 'ours' ? await signIn(address) : '' }
}

const heard = async <T>(child: ChildProcess) => (await once(child, 'message'))[0] as T

async function signIn(address: string) {
  const response = await fetch(`${address}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-wellrun': '1' },
    body: JSON.stringify(login),
  })
  if (!response.ok) throw new Error(`signing in: ${response.status} ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function cpuOf({ child }: Side) {
  const answer = heard<{ cpu: number }>(child)
  child.send('cpu')
  return (await answer).cpu
}

async function send(side: Side, { method, url, body }: Prepared) {
  const response = await fetch(`${side.address}${url}`, {
    method,
    headers: {
      cookie: side.cookie,
      ...(body && { 'content-type': 'application/json', 'x-wellrun': '1', 'idempotency-key': newId() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`)
  return text.length
}

/** CPU milliseconds of each request: of the server, of PostgreSQL. */
async function round(side: Side, postmaster: number, requests: readonly Prepared[]) {
  const server = await cpuOf(side)
  const database = postgresCpu(postmaster)
  const queue = requests[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const request of queue) await send(side, request)
    }),
  )
  return {
    server: ((await cpuOf(side)) - server) / requests.length,
    database: usedBetween(database, postgresCpu(postmaster)) / requests.length,
  }
}

const scale = await openScale({ patients, appointments })
try {
  const turns = rounds + 1
  const made = await prepareRequests(scale.url, turns * perRound, measured)
  const traces = await trace(
    scale.url,
    measured.flatMap(({ name }) => made[name].bare),
  )
  const file = join(scale.folder, 'traces.json')
  writeFileSync(file, JSON.stringify(traces))
  const ours = await start('ours', scale.url, file)
  const bare = await start('bare', scale.url, file)
  console.log(
    '| request | ours: server + PostgreSQL, CPU ms | bare: server + PostgreSQL, CPU ms | ratio | may be |\n|---|---|---|---|---|',
  )
  for (const kind of measured) {
    const results: { ours: Awaited<ReturnType<typeof round>>; bare: Awaited<ReturnType<typeof round>> }[] = []
    for (let turn = 0; turn < turns; turn += 1) {
      const part = (all: readonly Prepared[]) => all.slice(turn * perRound, (turn + 1) * perRound)
      const one = async (side: 'ours' | 'bare') =>
        round(side === 'ours' ? ours : bare, scale.pid, part(made[kind.name][side]))
      const first = turn % 2 === 0 ? await one('ours') : undefined
      const second = await one('bare')
      const result = { ours: first ?? (await one('ours')), bare: second }
      // The first round warms both up.
      if (turn > 0) results.push(result)
    }
    console.log(line(kind, results))
  }
  // Both first, then their database: a connection cut from under them would be a fault.
  const ended = [ours, bare].map(({ child }) => once(child, 'exit'))
  for (const { child } of [ours, bare]) child.disconnect()
  await Promise.all(ended)
} finally {
  await scale.stop()
}

type Used = { server: number; database: number }
function line({ name, limit }: Kind, results: readonly { ours: Used; bare: Used }[]) {
  const total = ({ server, database }: Used) => server + database
  const shown = (side: 'ours' | 'bare') => {
    const all = results.map((result) => result[side])
    const ms = (numbers: number[]) => median(numbers).toFixed(2)
    return `${ms(all.map(({ server }) => server))} + ${ms(all.map(({ database }) => database))} = ${ms(all.map(total))}`
  }
  const ratio = median(results.map(({ ours, bare }) => total(ours) / total(bare)))
  return `| ${name} | ${shown('ours')} | ${shown('bare')} | ${ratio.toFixed(2)} | ${limit} |`
}

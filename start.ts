/** `npm start`: everything one office needs on one machine, from nothing to a page in the browser. */
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Refusal } from '#kernel/refusal.ts'
import { demoLogins, loadDemo } from '#database/demo/load.ts'
import { NewerDatabase } from '#database/migrate.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { cannotStart } from '#platform/postgres/trouble.ts'
import { dataFolder } from '#platform/vault.ts'
import { buildWeb, shortPath } from '#platform/web-build.ts'
import { prepareDatabase } from './app/prepare.ts'
import { serve } from './server.ts'

const closers: (() => Promise<void>)[] = []
const begun = performance.now()
const since = (from: number) => `${((performance.now() - from) / 1000).toFixed(1)} s`
const say = (line: string) => console.log(`  ${line}`)

async function step<T>(
  what: string,
  work: () => Promise<T>,
  done: (result: T) => string = () => what,
): Promise<T> {
  const from = performance.now()
  const result = await work()
  say(`${done(result)} (${since(from)})`)
  return result
}

async function start(): Promise<void> {
  const folder = dataFolder()
  const host = process.env['HOST'] || '127.0.0.1'
  const port = readPort(process.env['PORT'] || '7300')
  const own = !process.env['DATABASE_URL']
  console.log('Wellrun')

  const databaseUrl = own ? await startOwn(folder) : await useServer(process.env['DATABASE_URL']!)
  await mustBeFree(host, port)
  await step('Database ready', () => prepareDatabase(databaseUrl, say))
  // A server of the office's own may hold anything: there the demonstration comes only when asked for.
  if (process.env['WELLRUN_DEMO'] !== 'no' && (own || process.env['WELLRUN_DEMO'] === 'yes'))
    await step('Practice ready', () => loadDemo(databaseUrl, say))
  const web = await step(
    'Web pages',
    () => buildWeb(join(folder, 'web')),
    ({ built }) => (built ? 'Web pages built' : 'Web pages ready'),
  )

  const server = await serve({ databaseUrl, host, port, webFolder: web.folder, withWorker: true }).catch(
    (error: unknown) => {
      throw listenTrouble(error, host, port)
    },
  )
  closers.unshift(() => inTime(server.close()))
  const listening = new URL(server.address)
  const address = host === '127.0.0.1' ? `http://localhost:${listening.port}` : listening.origin
  console.log(`\nWellrun is ready after ${since(begun)}: ${address}`)
  for (const line of await demoLogins(databaseUrl)) say(line)
  if (server.firstRunPath) say(`Nobody can sign in yet. Become the owner: ${address}${server.firstRunPath}`)
  console.log(`Everything is kept in ${shortPath(folder)}. Ctrl-C stops it.`)
}

async function startOwn(folder: string): Promise<string> {
  const postgres = await step(
    'PostgreSQL',
    () => startPostgres({ dataFolder: folder, say, onLost: (why) => void lost(why) }),
    ({ version }) => `PostgreSQL ${version} in ${shortPath(folder)}`,
  )
  closers.unshift(() => postgres.stop())
  return postgres.url
}

async function lost(why: string): Promise<void> {
  console.error(why)
  await stop(1)
}

async function useServer(url: string): Promise<string> {
  const client = URL.canParse(url)
    ? new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
    : null
  if (!client)
    throw cannotStart('DATABASE_URL is not an address such as postgresql://user:password@host:5432/wellrun.')
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
    const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
    if (version < 15)
      throw cannotStart(`The server of DATABASE_URL is PostgreSQL ${version}; Wellrun needs 15 or newer.`)
    say(`PostgreSQL ${version} at ${client.host}`)
    return url
  } catch (error) {
    if (error instanceof Refusal) throw error
    // The message of a failed sign-in names the user, never the password.
    const why =
      error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : error
    throw cannotStart(
      `The PostgreSQL server of DATABASE_URL at ${client.host} does not let us in: ${String(why)}.`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw cannotStart(`PORT is "${text}", but a port is a number up to 65535.`)
  return port
}

/** Known at once rather than after the first start's long preparations. */
function mustBeFree(host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', (error) => failed(listenTrouble(error, host, port)))
    probe.listen(port, host, () => probe.close(() => done()))
  })
}

function listenTrouble(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return cannotStart(
      `Port ${port} is used by another program: stop that one, or choose another port, as in "PORT=${port + 1} npm start".`,
    )
  if (code === 'EACCES')
    return cannotStart(`Port ${port} may be used by the administrator only: choose one above 1023 with PORT.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return cannotStart(
      `This machine has no address ${host}: choose another one with HOST, or leave HOST away.`,
    )
  return error
}

let stopping = false
async function stop(exitCode: number): Promise<void> {
  if (stopping) return
  stopping = true
  for (const close of closers)
    await close().catch((error: unknown) => {
      console.error(error)
      exitCode = 1
    })
  process.exit(exitCode)
}

/** A request that never ends must not keep the program from stopping. */
async function inTime(closing: Promise<void>): Promise<void> {
  const timer = new AbortController()
  const late = sleep(10_000, undefined, { signal: timer.signal }).then(() =>
    console.error('Some requests did not come to an end'),
  )
  await Promise.race([closing, late]).finally(() => timer.abort())
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Asked twice, it does not wait for requests under way; PostgreSQL still writes what it has, then ends by itself.
    if (stopping) process.exit(1)
    console.log('Stopping')
    void stop(0)
  })

start().catch(async (error: unknown) => {
  if (stopping) return
  const expected = error instanceof Refusal || error instanceof NewerDatabase
  console.error(expected ? error.message : error)
  await stop(1)
})

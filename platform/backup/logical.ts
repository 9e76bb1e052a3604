import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { refuse } from '#kernel/refusal.ts'
import { applicationRole } from '#platform/database.ts'
import { cannotStart } from '#platform/postgres/trouble.ts'
import type { Entry } from './archive.ts'
import { type Facts, type Questions, gather, tablesOf } from './facts.ts'
import { CannotBackUp } from './physical.ts'

export const dumpPath = 'database.dump'

/**
 * A database on a server of the office's own, whose files are not ours to copy: that server's pg_dump, in the very
 * snapshot in which the facts are counted.
 */
export async function* logicalEntries(
  url: string,
  questions: Questions,
  done: (facts: Facts) => void,
): AsyncGenerator<Entry> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await mustFit('pg_dump', client)
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
    // Compressed later, with the files.
    const dump = start('pg_dump', url, ['--format=custom', '--compress=0', `--snapshot=${rows[0]!.snapshot}`])
    yield { path: dumpPath, bytes: dump.output() }
    done(await gather(client, questions))
  } finally {
    await client.end()
  }
}

/** Into an empty database, all or nothing. */
export async function restoreDump(url: string, bytes: Entry['bytes']): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await mustFit('pg_restore', client)
    if ((await tablesOf(client)).length > 0)
      throw cannotStart(
        'The database of DATABASE_URL is not empty: a backup comes back into an empty one only.',
      )
    // Roles belong to the server, not to the dump.
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${applicationRole}') then create role ${applicationRole} nologin; end if;
    end $$`)
  } finally {
    await client.end()
  }
  const restore = start('pg_restore', url, [
    '--no-owner',
    '--no-comments',
    '--exit-on-error',
    '--single-transaction',
  ])
  await restore.input(bytes)
}

/** Both read older servers, never newer ones. */
async function mustFit(program: string, client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
  const server = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
  const run = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (run.status !== 0)
    throw cannotStart(
      `${program} is not on this machine: install the client programs of PostgreSQL ${server}.`,
    )
  const own = Number(/(\d+)(\.\d+)*\s*(\(.*\))?\s*$/.exec(run.stdout.trim())?.[1])
  if (own < server)
    throw cannotStart(
      `${program} on this machine is of PostgreSQL ${own}, the server of DATABASE_URL is ${server}: ` +
        `install the client programs of PostgreSQL ${server}.`,
    )
}

function start(program: string, url: string, args: readonly string[]) {
  // The password goes by the environment: command lines are for everybody to read.
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  const child = spawn(program, [`--dbname=${address.href}`, ...args], {
    env: { ...process.env, ...(password && { PGPASSWORD: password }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
  const ended = once(child, 'close')
  async function mustEndWell() {
    await ended
    if (child.exitCode !== 0) refuse(CannotBackUp, `${program} failed: ${lastLine(said) || endOf(child)}.`)
  }
  return {
    async *output(): AsyncGenerator<Buffer> {
      child.stdin.end()
      for await (const bytes of child.stdout) yield bytes as Buffer
      await mustEndWell()
    },
    async input(bytes: Entry['bytes']): Promise<void> {
      child.stdout.resume()
      // What it says about why it stopped reading is worth more than that it did.
      const broken = await pipeline(bytes, child.stdin).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (broken !== undefined && !(broken instanceof Error && 'code' in broken && broken.code === 'EPIPE')) {
        child.kill()
        throw broken
      }
      await mustEndWell()
    },
  }
}

const endOf = (child: ChildProcess) => `it ended with ${child.exitCode ?? child.signalCode}`
const lastLine = (text: string) =>
  text
    .trim()
    .split('\n')
    .findLast((line) => /error/i.test(line)) ?? text.trim().split('\n').at(-1)

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Refusal } from '#kernel/refusal.ts'
import { openFiles } from '#platform/files.ts'
import { keyringFile, openKeyring } from '#platform/keys.ts'
import { chooseAccount } from '#platform/postgres/account.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { makeBackup } from './backup.ts'
import { restoreBackup } from './restore.ts'

/** A server of the machine's own packages, as a larger office has it, with the client programs of the same version. */
const client = 'pg_dump'
const major = /(\d+)\.\d+/.exec(spawnSync(client, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1]
const bin = `/usr/lib/postgresql/${major}/bin`
const skip = existsSync(join(bin, 'postgres')) ? false : 'no PostgreSQL server is installed on this machine'

const root = mkdtempSync(join(tmpdir(), 'wellrun-dump-'))
chmodSync(root, 0o755)
const stops: (() => Promise<unknown>)[] = []
after(async () => {
  for (const stop of stops) await stop()
  rmSync(root, { recursive: true, force: true })
})

async function startServer(): Promise<string> {
  const folder = join(root, 'server')
  const account = chooseAccount(join(bin, 'postgres'), root, folder)
  const init = account.command(join(bin, 'initdb'), [
    '-D',
    folder,
    '-U',
    'dba',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
  ])
  assert.equal(spawnSync(init.file, init.args, init.options).status, 0)
  const args = ['-D', folder, '-k', root, '-c', 'listen_addresses=', '-c', 'fsync=off']
  const { file, args: all, options } = account.command(join(bin, 'postgres'), args)
  const child = spawn(file, all, { ...options, stdio: 'ignore' })
  stops.push(() => {
    child.kill('SIGQUIT')
    return once(child, 'exit')
  })
  const url = `postgresql://dba:un%2Fused@localhost/postgres?host=${encodeURIComponent(root)}`
  for (let attempt = 0; attempt < 200; attempt++) {
    const [ready] = await Promise.all([
      ask(url, 'select 1').then(
        () => true,
        () => false,
      ),
      sleep(50),
    ])
    if (ready) return url
  }
  return assert.fail('the server did not start')
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

const refused = (pattern: RegExp) => (error: unknown) =>
  error instanceof Refusal && pattern.test(error.message)

test(
  "a database on the office's own server is saved and comes back into an empty one",
  { skip },
  async () => {
    const url = await startServer()
    const [one, two] = ['one', 'two'].map((name) => url.replace('/postgres?', `/${name}?`)) as [
      string,
      string,
    ]
    for (const name of ['one', 'two']) await ask(url, `create database ${name}`)
    await ask(one, 'create extension btree_gist')
    await ask(one, 'create role wellrun_app')
    await ask(
      one,
      `create schema ledger; create table ledger.line (id int primary key, amount_cents bigint, memo text);
    insert into ledger.line select n, n * 100, md5(n::text) from generate_series(1, 3000) n;
    grant select on ledger.line to wellrun_app`,
    )
    const dataFolder = join(root, 'office')
    const files = openFiles(join(dataFolder, 'files'), openKeyring(keyringFile(dataFolder)))
    const { id } = await files.store(Buffer.from('a letter'))

    const saved = await makeBackup({ dataFolder, databaseUrl: one, questions: {}, passphrase: 'words' })
    assert.equal(saved.facts.tables['ledger.line']?.rows, '3000')
    const place = join(root, 'elsewhere')
    const how = { archive: saved.archive, dataFolder: place, questions: {}, passphrase: 'words' }
    await assert.rejects(restoreBackup(how), refused(/name an empty database with DATABASE_URL/))
    await assert.rejects(restoreBackup({ ...how, databaseUrl: one }), refused(/is not empty/))
    await restoreBackup({ ...how, databaseUrl: two })
    assert.deepEqual(await ask(two, 'select count(*)::int, sum(amount_cents)::int from ledger.line'), [
      { count: 3000, sum: 450150000 },
    ])
    const there = openFiles(join(place, 'files'), openKeyring(keyringFile(place)))
    assert.equal(String(await there.readWhole(id)), 'a letter')
  },
)

test(
  'client programs older than the server are refused in a sentence',
  { skip: skip || Number(major) >= 18 },
  async () => {
    const postgres = await startPostgres({ dataFolder: join(root, 'newer'), durable: false })
    stops.push(() => postgres.stop())
    await assert.rejects(
      makeBackup({
        dataFolder: join(root, 'newer-office'),
        databaseUrl: postgres.url,
        questions: {},
        passphrase: 'words',
      }),
      refused(
        new RegExp(
          `^pg_dump on this machine is of PostgreSQL ${major}, the server of DATABASE_URL is 18: install`,
        ),
      ),
    )
  },
)

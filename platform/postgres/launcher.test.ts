import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Refusal } from '#kernel/refusal.ts'
import { type RunningPostgres, startPostgres } from './launcher.ts'

const root = mkdtempSync(join(tmpdir(), "wellrun-o'launch, er "))
chmodSync(root, 0o755)
const running: RunningPostgres[] = []
const programs: ChildProcess[] = []
after(async () => {
  for (const postgres of running) await postgres.stop()
  for (const program of programs) program.kill('SIGKILL')
  rmSync(root, { recursive: true, force: true })
})

async function start(dataFolder: string, durable = false): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dataFolder, durable })
  running.push(postgres)
  return postgres
}

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][]
  } finally {
    await client.end()
  }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // A container without an init keeps the dead as zombies.
  return !existsSync('/proc/self/stat') || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
}

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + 15_000; performance.now() < end; await sleep(25))
    if (await condition()) return
  assert.fail(`waited in vain until ${what}`)
}

/** Another program that starts PostgreSQL in the folder and then does nothing. */
async function program(
  dataFolder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ program: ChildProcess; postgres: number; url: string }> {
  const code = `import { startPostgres } from '#platform/postgres/launcher.ts'
    const { pid, url } = await startPostgres({ dataFolder: process.argv[1] })
    console.log(JSON.stringify({ pid, url }))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataFolder], {
    cwd: join(import.meta.dirname, '..', '..'),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  programs.push(child)
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown]
  assert.ok(Buffer.isBuffer(line), 'the other program started')
  const { pid, url } = JSON.parse(String(line)) as { pid: number; url: string }
  return { program: child, postgres: pid, url }
}

/** Without `setpriv` the kernel does not tell PostgreSQL that the program died, as on macOS. */
const tools = join(root, 'bin')
mkdirSync(tools)
const unshare = (process.env['PATH'] ?? '').split(':').find((path) => existsSync(join(path, 'unshare')))
if (unshare !== undefined) symlinkSync(join(unshare, 'unshare'), join(tools, 'unshare'))
const withoutLeash = { ...process.env, PATH: tools }

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => assert.fail('was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.reason.code, 'cannot-start')
  assert.doesNotMatch(error.message, /\n/)
  return error.message
}

test('makes a database in a path with a space, an apostrophe and a comma, and finds it again', async () => {
  const folder = join(root, 'first')
  const one = await start(folder)
  assert.match(one.version, /^18\./)
  const [settings] = await ask(
    one.url,
    `select current_user, current_database(), current_setting('data_checksums'), current_setting('listen_addresses'),
       (select rolsuper from pg_roles where rolname = current_user), pg_encoding_to_char(encoding), datlocprovider,
       datlocale, upper('é')
     from pg_database where datname = current_database()`,
  )
  assert.deepEqual(settings, ['wellrun', 'wellrun', 'on', '', false, 'UTF8', 'b', 'C.UTF-8', 'É'])
  for (const extension of ['btree_gist', 'pg_trgm', 'unaccent', 'fuzzystrmatch', 'pgcrypto'])
    await ask(one.url, `create extension ${extension}`)
  await ask(one.url, 'create table kept (value text)')
  await ask(one.url, `insert into kept values ('still here')`)
  for (const secret of ['postgres.json', 'running.json', 'postgres.log'])
    assert.equal(statSync(join(folder, secret)).mode & 0o777, 0o600, secret)
  assert.equal(statSync(join(folder, 'socket')).mode & 0o777, 0o700)
  await one.stop()
  assert.ok(!isAlive(one.pid))
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('socket') || name.startsWith('running')),
    [],
  )
  const two = await start(folder)
  assert.deepEqual(await ask(two.url, 'select value from kept'), [['still here']])
  await two.stop()
})

test('asks for the password and writes no patient data into its log', async () => {
  const folder = join(root, 'secrets')
  const postgres = await start(folder)
  await assert.rejects(
    ask(postgres.url.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1'),
    /password authentication/,
  )
  await assert.rejects(ask(postgres.url, `select 'Doe, Jane'::int`), /invalid input/)
  await ask(postgres.url, 'create table person (name text primary key)')
  await ask(postgres.url, `insert into person values ('Doe, Jane')`)
  await assert.rejects(ask(postgres.url, `insert into person values ('Doe, Jane')`), /duplicate key/)
  await postgres.stop()
  assert.doesNotMatch(readFileSync(join(folder, 'postgres.log'), 'utf8'), /Jane/)
})

test('works in a path too long for the address of a socket, and in two folders at once', async () => {
  const deep = join(root, 'a'.repeat(60), 'b'.repeat(60))
  const [long, short] = await Promise.all([start(deep), start(join(root, 'short'))])
  const socket = new URL(long.url).searchParams.get('host')!
  assert.ok(!socket.startsWith(deep))
  assert.equal(statSync(socket).mode & 0o777, 0o700)
  await ask(long.url, 'create table only_here ()')
  assert.deepEqual(await ask(short.url, `select to_regclass('only_here')`), [[null]])
  await Promise.all([long.stop(), short.stop()])
  assert.ok(!existsSync(socket))
})

test('says which process runs in the folder already, and leaves that one in peace', async () => {
  const folder = join(root, 'taken')
  const other = await program(folder)
  const sentence = await refused(start(folder))
  assert.match(
    sentence,
    new RegExp(`^Wellrun is already running in this folder \\(process ${other.program.pid}\\)`),
  )
  assert.deepEqual(await ask(other.url, 'select 1'), [[1]])
  other.program.kill('SIGKILL')
  await once(other.program, 'exit')
  const mine = await start(folder)
  await refused(start(folder))
  await mine.stop()
})

test('starts PostgreSQL again at the same address when it is killed under the program', async () => {
  const postgres = await start(join(root, 'killed-postgres'), true)
  const before = postgres.pid
  await ask(postgres.url, 'create table kept as select 42 as answer')
  process.kill(before, 'SIGKILL')
  await until(
    () =>
      ask(postgres.url, 'select answer from kept').then(
        (rows) => rows[0]?.[0] === 42,
        () => false,
      ),
    'it answers again',
  )
  assert.notEqual(postgres.pid, before)
  await postgres.stop()
})

test('leaves nothing running when the program is killed, where the kernel tells', async (t) => {
  const leash = 'setpriv'
  if (spawnSync(leash, ['--pdeathsig', 'INT', 'true']).status !== 0) return t.skip('no setpriv here')
  const { program: child, postgres } = await program(join(root, 'leash'))
  child.kill('SIGKILL')
  await until(() => !isAlive(postgres), 'PostgreSQL ended by itself')
})

for (const [what, kill] of [
  ['the program', (child: ChildProcess) => child.kill('SIGKILL')],
  [
    'PostgreSQL and then the program',
    (child: ChildProcess, postgres: number) => {
      child.kill('SIGSTOP')
      process.kill(postgres, 'SIGKILL')
      child.kill('SIGKILL')
    },
  ],
] as const)
  test(`works again after kill -9 of ${what}`, async () => {
    const folder = join(root, `after ${what}`)
    const { program: child, postgres, url } = await program(folder, withoutLeash)
    await ask(url, 'create table kept as select 42 as answer')
    kill(child, postgres)
    await once(child, 'exit')
    const again = await start(folder)
    assert.ok(!isAlive(postgres))
    assert.deepEqual(await ask(again.url, 'select answer from kept'), [[42]])
    await again.stop()
  })

test('is not misled by a pid file whose number now belongs to another process', async () => {
  const folder = join(root, 'stale')
  await (await start(folder)).stop()
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n${folder}/postgres\n1\n5432\n`)
  mkdirSync(join(folder, 'socket'), { recursive: true })
  writeFileSync(join(folder, 'socket', '.s.PGSQL.5432.lock'), `${process.pid}\n`)
  const again = await start(folder)
  assert.deepEqual(await ask(again.url, 'select 1'), [[1]])
  await again.stop()
})

test('refuses a database of another major version, and leaves it as it is', async () => {
  for (const [made, word] of [
    ['19', 'newer'],
    ['17', 'older'],
  ] as const) {
    const folder = join(root, `version-${made}`)
    mkdirSync(join(folder, 'postgres'), { recursive: true })
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), `${made}\n`)
    assert.match(await refused(start(folder)), new RegExp(`made by PostgreSQL ${made}, ${word} than the 18`))
    assert.deepEqual(readdirSync(join(folder, 'postgres')), ['PG_VERSION'])
  }
})

test('says that the passwords are missing rather than making others that do not fit', async () => {
  const folder = join(root, 'no-passwords')
  mkdirSync(join(folder, 'postgres'), { recursive: true })
  assert.match(await refused(start(folder)), /passwords of the database are missing/)
})

test('says what PostgreSQL complained about when it does not start', async () => {
  const folder = join(root, 'broken')
  await (await start(folder)).stop()
  rmSync(join(folder, 'postgres', 'global', 'pg_control'))
  assert.match(await refused(start(folder)), /PostgreSQL did not start: .*pg_control.*postgres\.log/)
})

test('says in a sentence that a file is in the way of the folder', async () => {
  writeFileSync(join(root, 'a-file'), '')
  assert.match(await refused(start(join(root, 'a-file', 'data'))), /is not a folder/)
  assert.match(await refused(start(join(root, 'a-file'))), /is not a folder/)
})

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const root = mkdtempSync(join(tmpdir(), 'wellrun-start-'))
const started: Program[] = []
// A test that failed must not leave its program to the next one.
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
})
after(() => rmSync(root, { recursive: true, force: true }))
const data = join(root, 'an office')

type Program = { child: ChildProcess; ended: Promise<number | null>; said: () => string }

function start(env: Record<string, string>): Program {
  // Without the caller's own settings: this is about what an office gets that sets nothing.
  const { DATABASE_URL: _url, PORT: _port, HOST: _host, ...rest } = process.env
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
    env: { ...rest, WELLRUN_DEMO: 'no', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += String(chunk)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const program = { child, ended, said: () => said }
  started.push(program)
  return program
}

/** Waits until the program is ready, and gives the address it printed. */
async function address({ child, said }: Program): Promise<string> {
  while (child.exitCode === null && !/Ctrl-C stops it/.test(said())) await sleep(50)
  const match = /ready after [\d.]+ s: (http:\S+)/.exec(said())
  assert.ok(match, said())
  return match[1]!
}

const postgresOf = (folder: string): number =>
  Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

async function ends(pid: number): Promise<void> {
  const lives = () => {
    try {
      return process.kill(pid, 0) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
    } catch {
      return false
    }
  }
  for (const until = performance.now() + 10_000; lives(); await sleep(50))
    assert.ok(performance.now() < until, `PostgreSQL ${pid} still runs`)
}

test('goes from nothing to a page in the browser, and stops on Ctrl-C with nothing left running', async () => {
  const program = start({ WELLRUN_DATA: data })
  const url = await address(program)
  assert.equal((await fetch(`${url}/health`)).status, 200)
  const page = await fetch(url)
  assert.match(String(page.headers.get('content-type')), /html/)
  assert.match(await page.text(), /<script type="module"/)
  const postgres = postgresOf(data)
  program.child.kill('SIGINT')
  assert.equal(await program.ended, 0)
  await ends(postgres)
  assert.ok(!existsSync(join(data, 'running.json')))
})

test('starts again in seconds, without building the pages anew', async () => {
  const from = performance.now()
  const program = start({ WELLRUN_DATA: data })
  await address(program)
  // On an idle machine it takes one second; the tests may keep it busy.
  assert.ok(performance.now() - from < 15_000, program.said())
  assert.match(program.said(), /Web pages ready/)
  program.child.kill('SIGTERM')
  assert.equal(await program.ended, 0)
})

test('a second one in the same folder says so in one sentence and leaves the first in peace', async () => {
  const first = start({ WELLRUN_DATA: data })
  const url = await address(first)
  const second = start({ WELLRUN_DATA: data })
  assert.equal(await second.ended, 1)
  const sentence = second
    .said()
    .split('\n')
    .filter((line) => !/^(Wellrun)?$/.test(line))
  assert.equal(sentence.length, 1, second.said())
  assert.match(sentence[0]!, new RegExp(`already running in this folder \\(process ${first.child.pid}\\)`))
  assert.equal((await fetch(`${url}/health`)).status, 200)
  first.child.kill('SIGINT')
  await first.ended
})

test('works again after kill -9', async () => {
  const killed = start({ WELLRUN_DATA: data })
  await address(killed)
  killed.child.kill('SIGKILL')
  await killed.ended
  const again = start({ WELLRUN_DATA: data })
  await address(again)
  again.child.kill('SIGINT')
  assert.equal(await again.ended, 0)
})

test('asked twice to stop, it stops at once, and PostgreSQL with it', async () => {
  const program = start({ WELLRUN_DATA: data })
  await address(program)
  const postgres = postgresOf(data)
  program.child.kill('SIGINT')
  program.child.kill('SIGTERM')
  await program.ended
  await ends(postgres)
})

test('stops while it is still starting', async () => {
  const program = start({ WELLRUN_DATA: data })
  while (!existsSync(join(data, 'postgres', 'postmaster.pid'))) await sleep(5)
  const postgres = postgresOf(data)
  program.child.kill('SIGINT')
  await program.ended
  await ends(postgres)
})

test('says that the port is taken, and by which variable to choose another', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const program = start({ WELLRUN_DATA: data, PORT: String(port) })
  assert.equal(await program.ended, 1)
  assert.match(
    program.said(),
    new RegExp(`^Port ${port} is used by another program: .*PORT=${port + 1} npm start`, 'm'),
  )
  assert.doesNotMatch(program.said(), /at .*\.ts:/)
  taken.close()
})

test('refuses a port that is none, and a database server that is not there', async () => {
  const port = start({ WELLRUN_DATA: data, PORT: 'eighty' })
  assert.equal(await port.ended, 1)
  assert.match(port.said(), /^PORT is "eighty"/m)
  const server = start({ WELLRUN_DATA: data, DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/none' })
  assert.equal(await server.ended, 1)
  assert.match(
    server.said(),
    /^The PostgreSQL server of DATABASE_URL at 127\.0\.0\.1 does not let us in: .*\.$/m,
  )
  assert.doesNotMatch(server.said(), /secret/)
})

test('leaves a database alone that a newer Wellrun has used', async () => {
  const program = start({ WELLRUN_DATA: data })
  await address(program)
  const { url } = JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as { url: string }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`insert into public.migration (name) values ('99991231-2359-from-the-future.sql')`)
  await client.end()
  program.child.kill('SIGINT')
  await program.ended
  const older = start({ WELLRUN_DATA: data })
  assert.equal(await older.ended, 1)
  assert.match(older.said(), /^The database was last used by a newer Wellrun.*$/m)
  assert.doesNotMatch(older.said(), /at .*\.ts:/)
})

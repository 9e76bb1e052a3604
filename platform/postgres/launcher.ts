import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Account, chooseAccount } from './account.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { isReady, signal, stopLeftover, stopPostmaster } from './postmaster.ts'
import { settings } from './settings.ts'
import { cannotStart, folderTrouble, inFolder, mustHaveSpace, postgresTrouble } from './trouble.ts'

export type PostgresOptions = {
  /** Holds everything Wellrun keeps: the database, its log, its passwords. Made when missing. */
  readonly dataFolder: string
  readonly say?: (line: string) => void
  /** false for tests only: a power cut then loses the database. */
  readonly durable?: boolean
  /** PostgreSQL ended although nobody asked it to, and `why` is its last word. */
  readonly onLost?: (why: string) => void
}

export type RunningPostgres = {
  /** The role `wellrun`, owner of the database of the same name; not a superuser. */
  readonly url: string
  /** The superuser, in the database `postgres`. */
  readonly adminUrl: string
  /** "18.4" */
  readonly version: string
  readonly pid: number
  stop(): Promise<void>
}

type Passwords = { readonly admin: string; readonly owner: string }
type Address = { readonly host: string; readonly port: number; readonly close: () => void }

const enough = { first: 300 * 2 ** 20, later: 20 * 2 ** 20 }
const rotateAt = 5 * 2 ** 20

/**
 * Runs a PostgreSQL of our own in the data folder, made on the first start, reachable only through a socket in a
 * folder of mode 0700 and with a password.
 * @throws {Refusal} CannotStart, with a sentence that says what to do
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { say = () => {}, durable = true } = options
  const folder = resolve(options.dataFolder)
  const binaries = findBinaries()
  const lock = inFolder(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    mustHaveSpace(folder, existsSync(join(folder, 'postgres')) ? enough.later : enough.first)
    return lockFolder(folder)
  })
  try {
    return await startLocked(folder, binaries, lock, say, durable, options.onLost)
  } catch (error) {
    lock.release()
    throw folderTrouble(error, folder)
  }
}

async function startLocked(
  folder: string,
  binaries: Binaries,
  lock: FolderLock,
  say: (line: string) => void,
  durable: boolean,
  onLost: ((why: string) => void) | undefined,
): Promise<RunningPostgres> {
  const database = join(folder, 'postgres')
  const account = chooseAccount(binaries.postgres, folder, database)
  mustFitVersion(database, binaries)
  const passwords = keepPasswords(folder, existsSync(database))
  if (!existsSync(database)) {
    say(`Making a new database in ${database}`)
    initialise(folder, database, passwords.admin, binaries, account, durable)
  }
  await stopLeftover(database, binaries.pgCtl, say)

  const address = await chooseAddress(folder, account)
  try {
    const child = await launch(folder, database, address, binaries, account, durable, say)
    const url = (user: string, password: string, name: string) =>
      process.platform === 'win32'
        ? `postgresql://${user}:${password}@${address.host}:${address.port}/${name}`
        : `postgresql://${user}:${password}@/${name}?host=${encodeURIComponent(address.host)}`
    const adminUrl = url('postgres', passwords.admin, 'postgres')
    const ownerUrl = url('wellrun', passwords.owner, 'wellrun')
    // Whatever ends the program, even an error nobody caught, ends PostgreSQL: it then stops by itself.
    const stopAtExit = () => signal(child.pid, 'SIGINT', binaries.pgCtl)
    process.once('exit', stopAtExit)
    const alive = () => child.process.exitCode === null && child.process.signalCode === null
    const stop = async () => {
      stopping = true
      await stopPostmaster(child.pid, binaries.pgCtl, alive)
      process.off('exit', stopAtExit)
      address.close()
      lock.release()
    }
    let stopping = false
    let stopped: Promise<void> | undefined
    child.process.once('exit', () => {
      if (!stopping) onLost?.(postgresTrouble(child.said(), folder).message)
    })
    try {
      await makeOwner(adminUrl, passwords.owner)
    } catch (error) {
      await stop()
      throw error
    }
    lock.tell({ program: process.pid, url: ownerUrl, adminUrl })
    const { version } = binaries
    return { url: ownerUrl, adminUrl, version, pid: child.pid, stop: () => (stopped ??= stop()) }
  } catch (error) {
    address.close()
    throw error
  }
}

function mustFitVersion(database: string, { major, version }: Binaries): void {
  const file = join(database, 'PG_VERSION')
  if (!existsSync(file)) return
  const made = Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (made > major)
    throw cannotStart(
      `The database in ${database} was made by PostgreSQL ${made}, newer than the ${version} of this Wellrun: ` +
        'start it with the newer Wellrun that made it.',
    )
  if (made < major)
    throw cannotStart(
      `The database in ${database} was made by PostgreSQL ${made}, older than the ${version} of this Wellrun: ` +
        'start it with the Wellrun that made it, or move it with pg_dump and DATABASE_URL.',
    )
}

/** Generated once. They protect against other users of the machine, who can neither read this file nor the socket. */
function keepPasswords(folder: string, databaseExists: boolean): Passwords {
  const file = join(folder, 'postgres.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Passwords
  if (databaseExists)
    throw cannotStart(
      `The passwords of the database are missing: put ${file} back, it is part of each backup.`,
    )
  const passwords = { admin: randomBytes(24).toString('hex'), owner: randomBytes(24).toString('hex') }
  writeDurably(file, JSON.stringify(passwords))
  return passwords
}

function writeDurably(file: string, text: string): void {
  const fresh = `${file}.new`
  rmSync(fresh, { force: true })
  const open = openSync(fresh, 'wx', 0o600)
  writeFileSync(open, text)
  fsyncSync(open)
  closeSync(open)
  renameSync(fresh, file)
}

/** Beside its place and then renamed, so that a start interrupted half-way leaves no half database. */
function initialise(
  folder: string,
  database: string,
  password: string,
  binaries: Binaries,
  account: Account,
  durable: boolean,
): void {
  const fresh = join(folder, 'postgres.new')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  const passwordFile = join(folder, 'postgres.pw')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  account.give(fresh)
  account.give(passwordFile)
  const { file, args, options } = account.command(binaries.initdb, [
    `--pgdata=${fresh}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // The same order and upper case on every machine. macOS has no C.UTF-8 of its own for the parts outside.
    ...(process.platform === 'linux' ? ['--locale=C.UTF-8'] : ['--locale=C', '--lc-ctype=UTF-8']),
    '--data-checksums',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ])
  const run = spawnSync(file, args, { ...options, env: environment(), encoding: 'utf8' })
  rmSync(passwordFile, { force: true })
  if (run.status !== 0) {
    writeFileSync(join(folder, 'postgres.log'), run.stdout + run.stderr, { flag: 'a', mode: 0o600 })
    rmSync(fresh, { recursive: true, force: true })
    throw postgresTrouble(run.stderr || String(run.error ?? ''), folder)
  }
  renameSync(fresh, database)
}

/** Nothing of the caller's: PGDATA, PGHOST or an unknown LC_ALL would lead PostgreSQL astray. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  SystemRoot: process.env['SystemRoot'],
})

/** A socket beside the data, or in a short folder when the path would not fit the 107 bytes (103 on macOS) of an address. */
async function chooseAddress(folder: string, account: Account): Promise<Address> {
  if (process.platform === 'win32') return { host: '127.0.0.1', port: await freePort(), close: () => {} }
  const port = 5432
  const fits = (path: string) => Buffer.byteLength(`${path}/.s.PGSQL.${port}`) <= 103
  const beside = join(folder, 'socket')
  const temporary = [tmpdir(), '/tmp'].find((path) => fits(`${path}/wellrun-123456`)) ?? '/tmp'
  const host = fits(beside) ? beside : mkdtempSync(join(temporary, 'wellrun-'))
  // A socket and its lock left by a power cut: we hold the lock of the folder, so nobody uses them.
  rmSync(host, { recursive: true, force: true })
  mkdirSync(host, { mode: 0o700 })
  chmodSync(host, 0o700)
  account.give(host)
  return { host, port, close: () => rmSync(host, { recursive: true, force: true }) }
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 5432))
    })
  })
}

type Launched = { readonly process: ChildProcess; readonly pid: number; readonly said: () => string }

async function launch(
  folder: string,
  database: string,
  address: Address,
  binaries: Binaries,
  account: Account,
  durable: boolean,
  say: (line: string) => void,
): Promise<Launched> {
  const wanted = settings(address.host, durable)
  if (process.platform === 'win32') {
    wanted['listen_addresses'] = address.host
    wanted['unix_socket_directories'] = ''
  }
  const args = Object.entries(wanted).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = account.command(binaries.postgres, ['-D', database, '-p', String(address.port), ...args])
  for (let attempt = 1; ; attempt++) {
    const launched = open(join(folder, 'postgres.log'), command)
    const state = await becomesReady(database, launched, say)
    if (state === 'ready') return launched
    // The sessions of a killed PostgreSQL end by themselves within moments; until then it will not start.
    if (!launched.said().includes('pre-existing shared memory block') || attempt === 20)
      throw postgresTrouble(launched.said(), folder)
    await sleep(500)
  }
}

function open(logFile: string, { file, args, options }: ReturnType<Account['command']>): Launched {
  if (existsSync(logFile) && statSync(logFile).size > rotateAt) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'a+', 0o600)
  const from = fstatSync(log).size
  // Detached: Ctrl-C in a terminal goes to every process of the group, and the program must be the one to stop first.
  const child = spawn(file, args, {
    ...options,
    env: environment(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let failure = ''
  child.once('error', (error) => (failure = String(error)))
  return {
    process: child,
    pid: child.pid ?? 0,
    said: () => failure + readFrom(logFile, from),
  }
}

function readFrom(file: string, from: number): string {
  const open = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(65_536, Math.max(0, fstatSync(open).size - from)))
    return bytes.toString('utf8', 0, readSync(open, bytes, 0, bytes.length, from))
  } finally {
    closeSync(open)
  }
}

/** Waits without limit while PostgreSQL works: after a power cut it may have much to repair, and killing it helps nobody. */
async function becomesReady(
  database: string,
  { process: child, pid }: Launched,
  say: (line: string) => void,
): Promise<'ready' | 'ended'> {
  const started = performance.now()
  let told = false
  while (pid !== 0 && child.exitCode === null && child.signalCode === null) {
    if (isReady(database, pid)) return 'ready'
    if (!told && performance.now() - started > 5000) {
      told = true
      say('PostgreSQL is repairing what an unclean stop left behind; this can take some minutes')
    }
    await sleep(15)
  }
  return 'ended'
}

/** Each start, since the first one may have been interrupted anywhere. */
async function makeOwner(adminUrl: string, password: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const role = await admin.query(`select from pg_roles where rolname = 'wellrun'`)
    if (role.rowCount === 0) await admin.query(`create role wellrun login createrole password '${password}'`)
    const database = await admin.query(`select from pg_database where datname = 'wellrun'`)
    if (database.rowCount === 0) await admin.query('create database wellrun owner wellrun')
  } finally {
    await admin.end()
  }
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { environment } from './cluster.ts'
import { isReady, signal } from './postmaster.ts'
import { postgresTrouble } from './trouble.ts'

export type Launched = {
  readonly process: ChildProcess
  readonly pid: number
  /** What it wrote to its log since it was started. */
  readonly said: () => string
}

export type Launch = {
  readonly folder: string
  readonly database: string
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
  readonly binaries: Binaries
  readonly account: Account
  readonly say: (line: string) => void
}

const rotateAt = 5 * 2 ** 20

export const isRunning = ({ process: child }: Launched): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null

/** Starts the postmaster and waits until it takes connections. */
export async function launch(how: Launch): Promise<Launched> {
  for (let attempt = 1; ; attempt++) {
    const launched = open(how)
    if (await becomesReady(how, launched)) return launched
    // The sessions of a killed PostgreSQL end by themselves within moments; until then it will not start.
    if (!launched.said().includes('pre-existing shared memory block') || attempt === 20)
      throw postgresTrouble(launched.said(), how.folder)
    await sleep(500)
  }
}

function open({ folder, database, port, settings, binaries, account }: Launch): Launched {
  const logFile = join(folder, 'postgres.log')
  if (existsSync(logFile) && statSync(logFile).size > rotateAt) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'a+', 0o600)
  const from = fstatSync(log).size
  const chosen = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = ['-D', database, '-p', String(port), ...chosen]
  const command = endsWithProgram()
    ? account.command(leash.file, [...leash.args, binaries.postgres, ...args])
    : account.command(binaries.postgres, args)
  const child = spawn(command.file, command.args, {
    ...command.options,
    env: environment(),
    // Ctrl-C in a terminal goes to every process of the group, and the program must be the first to stop.
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  // Also when the program ends by an error nobody caught: PostgreSQL then stops by itself.
  const stop = () => signal(child.pid ?? 0, 'SIGINT', binaries.pgCtl)
  process.once('exit', stop)
  child.once('close', () => process.off('exit', stop))
  let failure = ''
  child.once('error', (error) => (failure = String(error)))
  return { process: child, pid: child.pid ?? 0, said: () => failure + readFrom(logFile, from) }
}

/** On Linux the kernel can tell PostgreSQL that the program died, even by `kill -9`. */
const leash = { file: 'setpriv', args: ['--pdeathsig', 'INT'] }

const endsWithProgram = (): boolean =>
  process.platform === 'linux' &&
  spawnSync(leash.file, [...leash.args, 'true'], { stdio: 'ignore' }).status === 0

function readFrom(file: string, from: number): string {
  const open = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(65_536, Math.max(0, fstatSync(open).size - from)))
    return bytes.toString('utf8', 0, readSync(open, bytes, 0, bytes.length, from))
  } finally {
    closeSync(open)
  }
}

/** Waits as long as PostgreSQL works: after a power cut it may have much to repair, and killing it helps nobody. */
async function becomesReady({ database, say }: Launch, launched: Launched): Promise<boolean> {
  const started = performance.now()
  let told = false
  while (isRunning(launched)) {
    if (isReady(database, launched.pid)) return true
    if (!told && performance.now() - started > 5000) {
      told = true
      say('PostgreSQL is repairing what an unclean stop left behind; this can take some minutes')
    }
    await sleep(15)
  }
  return false
}

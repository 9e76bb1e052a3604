import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Signal = 'SIGINT' | 'SIGQUIT' | 'SIGKILL'

/** The first line of postmaster.pid is the process, the last its state, "ready" when it takes connections. */
function pidFile(database: string): { pid: number; ready: boolean } | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(database, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  return Number.isSafeInteger(pid) && pid > 1 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined
}

export const isReady = (database: string, pid: number): boolean => {
  const now = pidFile(database)
  return now?.pid === pid && now.ready
}

/** Whether a process is the PostgreSQL of this very folder, and not one that meanwhile got the same number. */
function isOurs(pid: number, database: string): boolean {
  if (process.platform === 'linux')
    try {
      // A postmaster works in its data folder.
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(database)
    } catch {
      return false
    }
  if (process.platform === 'win32') return isAlive(pid)
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.includes(database)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export function signal(pid: number, what: Signal, pgCtl: string): void {
  // 0 and -1 would mean many processes.
  if (pid <= 1) return
  // Windows has no signals; pg_ctl speaks to PostgreSQL through a pipe.
  if (process.platform === 'win32' && what !== 'SIGKILL') {
    spawnSync(pgCtl, ['kill', what.slice(3), String(pid)])
    return
  }
  try {
    process.kill(pid, what)
  } catch {
    // Already gone, which is what was wanted.
  }
}

/** Stops politely (sessions are ended, everything is written), then at once, then by force. */
export async function stopPostmaster(pid: number, pgCtl: string, alive: () => boolean): Promise<void> {
  for (const [what, seconds] of [
    ['SIGINT', 30],
    ['SIGQUIT', 10],
    ['SIGKILL', 10],
  ] as const) {
    if (!alive()) return
    signal(pid, what, pgCtl)
    const until = performance.now() + seconds * 1000
    while (alive() && performance.now() < until) await sleep(20)
  }
}

/**
 * A program that was killed leaves its PostgreSQL behind. It is stopped rather than adopted: a fast shutdown takes a
 * moment, and the new one then has the settings and the version of the program that now runs.
 * The caller holds the lock of the folder, so whatever postmaster.pid says, nobody else may use this database.
 */
export async function stopLeftover(
  database: string,
  pgCtl: string,
  say: (line: string) => void,
): Promise<void> {
  const left = pidFile(database)
  if (left && isOurs(left.pid, database)) {
    say(`Stopping the PostgreSQL a killed program left behind (process ${left.pid})`)
    await stopPostmaster(left.pid, pgCtl, () => isAlive(left.pid) && isOurs(left.pid, database))
  }
  // Left by a power cut. PostgreSQL itself would take any living process with that number for its own.
  rmSync(join(database, 'postmaster.pid'), { force: true })
}

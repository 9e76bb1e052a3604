import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { cannotStart } from './trouble.ts'

/** What another program (a backup, a second start) may know about the one that runs in a data folder. */
export type Running = {
  /** Process id of the program, not of PostgreSQL. */
  readonly program: number
  readonly url?: string
  readonly adminUrl?: string
}

export type FolderLock = { tell(running: Running): void; release(): void }

/**
 * One program per data folder. The lock is the operating system's (through SQLite, which has it on every system), so
 * it ends with the process however that dies: no stale lock, no process number that meanwhile belongs to another
 * program, and it holds between containers that share the folder.
 * @throws a refusal that names the process which has the folder
 */
export function lockFolder(folder: string): FolderLock {
  const lock = take(folder)
  if (!lock)
    throw cannotStart(
      `Wellrun is already running in this folder (process ${told(folder)?.program ?? 'unknown'}): ${folder}. ` +
        'Stop it first, or give this one another folder with WELLRUN_DATA.',
    )
  const file = join(folder, 'running.json')
  const tell = (running: Running) => {
    rmSync(file, { force: true })
    writeFileSync(file, JSON.stringify(running), { mode: 0o600 })
  }
  try {
    tell({ program: process.pid })
  } catch (error) {
    lock.close()
    throw error
  }
  return {
    tell,
    release() {
      rmSync(file, { force: true })
      lock.close()
    },
  }
}

/** Who has the folder at this moment, so that a backup can ask its PostgreSQL; undefined when nobody has. */
export function whoRuns(folder: string): Running | undefined {
  if (!existsSync(join(folder, 'wellrun.lock'))) return undefined
  const lock = take(folder)
  lock?.close()
  return lock ? undefined : told(folder)
}

function take(folder: string): DatabaseSync | undefined {
  const lock = new DatabaseSync(join(folder, 'wellrun.lock'))
  try {
    // Nothing is ever written to it, so it needs no journal beside it.
    lock.exec('pragma journal_mode = off; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Error && error.message.includes('locked')) return undefined
    throw error
  }
}

function told(folder: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as Running
  } catch {
    return undefined
  }
}

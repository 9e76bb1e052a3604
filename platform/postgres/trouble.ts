import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { Refusal, reason } from '#kernel/refusal.ts'

/** Why the program cannot start on this machine or folder: one sentence for whoever typed `npm start`, never a stack. */
export const CannotStart = reason('cannot-start', 503, 'Wellrun cannot start.')

export const cannotStart = (sentence: string): Refusal => new Refusal(CannotStart, sentence)

const full = (folder: string) =>
  `The disk that holds ${folder} is full: free some space and start Wellrun again.`

/** Turns what the operating system says about a folder into a sentence; an unknown error is passed on as it is. */
export function folderTrouble(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return cannotStart(full(folder))
    case 'EROFS':
      return cannotStart(`The folder ${folder} is on a read-only disk: choose another one with WELLRUN_DATA.`)
    case 'EACCES':
    case 'EPERM':
      return cannotStart(
        `The folder ${folder} may not be written by this user: give it to the user who starts Wellrun, ` +
          'or choose another one with WELLRUN_DATA.',
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return cannotStart(`${folder} is not a folder: choose another one with WELLRUN_DATA.`)
    case 'ENAMETOOLONG':
      return cannotStart(
        `The path ${folder} is too long for this machine: choose a shorter one with WELLRUN_DATA.`,
      )
    default:
      return error
  }
}

/** Runs `work`, and says troubles with the folder in a sentence. */
export function inFolder<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw folderTrouble(error, folder)
  }
}

/** Makes a folder only its owner may read, with those above it. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    // On a read-only disk Node reports that the new folder is missing. Ask the nearest one that exists.
    let above = folder
    while (!existsSync(above)) above = dirname(above)
    accessSync(above, constants.W_OK)
    throw error
  }
}

/** A database in a full disk starts, then stops in the middle of the day: say so beforehand. */
export function mustHaveSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= bytes) return
  const mb = (size: number) => Math.ceil(size / 2 ** 20)
  throw cannotStart(
    `The disk that holds ${folder} has ${Math.floor((bavail * bsize) / 2 ** 20)} MB left; ` +
      `Wellrun needs ${mb(bytes)} MB: free some space and start it again.`,
  )
}

/** What PostgreSQL or initdb said while it failed, as a sentence. `output` is what it wrote since it was started. */
export function postgresTrouble(output: string, folder: string): Refusal {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const telling =
    lines.findLast((line) => /\b(FATAL|PANIC|could not|error while loading|error:)/i.test(line)) ??
    lines.at(-1)
  if (/no space left on device|disk quota exceeded/i.test(output)) return cannotStart(full(folder))
  if (/read-only file system/i.test(output))
    return cannotStart(`The folder ${folder} is on a read-only disk: choose another one with WELLRUN_DATA.`)
  if (/permission denied|wrong ownership/i.test(telling ?? ''))
    return cannotStart(
      `PostgreSQL may not use the folder ${folder} (${tidy(telling)}): ` +
        'give the folder and all in it to the user who starts Wellrun.',
    )
  return cannotStart(
    `PostgreSQL did not start: ${tidy(telling) || 'it said nothing'} (the whole story is in ${folder}/postgres.log).`,
  )
}

/** Without the time and process id PostgreSQL puts before each line. */
const tidy = (line = ''): string => line.replace(/^[\d-]+ [\d:.]+ \S+ \[\d+\] /, '').trim()

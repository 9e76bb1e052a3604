import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chooseAccount } from './account.ts'
import { chooseAddress, connectionUrl } from './address.ts'
import { findBinaries } from './binaries.ts'
import { initialise, keepPasswords, makeOwner, mustFitVersion } from './cluster.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { stopLeftover, stopPostmaster } from './postmaster.ts'
import { isRunning, launch } from './process.ts'
import { settings } from './settings.ts'
import { folderTrouble, inFolder, makeFolder, mustHaveSpace } from './trouble.ts'

export type PostgresOptions = {
  /** Holds everything Wellrun keeps: the database, its log, its passwords. Made when missing. */
  readonly dataFolder: string
  readonly say?: (line: string) => void
  /** false for tests only: a power cut then loses the database. */
  readonly durable?: boolean
  /** Beyond the usual ones, e.g. for a recovery. */
  readonly settings?: Readonly<Record<string, string>>
  /** PostgreSQL ended although nobody asked it to, and could not be started again; `why` is its last word. */
  readonly onLost?: (why: string) => void
}

export type RunningPostgres = {
  /** The role `wellrun`, owner of the database of the same name; not a superuser. */
  readonly url: string
  /** The superuser, in the database `postgres`. */
  readonly adminUrl: string
  /** "18.4" */
  readonly version: string
  /** Of the postmaster; another one after PostgreSQL died and was started again. */
  readonly pid: number
  stop(): Promise<void>
}

const megabyte = 2 ** 20
/** Without these a first start or a working day would end in the middle. */
const space = { first: 300 * megabyte, later: 20 * megabyte }

/**
 * Runs a PostgreSQL of our own in the data folder, made on the first start, reachable only with a password through a
 * socket in a folder of mode 0700. It ends with the program, however that ends.
 * @throws {Refusal} CannotStart, with a sentence that says what to do
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const folder = resolve(options.dataFolder)
  const lock = inFolder(folder, () => {
    makeFolder(folder)
    mustHaveSpace(folder, existsSync(join(folder, 'postgres')) ? space.later : space.first)
    return lockFolder(folder)
  })
  try {
    return await startLocked(folder, lock, options)
  } catch (error) {
    lock.release()
    throw folderTrouble(error, folder)
  }
}

async function startLocked(
  folder: string,
  lock: FolderLock,
  { say = () => {}, durable = true, settings: extra = {}, onLost = () => {} }: PostgresOptions,
): Promise<RunningPostgres> {
  const binaries = findBinaries()
  const database = join(folder, 'postgres')
  mustFitVersion(database, binaries)
  const account = chooseAccount(binaries.postgres, folder, database)
  const passwords = keepPasswords(folder, existsSync(database))
  if (!existsSync(database)) {
    say(`Making a new database in ${database}`)
    initialise(folder, database, passwords.admin, binaries, account, durable)
  }
  // A restored one may belong to whoever unpacked it.
  else account.give(database)
  await stopLeftover(database, binaries.pgCtl, say)

  const address = await chooseAddress(folder, account)
  const url = connectionUrl(address, 'wellrun', passwords.owner, 'wellrun')
  const adminUrl = connectionUrl(address, 'postgres', passwords.admin, 'postgres')
  const start = () =>
    launch({
      folder,
      database,
      port: address.port,
      settings: { ...settings(address.host, durable), ...extra },
      binaries,
      account,
      say,
    })

  let stopping = false
  let restarts = 0
  let starting = start()
  const watch = async () => {
    const current = await starting
    current.process.once('exit', (code, killedBy) => {
      if (stopping) return
      const why = `PostgreSQL ended although nobody stopped it (${killedBy ?? `exit code ${code}`})`
      if (++restarts > 3) return onLost(`${why} for the fourth time: ${folder}/postgres.log may say more.`)
      say(`${why}; starting it again`)
      starting = start()
      watch().catch((error: unknown) => onLost(error instanceof Error ? error.message : String(error)))
    })
    running = current
  }
  let running = await starting.catch((error: unknown) => {
    address.remove()
    throw error
  })
  await watch()

  const stop = async () => {
    stopping = true
    await starting.catch(() => undefined)
    await stopPostmaster(running.pid, binaries.pgCtl, () => isRunning(running))
    address.remove()
    lock.release()
  }
  try {
    await makeOwner(adminUrl, passwords.owner)
  } catch (error) {
    await stop()
    throw error
  }
  lock.tell({ program: process.pid, url, adminUrl })
  let stopped: Promise<void> | undefined
  return {
    url,
    adminUrl,
    version: binaries.version,
    get pid() {
      return running.pid
    },
    stop: () => (stopped ??= stop()),
  }
}

import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { syncFolder } from '#platform/durable-file.ts'
import { keyringFile, openKeyring } from '#platform/keys.ts'
import { whoRuns } from '#platform/postgres/folder-lock.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { cannotStart, folderTrouble } from '#platform/postgres/trouble.ts'
import type { Lock } from '#platform/sealed-stream.ts'
import { type Entry, fileEntry, readArchive, textEntry, writeArchive } from './archive.ts'
import type { Facts, Questions } from './facts.ts'
import { logicalEntries } from './logical.ts'
import { physicalEntries, withDatabase } from './physical.ts'

/** The last entry of an archive: what a restored installation must equal. */
export type Manifest = {
  readonly facts: Facts
  readonly files: { readonly count: number; readonly bytes: number }
  /** Where recovery stops; absent for a dump. */
  readonly restorePoint?: string
}

export type BackupOptions = {
  readonly dataFolder: string
  /** A server of the office's own; without it the PostgreSQL of the data folder is saved. */
  readonly databaseUrl?: string
  /** Where the archive goes; by default a new file in `backups` of the data folder. */
  readonly archive?: string
  readonly passphrase?: string
  readonly questions: Questions
  /** Files that belong to the database and must never know more than it does, by their name at the top of a restored data folder. */
  readonly alongside?: Readonly<Record<string, string>>
  /** Told when the archive is good, with the address of the database saved, while it still runs. */
  readonly onMade?: (databaseUrl: string) => Promise<void>
  readonly say?: (line: string) => void
}

export type Backup = Manifest & {
  readonly archive: string
  readonly bytes: number
  readonly openedBy: string
}

/** Of the PostgreSQL that the program runs itself. */
const databaseName = 'wellrun'
export const manifestPath = 'manifest.json'
export const keyringPath = 'keys/keyring.json'

/**
 * Saves everything while the office works, and reads the archive again before it calls it good.
 * @throws {Refusal} with a sentence, e.g. when there is nothing to save; no half archive stays behind
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const dataFolder = resolve(options.dataFolder)
  const made = Temporal.Now.instant().toString({ smallestUnit: 'second' })
  const archive = resolve(
    options.archive ?? join(dataFolder, 'backups', `wellrun-${made.replaceAll(':', '-')}.backup`),
  )
  if (existsSync(archive)) throw cannotStart(`${archive} exists already: choose another name.`)
  const source = options.databaseUrl ? undefined : await ownDatabase(dataFolder, options.say)
  const keyring = openKeyring(keyringFile(dataFolder))
  const lock: Lock = options.passphrase ? { passphrase: options.passphrase } : { keyring }
  const fresh = `${archive}.part`
  let manifest: Manifest | undefined
  async function* entries(): AsyncGenerator<Entry> {
    let facts: Facts | undefined
    let restorePoint: string | undefined
    // Before the database, so that none of them tells of something that is not yet in it.
    for (const [name, path] of Object.entries(options.alongside ?? {})) {
      const file = await fileEntry(name, path)
      if (file) yield file
    }
    if (source) {
      yield await mustExist('postgres.json', join(dataFolder, 'postgres.json'))
      yield* physicalEntries(
        source.adminUrl,
        databaseName,
        join(dataFolder, 'postgres'),
        options.questions,
        (result) => {
          ;({ facts, restorePoint } = result)
        },
      )
    } else yield* logicalEntries(options.databaseUrl!, options.questions, (result) => (facts = result))
    // After the database: a file is stored before the row that names it.
    const files = { count: 0, bytes: 0 }
    yield* filesOf(join(dataFolder, 'files'), files)
    // In an archive that the same keys lock, they would help nobody.
    if (options.passphrase) yield await mustExist(keyringPath, keyring.file)
    manifest = { facts: facts!, files, ...(restorePoint !== undefined && { restorePoint }) }
    yield textEntry(manifestPath, JSON.stringify(manifest))
  }
  try {
    const about = {
      kind: source ? 'files' : 'dump',
      made,
      wellrun: versionOfWellrun(),
      ...(source && { postgres: readFileSync(join(dataFolder, 'postgres', 'PG_VERSION'), 'utf8').trim() }),
    }
    await mkdir(dirname(archive), { recursive: true, mode: 0o700 })
    await writeOut(fresh, writeArchive(entries(), lock, about))
    options.say?.('Reading the archive again')
    await readAgain(fresh, lock)
    await rename(fresh, archive)
    syncFolder(dirname(archive))
    await options.onMade?.(source ? withDatabase(source.adminUrl, databaseName) : options.databaseUrl!)
  } catch (error) {
    await rm(fresh, { force: true })
    throw folderTrouble(error, dirname(archive))
  } finally {
    await source?.release()
  }
  const openedBy = options.passphrase ? 'the passphrase' : keyring.file
  return { ...manifest!, archive, bytes: (await stat(archive)).size, openedBy }
}

/** The PostgreSQL that runs in the folder, or else one started for the time of the backup. */
async function ownDatabase(dataFolder: string, say?: (line: string) => void) {
  if (!existsSync(join(dataFolder, 'postgres', 'PG_VERSION')))
    throw cannotStart(`There is nothing to save in ${dataFolder}: name the folder with WELLRUN_DATA.`)
  const running = whoRuns(dataFolder)
  if (running?.adminUrl) return { adminUrl: running.adminUrl, release: async () => {} }
  if (running)
    throw cannotStart(`Wellrun is just starting (process ${running.program}): try again in a moment.`)
  const postgres = await startPostgres({ dataFolder, ...(say && { say }) })
  return { adminUrl: postgres.adminUrl, release: () => postgres.stop() }
}

/** The files of the file store, as they lie there: already encrypted. */
async function* filesOf(folder: string, tally: { count: number; bytes: number }): AsyncGenerator<Entry> {
  if (!existsSync(folder)) return
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.new')) continue
    const path = join(entry.parentPath, entry.name)
    const file = await fileEntry(`files/${path.slice(folder.length + 1).replaceAll('\\', '/')}`, path)
    if (!file) continue
    tally.count += 1
    tally.bytes += (await stat(path)).size
    yield file
  }
}

async function mustExist(path: string, file: string): Promise<Entry> {
  const entry = await fileEntry(path, file)
  if (!entry) throw cannotStart(`${file} is missing: without it a backup could not be used.`)
  return entry
}

async function writeOut(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    for await (const piece of bytes) await file.writeFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function readAgain(path: string, lock: Lock): Promise<void> {
  let last = ''
  for await (const { path: name } of readArchive(createReadStream(path), lock)) last = name
  if (last !== manifestPath) throw new Error('the archive ends before its manifest')
}

function versionOfWellrun(): string {
  const file = join(import.meta.dirname, '..', '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

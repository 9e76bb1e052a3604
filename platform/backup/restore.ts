import { createReadStream, existsSync } from 'node:fs'
import { chmod, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { reason, refuse } from '#kernel/refusal.ts'
import { syncFolder, writeDurably } from '#platform/durable-file.ts'
import { keyringFile, openKeyring } from '#platform/keys.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { cannotStart, folderTrouble, makeFolder } from '#platform/postgres/trouble.ts'
import { CutOff, Damaged, type Lock, readHeader } from '#platform/sealed-stream.ts'
import { type Entry, readArchive } from './archive.ts'
import { type Manifest, keyringPath, manifestPath } from './backup.ts'
import { type Facts, type Questions, differences, gather } from './facts.ts'
import { dumpPath, restoreDump } from './logical.ts'
import { withDatabase } from './physical.ts'

export type RestoreOptions = {
  readonly archive: string
  /** Empty, missing, or holding nothing but `keys`. */
  readonly dataFolder: string
  readonly databaseUrl?: string
  readonly passphrase?: string
  readonly questions: Questions
  readonly say?: (line: string) => void
}

export type Restored = Manifest & { readonly made: string; readonly dataFolder: string }

export const NotTheSame = reason('not-the-same', 500, 'What came back is not what was saved.')

/**
 * Brings an archive back into an empty place and proves that it is what was saved: every table is counted and its
 * fingerprint compared. Nothing is put in place before the whole archive has been read and found equal.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { say = () => {}, databaseUrl } = options
  const dataFolder = resolve(options.dataFolder)
  const archive = resolve(options.archive)
  if (!existsSync(archive)) throw cannotStart(`There is no archive ${archive}.`)
  const { key, about = {} } = await readHeader(createReadStream(archive))
  const isDump = about['kind'] === 'dump'
  if (isDump && !databaseUrl)
    throw cannotStart(
      'This archive comes from a PostgreSQL server: name an empty database with DATABASE_URL.',
    )
  if (!isDump && databaseUrl)
    throw cannotStart('This archive holds its own PostgreSQL database: restore it without DATABASE_URL.')
  const lock = lockFor(key, dataFolder, options.passphrase)
  await mustBeEmpty(dataFolder)
  const staging = join(dataFolder, '.restoring')
  try {
    makeFolder(dataFolder)
    // Started by root, PostgreSQL may have to be another user, who must pass through to the staging folder.
    if (process.getuid?.() === 0) await chmod(dataFolder, 0o711)
    await rm(staging, { recursive: true, force: true })
    makeFolder(staging)
    say(`Reading the backup of ${about['made'] ?? 'unknown date'}`)
    const manifest = await unpackInto(staging, readArchive(createReadStream(archive), lock), databaseUrl)
    say('Comparing what came back with what was saved')
    const facts = databaseUrl
      ? await factsOf(databaseUrl, options.questions)
      : await recover(staging, manifest, options.questions, say)
    const wrong = differences(manifest.facts, facts)
    if (wrong.length > 0) refuse(NotTheSame, `What came back is not what was saved: ${wrong.join('; ')}.`)
    await putInPlace(staging, dataFolder)
    return { ...manifest, made: about['made'] ?? '', dataFolder }
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    throw folderTrouble(error, dataFolder)
  }
}

function lockFor(key: string | undefined, dataFolder: string, passphrase: string | undefined): Lock {
  if (key === undefined) {
    if (passphrase) return { passphrase }
    throw cannotStart('This archive was encrypted with a passphrase: give it in WELLRUN_BACKUP_PASSPHRASE.')
  }
  const file = keyringFile(dataFolder)
  if (!existsSync(file))
    throw cannotStart(
      `This archive was encrypted with the key ${key}: copy the key file of the installation it comes from to ${file}, ` +
        'or name it with WELLRUN_KEYS.',
    )
  return { keyring: openKeyring(file) }
}

async function mustBeEmpty(folder: string): Promise<void> {
  const inside = existsSync(folder) ? await readdir(folder) : []
  const other = inside.find((name) => !['keys', '.restoring'].includes(name))
  if (other !== undefined)
    throw cannotStart(
      `The folder ${folder} is not empty (it holds ${other}): name an empty one with WELLRUN_DATA.`,
    )
}

async function unpackInto(
  staging: string,
  entries: AsyncIterable<Entry>,
  databaseUrl?: string,
): Promise<Manifest> {
  let manifest: Manifest | undefined
  const tally = { count: 0, bytes: 0 }
  for await (const { path, bytes } of entries) {
    // The archive is authenticated, yet a path that leads out of the folder is never followed.
    if (path.startsWith('/') || path.split(/[/\\]/).includes('..') || path.includes(':'))
      return refuse(Damaged)
    if (path === manifestPath)
      manifest = JSON.parse(Buffer.concat(await Array.fromAsync(bytes)).toString()) as Manifest
    else if (path === dumpPath && databaseUrl) await restoreDump(databaseUrl, bytes)
    else if (path.endsWith('/')) await mkdir(join(staging, path), { recursive: true, mode: 0o700 })
    else {
      const written = await write(join(staging, path), bytes, path.startsWith('postgres/'))
      if (path.startsWith('files/')) {
        tally.count += 1
        tally.bytes += written
      }
    }
  }
  if (!manifest) return refuse(CutOff)
  if (tally.count !== manifest.files.count)
    refuse(NotTheSame, `${manifest.files.count} files were saved and ${tally.count} came back.`)
  return manifest
}

async function write(path: string, bytes: Entry['bytes'], ofPostgres: boolean): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'wx', 0o600)
  let size = 0
  try {
    for await (const piece of bytes) {
      size += piece.length
      await file.writeFile(piece)
    }
    // PostgreSQL sees to its own files when it recovers.
    if (!ofPostgres) await file.sync()
  } finally {
    await file.close()
  }
  return size
}

/** PostgreSQL itself plays the WAL up to the moment the facts were counted. */
async function recover(
  staging: string,
  { restorePoint = '' }: Manifest,
  questions: Questions,
  say: (line: string) => void,
): Promise<Facts> {
  await writeFile(join(staging, 'postgres', 'recovery.signal'), '')
  const postgres = await startPostgres({
    dataFolder: staging,
    say,
    settings: {
      // All WAL is in the folder already; there is nowhere else to get any.
      restore_command: 'exit 1',
      recovery_target_name: restorePoint,
      recovery_target_action: 'promote',
    },
  })
  try {
    return await factsOf(withDatabase(postgres.adminUrl, 'wellrun'), questions)
  } finally {
    await postgres.stop()
  }
}

async function factsOf(url: string, questions: Questions): Promise<Facts> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    return await gather(client, questions)
  } finally {
    await client.end()
  }
}

/** The keys have a place of their own; the rest is what PostgreSQL left while it recovered. */
const ofThisRun = new Set(['keys', 'wellrun.lock', 'postgres.log'])

async function putInPlace(staging: string, dataFolder: string): Promise<void> {
  const keys = join(staging, keyringPath)
  if (existsSync(keys)) {
    const place = keyringFile(dataFolder)
    // Whatever is there was not what these files were encrypted with.
    if (existsSync(place)) await rename(place, `${place}.before-restore`)
    writeDurably(place, await readFile(keys, 'utf8'))
  }
  // The database last: without it nothing starts.
  const names = (await readdir(staging)).filter((name) => name !== 'postgres' && !ofThisRun.has(name))
  for (const name of [...names, 'postgres'])
    if (existsSync(join(staging, name))) await rename(join(staging, name), join(dataFolder, name))
  await rm(staging, { recursive: true, force: true })
  syncFolder(dataFolder)
}

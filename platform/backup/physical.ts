import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { reason, refuse } from '#kernel/refusal.ts'
import { type Entry, fileEntry, textEntry } from './archive.ts'
import { type Facts, type Questions, gather, tablesOf } from './facts.ts'

export const CannotBackUp = reason('cannot-back-up', 503, 'The backup could not be made.')

/** Made anew by each PostgreSQL, or belonging to the process that runs (PostgreSQL manual 18, 25.3.6). */
const emptied = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]
const left =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|recovery\.signal|standby\.signal)$|(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)$/

export type Physical = {
  /** Recovery stops exactly here, and here the facts are taken. */
  readonly restorePoint: string
  readonly facts: Facts
}

/**
 * The files of a database while it works: a base backup by the low-level functions, then the WAL it needs. Give the
 * entries to an archive in this order; `done` receives what the manifest must say.
 * @param adminUrl superuser of the running server, @param ownerDatabase name of the database whose facts are taken
 */
export async function* physicalEntries(
  adminUrl: string,
  ownerDatabase: string,
  database: string,
  questions: Questions,
  done: (result: Physical) => void,
): AsyncGenerator<Entry> {
  const session = new pg.Client({ connectionString: adminUrl })
  await session.connect()
  const one = async (sql: string, values: unknown[] = []): Promise<Record<string, string>> =>
    (await session.query<Record<string, string>>(sql, values)).rows[0] ?? {}
  try {
    const name = `wellrun_${randomUUID().replaceAll('-', '')}`
    // Holds back the WAL that must still be copied, and goes when this session ends, however it ends.
    await session.query('select pg_create_physical_replication_slot($1, true, true)', [name])
    const { first = '' } = await one(`select pg_walfile_name(pg_backup_start($1, fast => true)) as first`, [
      name,
    ])
    yield* baseFiles(database)
    const stopped = await one('select labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)')
    yield textEntry('postgres/backup_label', stopped['labelfile'] ?? '')
    if (stopped['spcmapfile'])
      refuse(CannotBackUp, 'The database uses tablespaces outside its folder, which a backup would miss.')

    const moment = await markMoment(withDatabase(adminUrl, ownerDatabase), name)
    try {
      await session.query('select pg_switch_wal()')
      const { last = '' } = await one('select pg_walfile_name($1::pg_lsn) as last', [moment.position])
      yield* walFiles(join(database, 'pg_wal'), first, last)
      done({ restorePoint: name, facts: await gather(moment.client, questions) })
    } finally {
      await moment.client.end()
    }
  } finally {
    await session.end()
  }
}

async function* baseFiles(database: string): AsyncGenerator<Entry> {
  const control = 'global/pg_control'
  for (const entry of await readdir(database, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
      .slice(database.length + 1)
      .replaceAll('\\', '/')
    const [top = ''] = path.split('/')
    if (left.test(path) || path === control || (emptied.includes(top) && path !== top)) continue
    if (entry.isDirectory()) yield { path: `postgres/${path}/`, bytes: [] }
    else if (entry.isFile()) {
      const file = await fileEntry(`postgres/${path}`, join(database, path))
      if (file) yield file
    }
  }
  for (const folder of ['pg_wal/archive_status', 'pg_wal/summaries'])
    yield { path: `postgres/${folder}/`, bytes: [] }
  // Last, so that it knows of the backup's own checkpoint at least.
  const file = await fileEntry(`postgres/${control}`, join(database, control))
  if (file) yield file
}

async function* walFiles(folder: string, first: string, last: string): AsyncGenerator<Entry> {
  const names = (await readdir(folder))
    .filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last)
    .sort()
  if (names[0] !== first || names.at(-1) !== last)
    refuse(CannotBackUp, `The WAL from ${first} to ${last} is not all there.`)
  for (const name of names) {
    const file = await fileEntry(`postgres/pg_wal/${name}`, join(folder, name))
    yield file ?? refuse(CannotBackUp, `The WAL file ${name} went away while it was copied.`)
  }
}

/**
 * Marks one moment twice: as a point in the WAL at which a recovery can stop, and as a snapshot in which the facts
 * can be counted at leisure. Nothing may be committed between the two, so writers wait for the few milliseconds it takes.
 */
async function markMoment(url: string, name: string): Promise<{ client: pg.Client; position: string }> {
  const holder = new pg.Client({ connectionString: url })
  const client = new pg.Client({ connectionString: url })
  await Promise.all([holder.connect(), client.connect()])
  try {
    const tables = await tablesOf(holder)
    for (let attempt = 1; ; attempt++)
      try {
        await holder.query('begin')
        // Behind a long transaction this waits, and new writers behind this: rather give way and try again.
        await holder.query(`set local lock_timeout = '1s'; set local deadlock_timeout = '100ms'`)
        if (tables.length > 0) await holder.query(`lock table only ${tables.join(', only ')} in share mode`)
        break
      } catch (error) {
        await holder.query('rollback')
        const isBusy = error instanceof pg.DatabaseError && ['55P03', '40P01'].includes(error.code ?? '')
        if (!isBusy) throw error
        if (attempt === 30)
          refuse(CannotBackUp, 'Some work keeps the tables busy without end: try again at a quieter hour.')
        await new Promise((resolve) => setTimeout(resolve, 250 * attempt))
      }
    await client.query('begin isolation level repeatable read read only')
    // The snapshot is taken by the first query, not by "begin".
    await client.query('select pg_export_snapshot()')
    const { rows } = await holder.query<{ position: string }>(
      'select pg_create_restore_point($1) as position',
      [name],
    )
    await holder.query('rollback')
    return { client, position: rows[0]!.position }
  } catch (error) {
    await client.end()
    throw error
  } finally {
    await holder.end()
  }
}

export function withDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

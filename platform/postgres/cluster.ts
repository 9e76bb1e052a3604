import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { writeDurably } from '#platform/durable-file.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { cannotStart, postgresTrouble } from './trouble.ts'

/** A PostgreSQL data folder: made once, then kept by one major version. */
export type Passwords = { readonly admin: string; readonly owner: string }

/** Nothing of the caller's: PGDATA, PGHOST or an unknown LC_ALL would lead PostgreSQL astray. */
export const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  SystemRoot: process.env['SystemRoot'],
  LC_ALL: 'C',
})

export function mustFitVersion(database: string, { major, version }: Binaries): void {
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

/** Generated once. They protect against other users of the machine, who can read neither this file nor the socket. */
export function keepPasswords(folder: string, databaseExists: boolean): Passwords {
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

/** Made beside its place and then renamed, so that a start interrupted half-way leaves no half database. */
export function initialise(
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
  rmSync(passwordFile, { force: true })
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
    rmSync(fresh, { recursive: true, force: true })
    throw postgresTrouble(run.stderr || String(run.error ?? ''), folder)
  }
  renameSync(fresh, database)
}

/** Looked for at each start, since the first one may have been interrupted anywhere. */
export async function makeOwner(adminUrl: string, password: string): Promise<void> {
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

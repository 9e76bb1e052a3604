import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { PgBoss } from 'pg-boss'

export class NewerDatabase extends Error {}

const directory = new URL('./migrations/', import.meta.url)

/**
 * Applies, in order and once, every migration not yet applied, each in a transaction of its own. Forward only: a
 * mistake is corrected by the next one. Two programs starting at once wait for each other. `url` signs in as the
 * owner of the database. Throws NewerDatabase when the database knows migrations that this program does not.
 */
export async function migrate(url: string, say: (line: string) => void = () => {}): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7300)')
    await client.query(
      'create table if not exists public.migration (name text primary key, applied_at timestamptz not null default now())',
    )
    const applied = new Set(
      (await client.query<{ name: string }>('select name from public.migration')).rows.map((row) => row.name),
    )
    const unknown = [...applied].filter((name) => !names.includes(name))
    if (unknown.length > 0)
      throw new NewerDatabase(
        `The database was last used by a newer Wellrun (it has the change ${unknown.at(-1)}). Start that version, or a newer one.`,
      )
    const missing = names.filter((name) => !applied.has(name))
    for (const name of missing) {
      await client.query('begin')
      try {
        await client.query(await readFile(new URL(name, directory), 'utf8'))
        await client.query('insert into public.migration (name) values ($1)', [name])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`The database change ${name} failed; nothing of it was applied.`, { cause: error })
      }
    }
    if (missing.length > 0) {
      await prepareJobs(url)
      await client.query(await readFile(new URL('./grants.sql', import.meta.url), 'utf8'))
      say(`${missing.length} database change${missing.length === 1 ? '' : 's'} applied`)
    }
  } finally {
    await client.end()
  }
}

/** pg-boss keeps its own schema; the running program may use it but not alter it. */
async function prepareJobs(url: string) {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false })
  await boss.start()
  await boss.stop({ graceful: false, close: true })
}

if (import.meta.main) await migrate(process.env['DATABASE_URL']!, console.log)

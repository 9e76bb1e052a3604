import pg from 'pg'
import { migrate } from '#database/migrate.ts'
import { wirings } from './wirings.ts'

/** Brings the database at `url` (signed in as its owner) to what this program needs: schema, then permissions. */
export async function prepareDatabase(url: string, say?: (line: string) => void) {
  await migrate(url, say)
  await installPermissions(url)
}

/** Lists permissions the database does not know yet, and grants those, and only those, to their first roles. */
async function installPermissions(url: string) {
  const declared = Object.entries(
    Object.assign({}, ...wirings.map((domain) => domain.permissions ?? {})),
  ) as [string, { title: string; roles: readonly string[] }][]
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(7301)')
    await client.query(
      `select set_config('wellrun.context', '{"actor": "Wellrun", "role": "program", "request": "start"}', true)`,
    )
    const { rows } = await client.query<{ name: string }>(
      `insert into access.permission (name, title) select * from unnest($1::text[], $2::text[])
       on conflict (name) do nothing returning name`,
      [declared.map(([name]) => name), declared.map(([, { title }]) => title)],
    )
    const fresh = new Set(rows.map((row) => row.name))
    const grants = declared
      .filter(([name]) => fresh.has(name))
      .flatMap(([name, { roles }]) => roles.map((role) => [role, name]))
    await client.query(
      `insert into access.role_permission (role_id, permission)
       select r.id, g.permission from unnest($1::text[], $2::text[]) g(role, permission) join access.role r on r.name = g.role
       on conflict do nothing`,
      [grants.map(([role]) => role), grants.map(([, permission]) => permission)],
    )
    await client.query('commit')
  } finally {
    await client.end()
  }
}

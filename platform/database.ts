import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '#database/types.ts'

export type Db = Kysely<DB>
export type DbTransaction = Transaction<DB>

const { builtins } = pg.types
pg.types.setTypeParser(builtins.TIMESTAMPTZ, (text) => Temporal.Instant.from(text.replace(' ', 'T')))
pg.types.setTypeParser(builtins.DATE, (text) => Temporal.PlainDate.from(text))
pg.types.setTypeParser(builtins.TIME, (text) => Temporal.PlainTime.from(text))
pg.types.setTypeParser(builtins.INT8, Number)
pg.types.setTypeParser(builtins.NUMERIC, Number)

/** The role the running program acts as: it may not change the audit log, the migrations or the roles. */
export const applicationRole = 'wellrun_app'

export type Connection = {
  readonly db: Db
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Connects as the application role, whatever role the address signs in as. `max` is a number of connections. */
export function connect(url: string, { max = 12, role = applicationRole as string | null } = {}): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'wellrun',
    ...(role ? { options: `-c role=${role}` } : {}),
  })
  // An idle connection that dies (a restarted server) must not bring the program down: the next query gets a new one.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    const query = client.query.bind(client) as (sql: unknown, values?: unknown, ...rest: unknown[]) => unknown
    // `values` may be a callback, which must pass through with whatever follows: pg.Pool.query works by callbacks.
    client.query = ((sql: unknown, values?: unknown, ...rest: unknown[]) =>
      query(sql, Array.isArray(values) ? values.map(toPostgres) : values, ...rest)) as typeof client.query
  })
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool, close: () => db.destroy() }
}

/** node-postgres reads Temporal through the type parsers above; this is the same bargain for writing. */
const toPostgres = (value: unknown): unknown =>
  value instanceof Temporal.Instant ||
  value instanceof Temporal.PlainDate ||
  value instanceof Temporal.PlainTime
    ? value.toString()
    : value

/** The name of the constraint a write violated, if that is what went wrong. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined
}

/** Serialization failure or deadlock: nothing was done and the same transaction may succeed when run again. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01')
}

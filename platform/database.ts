import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'
import { createHash } from 'node:crypto'
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
    client.query = ((sql: unknown, values?: unknown, ...rest: unknown[]) => {
      if (!Array.isArray(values)) return query(sql, values, ...rest)
      const name = typeof sql === 'string' && values.length > 0 ? nameOf(sql) : undefined
      return query(name ? { name, text: sql } : sql, values.map(toPostgres), ...rest)
    }) as typeof client.query
  })
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool, close: () => db.destroy() }
}

/** Statements by their text: how often each was seen, then its name. */
const statements = new Map<string, number | string>()
const mostStatements = 400
const longestStatement = 6_000
/** A plan made without knowing the pattern reads the whole table: these are planned anew each time. */
const dependsOnItsValues = /\blike\b|%>|<%|@>|similarity/i
let prepares = process.env['WELLRUN_PREPARE'] !== 'no'

/**
 * The name under which PostgreSQL keeps the plan of a statement that comes again and again: half the work of a short
 * query is planning it. Few enough that lists of every length cannot fill the memory of each connection.
 */
function nameOf(text: string): string | undefined {
  if (!prepares) return undefined
  const seen = statements.get(text) ?? 0
  if (typeof seen === 'string') return seen
  if (seen === 0 && (statements.size >= mostStatements || text.length > longestStatement)) return undefined
  if (seen < 3) return void statements.set(text, dependsOnItsValues.test(text) ? -Infinity : seen + 1)
  const name = `wellrun ${statements.size} ${createHash('sha1').update(text).digest('base64url')}`
  statements.set(text, name)
  return name
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

/**
 * Serialization failure or deadlock: nothing was done and the same transaction may succeed when run again. So it may
 * where another program has changed a table under a plan kept here; from then on this process keeps none.
 */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  if (error.code === '0A000' && error.routine === 'RevalidateCachedQuery') {
    prepares = false
    return true
  }
  return error.code === '40001' || error.code === '40P01'
}

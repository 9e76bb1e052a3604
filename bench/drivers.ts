/**
 * pg beside postgres.js under the same Kysely: CPU of this process and of PostgreSQL for a read of one patient with its
 * entry in the audit log, as the server makes it (begin, read, write, commit). Rounds take turns; medians.
 *
 *   node bench/drivers.ts [rounds = 8] [transactions = 400]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely'
import postgres from 'postgres'
import { prepareDatabase } from '#app/prepare.ts'
import type { DB } from '#database/types.ts'
import { registerPatient } from '#domains/scheduling/testing.ts'
import { recordAudit } from '#platform/audit.ts'
import { type Db, applicationRole, connect } from '#platform/database.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { inTransaction, program } from '#platform/transaction.ts'
import { median, postgresCpu, usedBetween } from './cpu.ts'

const [rounds = 8, perRound = 400] = process.argv.slice(2).map(Number)
const origin = { request: 'bench', address: null }

/** The least that lets Kysely speak through postgres.js: it prepares every statement by itself. */
function postgresJs(pool: postgres.Sql): Driver {
  const raw = (text: string) => ({ sql: text, parameters: [] }) as unknown as CompiledQuery
  const open = (reserved: postgres.ReservedSql): DatabaseConnection & { release(): void } => ({
    async executeQuery<R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const rows = await reserved.unsafe(text, parameters as never[], { prepare: parameters.length > 0 })
      return { rows: Array.from(rows) as R[], numAffectedRows: BigInt(rows.count ?? 0) }
    },
    // oxlint-disable-next-line require-yield
    async *streamQuery() {
      throw new Error('nothing here streams')
    },
    release: () => reserved.release(),
  })
  return {
    init: async () => {},
    acquireConnection: async () => open(await pool.reserve()),
    beginTransaction: async (connection) => void (await connection.executeQuery(raw('begin'))),
    commitTransaction: async (connection) => void (await connection.executeQuery(raw('commit'))),
    rollbackTransaction: async (connection) => void (await connection.executeQuery(raw('rollback'))),
    releaseConnection: async (connection) => (connection as ReturnType<typeof open>).release(),
    destroy: () => pool.end(),
  }
}

const folder = await mkdtemp(join(tmpdir(), 'wellrun-drivers-'))
process.env['WELLRUN_DATA'] = folder
const server = await startPostgres({ dataFolder: folder })
try {
  await prepareDatabase(server.url)
  const ours = connect(server.url)
  const address = new URL(server.url)
  const pool = postgres({
    host: address.searchParams.get('host') ?? address.hostname,
    port: Number(address.port || 5432),
    user: decodeURIComponent(address.username),
    pass: decodeURIComponent(address.password),
    database: address.pathname.slice(1),
    max: 12,
    connection: { role: applicationRole },
    onnotice: () => {},
  })
  const other = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => postgresJs(pool),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  const patientId = await inTransaction({ db: ours.db, announce: async () => {} }, program, origin, (tx) =>
    registerPatient(tx),
  )
  const look = (db: Db) =>
    db.transaction().execute(async (transaction) => {
      await transaction
        .selectFrom('patients.patient')
        .selectAll()
        .where('id', '=', patientId)
        .executeTakeFirstOrThrow()
      await recordAudit(transaction, program, origin, {
        kind: 'read',
        subject: 'bench',
        patientIds: [patientId],
      })
    })
  const measure = async (db: Db) => {
    const before = { own: process.cpuUsage(), database: postgresCpu(server.pid) }
    for (let done = 0; done < perRound; done += 4) await Promise.all([look(db), look(db), look(db), look(db)])
    const { user, system } = process.cpuUsage(before.own)
    return {
      own: (user + system) / 1000 / perRound,
      database: usedBetween(before.database, postgresCpu(server.pid)) / perRound,
    }
  }
  await sql`select 1`.execute(other)
  const taken: { ours: Awaited<ReturnType<typeof measure>>; other: Awaited<ReturnType<typeof measure>> }[] =
    []
  for (let round = 0; round <= rounds; round += 1) {
    const first = await measure(round % 2 === 0 ? ours.db : other)
    const second = await measure(round % 2 === 0 ? other : ours.db)
    if (round > 0)
      taken.push(round % 2 === 0 ? { ours: first, other: second } : { ours: second, other: first })
  }
  const shown = (side: 'ours' | 'other', part: 'own' | 'database') =>
    median(taken.map((one) => one[side][part])).toFixed(2)
  const total = ({ own, database }: { own: number; database: number }) => own + database
  console.log('| driver under Kysely | this process, CPU ms | PostgreSQL, CPU ms |\n|---|---|---|')
  console.log(
    `| pg, plans kept by platform/database.ts | ${shown('ours', 'own')} | ${shown('ours', 'database')} |`,
  )
  console.log(`| postgres.js | ${shown('other', 'own')} | ${shown('other', 'database')} |`)
  console.log(
    `\npostgres.js to pg: ${median(taken.map((one) => total(one.other) / total(one.ours))).toFixed(2)}`,
  )
  await ours.close()
  await other.destroy()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

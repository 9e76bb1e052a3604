import { PgBoss } from 'pg-boss'
import { type Connection, applicationRole, connect } from '#platform/database.ts'
import { announcer, createQueues } from '#platform/events.ts'
import { type Authenticate, createHttp } from '#platform/http.ts'
import type { Log } from '#platform/log.ts'
import type { Metrics } from '#platform/metrics.ts'
import type { Platform } from '#platform/transaction.ts'
import { housekeeping } from './jobs.ts'
import { wirings } from './wirings.ts'

export const subscriptions = wirings.flatMap((domain) => domain.subscriptions ?? [])
export const jobs = [...wirings.flatMap((domain) => domain.jobs ?? []), ...housekeeping]

/** The machinery every process has: connections, and a voice for events. Server and worker differ in what they do with it. */
export async function openPlatform(
  url: string,
  { supervise = false, max }: { supervise?: boolean; max?: number } = {},
) {
  const connection: Connection = connect(url, max === undefined ? {} : { max })
  const boss = new PgBoss({
    // pg reads `options` from the address too; only there does pg-boss pass it on.
    connectionString: asRole(url, applicationRole),
    application_name: 'wellrun jobs',
    max: 4,
    migrate: false,
    createSchema: false,
    supervise,
    schedule: supervise,
  })
  boss.on('error', () => {})
  await boss.start()
  await createQueues(boss, subscriptions, jobs)
  const platform: Platform = { db: connection.db, announce: announcer(boss, subscriptions) }
  return {
    platform,
    boss,
    pool: connection.pool,
    async close() {
      await boss.stop({ graceful: true, timeout: 5_000, close: true })
      await connection.close()
    },
  }
}

function asRole(url: string, role: string) {
  const address = new URL(url)
  address.searchParams.set('options', `-c role=${role}`)
  return address.href
}

export function openHttp(
  platform: Platform,
  options: {
    authenticate: Authenticate
    log: Log
    metrics?: Metrics
    secureCookies?: boolean
    trustProxy?: boolean
  },
) {
  const http = createHttp(platform, options)
  for (const domain of wirings) domain.routes(http)
  return http
}

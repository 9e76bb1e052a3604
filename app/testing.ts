import { randomUUID } from 'node:crypto'
import { after } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import type { Endpoint, Reply } from '#kernel/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { Caller } from '#platform/http.ts'
import { createLog } from '#platform/log.ts'
import { type Actor, type Tx, inTransaction, program } from '#platform/transaction.ts'
import { openHttp, openPlatform, subscriptions } from './compose.ts'

const origin = { request: 'test', address: null }

/** A colleague of a test: a real row in access.user, with the permissions of a real role. */
export type Colleague = Actor & { readonly id: Id<'User'> }

/**
 * A real practice on a real database: a private clone of the migrated template, with every route mounted, dropped
 * when the test file ends. Needs TEMPLATE_URL, which `node test.ts` provides.
 */
export async function openPractice() {
  const template = new URL(process.env['TEMPLATE_URL']!)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: withDatabase(template, 'postgres') })
  await admin.connect()
  await admin.query(`create database ${name} template ${template.pathname.slice(1)}`)

  const url = withDatabase(template, name)
  const opened = await openPlatform(url, { max: 60 })
  const { platform, boss } = opened
  const callers = new Map<string, Caller>()
  const http = openHttp(platform, {
    authenticate: async (_cookies, request) =>
      callers.get(String(request.headers['x-test-colleague'])) ?? null,
    log: createLog('silent'),
  })

  after(async () => {
    await http.app.close()
    await opened.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })

  const practice = {
    url,
    db: platform.db,
    platform,
    http,

    /** Arranges: runs work as the program itself, as a job would. */
    arrange: <T>(work: (tx: Tx) => Promise<T>) => inTransaction(platform, program, origin, work),

    /** Delivers every event announced so far to its readers, and what those announce, until none is left. */
    async settle() {
      for (let delivered = 1; delivered > 0;) {
        delivered = 0
        for (const { queue, handle } of subscriptions) {
          for (const job of (await boss.fetch(queue, { batchSize: 100 })) ?? []) {
            await inTransaction(platform, program, { request: job.id, address: null }, (tx) =>
              handle(tx, job.data as never),
            )
            await boss.complete(queue, job.id)
            delivered += 1
          }
        }
      }
    },

    /** Somebody with exactly these permissions, at these sites (null: every site). */
    async colleague(
      permissions: readonly string[],
      siteIds: readonly Id<'Site'>[] | null = null,
    ): Promise<Colleague> {
      const id = newId<'User'>()
      await practice.arrange(async ({ db }) => {
        await sql`insert into access.user (id, user_name, display_name, state, all_sites)
          values (${id}, ${`test-${id}`}, 'Test Colleague', 'active', ${siteIds === null})`.execute(db)
      })
      const actor: Colleague = {
        id,
        name: 'Test Colleague',
        role: 'test',
        permissions: new Set(permissions),
        siteIds,
        sessionId: null,
      }
      callers.set(id, { actor, steppedUpAt: Temporal.Now.instant() })
      return actor
    },

    /** Somebody with a role as the migrations made it ("front-desk"). */
    async as(role: string, siteIds: readonly Id<'Site'>[] | null = null): Promise<Colleague> {
      const { rows } = await sql<{ permission: string }>`
        select permission from access.role_permission rp join access.role r on r.id = rp.role_id where r.name = ${role}`.execute(
        platform.db,
      )
      return practice.colleague(
        rows.map((row) => row.permission),
        siteIds,
      )
    },

    /** Calls an endpoint over HTTP. Given no colleague, calls as somebody who holds just the permission it asks for. */
    async call<const E extends Endpoint>(
      e: E,
      request: {
        params?: object
        query?: object
        body?: object
        file?: { type: string; content: string | Uint8Array }
        key?: string
      } = {},
      by?: Colleague,
    ) {
      const colleague = by ?? (await practice.colleague([e.permission]))
      const path = e.path.replace(/:(\w+)/g, (_, key: string) =>
        encodeURIComponent(String((request.params as Record<string, unknown>)[key])),
      )
      const response = await http.app.inject({
        method: e.method,
        url: `/api${path}`,
        query: Object.fromEntries(Object.entries(request.query ?? {}).map(([k, v]) => [k, String(v)])),
        headers: {
          'x-test-colleague': colleague.id,
          'x-wellrun': '1',
          ...(request.key && { 'idempotency-key': request.key }),
          ...(request.file && { 'content-type': request.file.type }),
        },
        ...(request.file
          ? { payload: Buffer.from(request.file.content) }
          : request.body
            ? { payload: request.body }
            : {}),
      })
      const isJson = String(response.headers['content-type']).includes('json')
      return {
        status: response.statusCode,
        /** The wire form: instants and dates are text here. */
        body: (isJson ? response.json() : undefined) as Wire<Reply<E>> & Problem,
        bytes: response.rawPayload,
        headers: response.headers,
      }
    },
  }
  return practice
}

type Problem = {
  type?: string
  detail?: string
  fields?: { pointer: string; message: string }[]
  facts?: Record<string, unknown>
}

/** A reply as JSON carries it. */
type Wire<T> = T extends Temporal.Instant | Temporal.PlainDate | Temporal.PlainTime
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends string | number | boolean | null
      ? T
      : T extends object
        ? { [K in keyof T]: Wire<T[K]> }
        : T

function withDatabase(url: URL, name: string) {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

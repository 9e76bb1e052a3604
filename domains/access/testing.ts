/** For the tests of this domain: the real way in, with real cookies, instead of the colleagues of #app/testing.ts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { sql } from 'kysely'
import { openHttp } from '#app/compose.ts'
import { openPractice } from '#app/testing.ts'
import type { Endpoint, Reply } from '#kernel/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { Live } from '#platform/live.ts'
import { createLog } from '#platform/log.ts'
import { hashPassword } from './account/password-hash.ts'
import { createAuthenticator } from './sessions/authenticator.ts'

export const goodPassword = 'a goat in a small green boat'

/** A practice whose keys and audit heads lie in a folder of its own. */
export async function openOffice({ live = null as Live | null } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wellrun-access-'))
  process.env['WELLRUN_KEYS'] = join(folder, 'keyring.json')
  process.env['WELLRUN_AUDIT_HEADS'] = join(folder, 'audit-heads.jsonl')
  const practice = await openPractice()
  const { app, endpoints } = openHttp(practice.platform, {
    authenticate: createAuthenticator(practice.db, live),
    log: createLog('silent'),
  })
  after(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const passwordHash = await hashPassword(goodPassword)

  /** Somebody who signs in with `goodPassword`. */
  async function person(userName: string, roles: readonly string[], { allSites = true } = {}) {
    const id = newId<'User'>()
    await practice.arrange(async ({ db }) => {
      await db
        .insertInto('access.user')
        .values({ id, userName, displayName: `The ${userName}`, state: 'active', allSites, passwordHash })
        .execute()
      await sql`insert into access.user_role (user_id, role_id)
        select ${id}, id from access.role where name = any(${roles})`.execute(db)
    })
    return id
  }

  /** A browser: keeps its cookies from call to call. */
  function browser(address = '192.0.2.1') {
    const cookies: Record<string, string> = {}
    async function ask<const E extends Endpoint>(
      e: E,
      { params = {}, body, query = {} }: { params?: object; body?: object; query?: object } = {},
    ) {
      const path = e.path.replace(/:(\w+)/g, (_, key: string) =>
        String((params as Record<string, unknown>)[key]),
      )
      const response = await app.inject({
        method: e.method,
        url: `/api${path}`,
        remoteAddress: address,
        cookies,
        query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])),
        headers: { 'x-wellrun': '1', 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/140.0' },
        ...(body && { payload: body }),
      })
      for (const { name, value, maxAge } of response.cookies) {
        if (maxAge === 0) delete cookies[name]
        else cookies[name] = value
      }
      return {
        status: response.statusCode,
        body: response.json() as Reply<E> & { type?: string; facts?: object },
      }
    }
    return { cookies, ask }
  }

  /** The last entry of the audit log of this kind. */
  const lastEntry = (kind: string) =>
    practice.db
      .selectFrom('audit.entry')
      .selectAll()
      .where(sql<string>`kind`, '=', kind)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()

  const sessionsOf = (userId: Id<'User'>) =>
    practice.db
      .selectFrom('access.session')
      .selectAll()
      .where('userId', '=', userId)
      .orderBy('createdAt')
      .execute()

  return { ...practice, person, browser, lastEntry, sessionsOf, endpoints }
}

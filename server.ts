/** Composition root: the HTTP server. Keeps no state, so any number may run on one database. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { createAuthenticator, createFirstRunLink } from '#domains/access/access.ts'
import { cookiesOf } from '#platform/cookies.ts'
import { createLive } from '#platform/live.ts'
import { type Log, createLog } from '#platform/log.ts'
import { createMetrics } from '#platform/metrics.ts'
import { apiPage, openapi } from '#platform/openapi.ts'
import { NotSignedIn, refuse } from '#kernel/refusal.ts'
import { jobs, openHttp, openPlatform, subscriptions } from './app/compose.ts'
import { startReaders } from '#platform/events.ts'
import { dataFolder } from '#platform/vault.ts'
import { buildWeb } from '#platform/web-build.ts'
import { prepareDatabase } from './app/prepare.ts'

export type ServeOptions = {
  readonly databaseUrl: string
  readonly host: string
  readonly port: number
  /** The built web client; null serves the API alone. */
  readonly webFolder: string | null
  /** Run the background jobs in this process too. */
  readonly withWorker: boolean
  readonly log?: Log
}

export type Serving = {
  readonly address: string
  /** Where nobody can sign in yet: the path of a one-time link for the console, to become the owner. */
  readonly firstRunPath: string | null
  close(): Promise<void>
}

export async function serve(options: ServeOptions): Promise<Serving> {
  const log = options.log ?? createLog(process.env['LOG_LEVEL'] ?? 'warn')
  const opened = await openPlatform(options.databaseUrl, { supervise: options.withWorker })
  const live = createLive(options.databaseUrl, (error) => log.warn({ error }, 'live updates interrupted'))
  const { pool, platform } = opened
  const metrics = createMetrics(() => ({
    total: pool.totalCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  }))
  const authenticate = createAuthenticator(platform.db, live)
  const http = openHttp(platform, {
    authenticate,
    log,
    metrics,
    secureCookies: process.env['WELLRUN_HTTPS'] === 'yes',
    trustProxy: process.env['WELLRUN_TRUST_PROXY'] === 'yes',
  })
  const { app } = http

  app.addHook('onSend', async (_request, reply) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('x-frame-options', 'DENY')
      .header('cross-origin-opener-policy', 'same-origin')
      // Not helmet's default: its upgrade-insecure-requests breaks plain HTTP in an office's own network.
      .header(
        'content-security-policy',
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      )
    if (process.env['WELLRUN_HTTPS'] === 'yes')
      reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  })

  app.get('/health', async () => ({ status: 'alive' }))
  app.get('/ready', async (_request, reply) => {
    try {
      await pool.query('select 1')
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' })
    }
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
  const description = openapi(http.endpoints)
  app.get('/openapi.json', async () => description)
  app.get('/openapi', async (_request, reply) => reply.type('text/html').send(apiPage(http.endpoints)))

  app.get('/api/live', async (request, reply) => {
    const caller = () => authenticate(cookiesOf(request), request)
    if (!(await caller())) refuse(NotSignedIn)
    reply.hijack()
    live.subscribe(reply.raw, async () => (await caller()) !== null)
  })

  if (options.webFolder && existsSync(options.webFolder)) {
    await app.register(fastifyStatic, {
      root: options.webFolder,
      wildcard: false,
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          path.includes(`${join('/', 'assets', '/')}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    })
    // Every other address is a page of the client: the address is its state.
    app.get('/*', (request, reply) =>
      request.url.startsWith('/api/')
        ? reply.callNotFound()
        : reply.header('cache-control', 'no-cache').sendFile('index.html'),
    )
  }

  try {
    const address = await app.listen({ host: options.host, port: options.port })
    if (options.withWorker) await startReaders(opened.boss, platform, subscriptions, jobs)
    return {
      address,
      firstRunPath: await createFirstRunLink(platform.db),
      async close() {
        await live.close()
        await app.close()
        await opened.close()
      },
    }
  } catch (error) {
    await live.close()
    await app.close()
    await opened.close()
    throw error
  }
}

/** `node server.ts`: one of any number of servers on DATABASE_URL; the jobs are the workers'. */
async function main() {
  const databaseUrl = process.env['DATABASE_URL']
  if (!databaseUrl) {
    console.error(
      'A server of its own needs DATABASE_URL: the address of the PostgreSQL server. `npm start` needs nothing.',
    )
    process.exit(1)
  }
  await prepareDatabase(databaseUrl, console.log)
  const web = await buildWeb(join(dataFolder(), 'web'))
  const serving = await serve({
    databaseUrl,
    host: process.env['HOST'] || '127.0.0.1',
    port: Number(process.env['PORT'] || '7300'),
    webFolder: web.folder,
    withWorker: false,
  })
  console.log(`Serving on ${serving.address}`)
  if (serving.firstRunPath) console.log(`Become the owner: ${serving.address}${serving.firstRunPath}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void serving.close().then(() => process.exit(0)))
}

if (import.meta.main) await main()

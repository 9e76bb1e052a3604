import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { TSchema } from 'typebox'
import type { Endpoint, Reply, Request } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import {
  Forbidden,
  Malformed,
  NotFound,
  NotSignedIn,
  Refusal,
  StepUpNeeded,
  refuse,
} from '#kernel/refusal.ts'
import { recordAudit } from './audit.ts'
import { cookiesOf } from './cookies.ts'
import type { Db, DbTransaction } from './database.ts'
import { recallReply, rememberReply } from './idempotency.ts'
import { createStrangerLimit, jsonText, readJson } from './limits.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { answerWithProblem } from './problem.ts'
import { type Actor, type Origin, type Platform, type Tx, inTransaction } from './transaction.ts'
import { type Received, receive } from './vault.ts'
import { wireOf } from './wire.ts'

/** What a handler may know and do beyond its decoded request. Few need it. */
export type Exchange = {
  readonly actor: Actor
  readonly origin: Origin
  readonly userAgent: string
  /** The uploaded file of an `upload` endpoint: to be read from its start, or kept. */
  readonly stream: Readable
  readonly received: Received
  readonly mediaType: string
  readonly cookies: Readonly<Record<string, string>>
  setCookie(name: string, value: string, options: { maxAgeSeconds: number }): void
}

/** Who is calling. `steppedUpAt` is when the person last proved to be present. */
export type Caller = { readonly actor: Actor; readonly steppedUpAt: Temporal.Instant | null }
export type Authenticate = (
  cookies: Readonly<Record<string, string>>,
  request: FastifyRequest,
) => Promise<Caller | null>

export type Http = ReturnType<typeof createHttp>

const anonymous: Actor = {
  id: null,
  name: 'not signed in',
  role: 'public',
  permissions: new Set(),
  siteIds: [],
  sessionId: null,
}

const stepUpMinutes = 10
const jsonLimitBytes = 2 * 1024 * 1024
export const uploadLimitBytes = 256 * 1024 * 1024

export function createHttp(
  platform: Platform,
  {
    authenticate,
    log,
    metrics,
    secureCookies = false,
    trustProxy = false,
    bodyWithinMilliseconds = 30_000,
  }: {
    authenticate: Authenticate
    log: Log
    metrics?: Metrics
    secureCookies?: boolean
    /** One proxy of one's own stands before the server. */
    trustProxy?: boolean
    /** How long a JSON body may take to arrive. */
    bodyWithinMilliseconds?: number
  },
) {
  const app: FastifyInstance = Fastify({
    logger: false,
    genReqId: () => newId(),
    // An open event stream would otherwise hang shutdown.
    forceCloseConnections: true,
    bodyLimit: jsonLimitBytes,
    // Of a longer X-Forwarded-For all but the last word may be the caller's own invention.
    trustProxy: trustProxy && ((_address, hop) => hop === 0),
    // A slow or silent client must not hold a connection for ever; large uploads get their time from the OS.
    requestTimeout: 600_000,
  })
  app.setErrorHandler((error, request, reply) => answerWithProblem(error, request, reply, log))
  app.setNotFoundHandler((request, reply) => answerWithProblem(new Refusal(NotFound), request, reply, log))
  app.addHook('onResponse', (request, reply, next) => {
    const route = request.routeOptions.url ?? 'unknown'
    metrics?.observe(request.method, route, reply.statusCode, reply.elapsedTime)
    log.info({
      request: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
    next()
  })
  const endpoints: Endpoint[] = []
  const mustBePatient = createStrangerLimit()
  readJson(app, bodyWithinMilliseconds)

  /** A query: reads only. A reply that discloses patients is recorded in the transaction that read it. */
  function answer<const E extends Endpoint>(
    e: E,
    handle: (db: Db, request: Request<E>, exchange: Exchange) => Promise<Reply<E>>,
  ) {
    mount(e, async (exchange, request) => {
      if (!e.discloses) return handle(platform.db, request as Request<E>, exchange)
      return platform.db.transaction().execute(async (db) => {
        const reply = await handle(db, request as Request<E>, exchange)
        await recordDisclosure(db, e, exchange, request, reply)
        return reply
      })
    })
  }

  /**
   * A command: one transaction, committed before the reply is sent. A thrown refusal rolls it back; a *returned*
   * refusal is committed first (a failed sign-in must be remembered).
   */
  function perform<const E extends Endpoint>(
    e: E,
    handle: (tx: Tx, request: Request<E>, exchange: Exchange) => Promise<Reply<E> | Refusal>,
  ) {
    mount(e, async (arrived, request, key) => {
      const { actor, origin } = arrived
      // The whole upload first: a slow sender must hold no transaction open.
      const received = e.upload ? await receive(arrived.stream, uploadLimitBytes) : undefined
      let committed = false
      try {
        const result = await inTransaction(platform, actor, origin, async (tx) => {
          const exchange = received ? { ...arrived, received, stream: received.open() } : arrived
          const reply = await handle(tx, request as Request<E>, exchange)
          if (reply instanceof Refusal) return reply
          await recordDisclosure(tx.db, e, exchange, request, reply)
          if (key) await rememberReply(tx, key, encodeReply(e, reply))
          return reply
        })
        committed = true
        if (result instanceof Refusal) throw result
        return result
      } catch (error) {
        // A retry of a command that already succeeded is answered with what it was answered the first time.
        const earlier = key && (await recallReply(platform.db, key))
        if (earlier) return new Encoded(earlier.reply)
        throw error
      } finally {
        await received?.settle(committed)
      }
    })
  }

  type Handle = (
    exchange: Exchange,
    request: unknown,
    key: { id: string; actor: Actor; operation: string; fingerprint: string } | undefined,
  ) => Promise<unknown>

  function mount(e: Endpoint, handle: Handle) {
    endpoints.push(e)
    const decode = {
      params: decoder(e.params, 'params'),
      query: decoder(e.query, 'query'),
      body: decoder(e.body, 'body'),
    }
    app.route({
      method: e.method,
      url: `/api${e.path}`,
      ...(e.upload && { bodyLimit: uploadLimitBytes }),
      config: { upload: e.upload },
      handler: async (request: FastifyRequest, response: FastifyReply) => {
        const cookies = cookiesOf(request)
        mustComeFromOurPages(request)
        const caller = e.permission === 'public' ? null : await authenticate(cookies, request)
        if (!caller) mustBePatient(request.ip)
        const actor = caller?.actor ?? anonymous
        const origin: Origin = { request: request.id, address: request.ip }
        if (e.permission !== 'public') {
          if (!caller) refuse(NotSignedIn)
          if (e.permission !== 'self' && !actor.permissions.has(e.permission)) {
            await recordAudit(platform.db, actor, origin, {
              kind: 'refused',
              subject: operationOf(e),
              outcome: 'refused',
            })
            refuse(
              Forbidden,
              `This needs the permission "${e.permission}". Ask the office manager if it is part of your work.`,
            )
          }
          if (e.stepUp && !isFresh(caller.steppedUpAt)) refuse(StepUpNeeded)
        }
        const decoded = {
          params: decode.params(request.params),
          query: decode.query(request.query),
          body: e.upload ? undefined : decode.body(request.body),
        }
        const exchange: Exchange = {
          actor,
          origin,
          userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
          stream: request.body as Readable,
          // Only a command receives uploads; it replaces this by what has arrived.
          received: undefined as never,
          mediaType: String(request.headers['content-type'] ?? ''),
          cookies,
          setCookie: (name, value, { maxAgeSeconds }) =>
            void response.header(
              'set-cookie',
              `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secureCookies ? '; Secure' : ''}`,
            ),
        }
        const result = await handle(exchange, decoded, idempotencyKey(request, actor, e))
        response.header('cache-control', 'no-store')
        if (e.produces) return sendFile(response, e.produces, result as { name: string; bytes: Uint8Array })
        return response
          .type('application/json')
          .send(JSON.stringify(result instanceof Encoded ? result.reply : encodeReply(e, result)))
      },
    })
  }

  for (const type of [
    'application/octet-stream',
    'text/csv',
    'text/plain',
    'application/fhir+json',
    'application/edi-x12',
    'application/pdf',
    'image/png',
    'image/jpeg',
  ])
    app.addContentTypeParser(type, (request, payload, done) => {
      const { upload } = request.routeOptions.config as { upload?: readonly string[] }
      if (upload?.includes(type)) done(null, payload)
      else done(new Refusal(Malformed, `This address does not take a file of type ${type}.`))
    })

  return { app, answer, perform, endpoints, platform }
}

/** Whose records a reply shows: written in the transaction that read them. What leaves as data is an export, a PDF a print. */
async function recordDisclosure(
  db: Db | DbTransaction,
  e: Endpoint,
  { actor, origin }: Exchange,
  request: unknown,
  reply: unknown,
) {
  const discloses = e.discloses as
    | ((reply: unknown, request: unknown) => readonly (string | null)[])
    | undefined
  const patientIds = [...new Set(discloses?.(reply, request).filter((id) => id !== null))]
  if (patientIds.length === 0) return
  const kind = !e.produces ? 'read' : e.produces === 'application/pdf' ? 'print' : 'export'
  await recordAudit(db, actor, origin, { kind, subject: operationOf(e), patientIds })
}

/** A reply already in its wire form. */
class Encoded {
  readonly reply: unknown
  constructor(reply: unknown) {
    this.reply = reply
  }
}

/** Domain values to wire form; what the contract does not declare is dropped. */
const encodeReply = (e: Endpoint, reply: unknown): unknown => wireOf(e.reply).encode(reply)

function decoder(schema: TSchema | undefined, where: 'params' | 'query' | 'body') {
  if (!schema) return () => undefined
  const wire = wireOf(schema)
  return (given: unknown) => {
    const value = where === 'query' ? wire.fromText(given) : given
    const errors = wire.errors(value)
    if (errors.length > 0) {
      const fields = errors.slice(0, 20).map(({ instancePath, message, keyword }) => ({
        pointer: instancePath || '/',
        message: plainly(keyword, message),
      }))
      throw new Refusal(Malformed, fields[0] ? `${fields[0].pointer} ${fields[0].message}` : undefined, {
        fields,
      })
    }
    try {
      return wire.decode(value)
    } catch {
      throw new Refusal(Malformed, `The ${where} holds a date or time that does not exist.`)
    }
  }
}

/** Validation words a receptionist can use. The value itself is never repeated: it may be PHI. */
function plainly(keyword: string, message: string) {
  if (keyword === 'required') return 'is missing something: please fill it in.'
  if (keyword === 'minLength' || keyword === 'pattern') return 'is not filled in as expected.'
  if (keyword === 'format') return 'is not a real date, time or identifier.'
  return message
}

const operationOf = (e: Endpoint) => `${e.method} ${e.path}`

const isFresh = (at: Temporal.Instant | null) =>
  at !== null && Temporal.Instant.compare(at.add({ minutes: stepUpMinutes }), Temporal.Now.instant()) > 0

/**
 * Cross-site request forgery: SameSite=Strict cookies, and every change must carry a header that a foreign
 * page cannot set without a preflight that this server never answers (OWASP ASVS 3.5).
 */
function mustComeFromOurPages(request: FastifyRequest) {
  if (request.method !== 'GET' && request.headers['x-wellrun'] === undefined)
    refuse(Forbidden, 'Changes need the header x-wellrun: 1.')
  const site = request.headers['sec-fetch-site']
  if (request.method !== 'GET' && site === 'cross-site')
    refuse(Forbidden, 'This request came from another site.')
}

function idempotencyKey(request: FastifyRequest, actor: Actor, e: Endpoint) {
  const id = request.headers['idempotency-key']
  if (typeof id !== 'string' || request.method === 'GET' || e.upload) return undefined
  if (!/^[\w-]{8,64}$/.test(id))
    refuse(Malformed, 'The Idempotency-Key header must be 8 to 64 letters, digits, - or _.')
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${jsonText(request)}`)
    .digest('base64url')
  return { id, actor, operation: operationOf(e), fingerprint }
}

function sendFile(
  response: FastifyReply,
  mediaType: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
) {
  const ascii = name.replace(/[^\w. -]/g, '_')
  return response
    .type(mediaType)
    .header(
      'content-disposition',
      `${mediaType === 'application/pdf' ? 'inline' : 'attachment'}; filename="${ascii}"`,
    )
    .header('x-content-type-options', 'nosniff')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Malformed, Refusal, reason } from '#kernel/refusal.ts'
import { isWorthRetrying } from './database.ts'
import type { Log } from './log.ts'

const Busy = reason('busy', 503, 'Too many people are changing the same thing at once. Please try again.')
const TooLarge = reason('too-large', 413, 'The file is too large.')
const Unavailable = reason(
  'database-unavailable',
  503,
  'The database cannot be reached just now. Nothing was lost; please try again.',
)

/** Every "no" of this server, in one place: refusals as they are, everything else as a fault with a logged id. */
export function answerWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log) {
  reply.type('application/problem+json').header('cache-control', 'no-store')
  const refusal = asRefusal(error)
  if (refusal) {
    const { code, status, title } = refusal.reason
    return reply.code(status).send(
      JSON.stringify({
        type: `/problems/${code}`,
        title,
        status,
        detail: refusal.message,
        ...(refusal.details.fields && { fields: refusal.details.fields }),
        ...(refusal.details.facts && { facts: refusal.details.facts }),
      }),
    )
  }
  log.error({ request: request.id, route: request.routeOptions?.url, error })
  return reply.code(500).send(
    JSON.stringify({
      type: '/problems/fault',
      title: 'Something went wrong on our side. Nothing was changed.',
      status: 500,
      detail: `Please try again. If it happens again, tell support this number: ${request.id}`,
    }),
  )
}

/** The door's own noes (Fastify, the connection to PostgreSQL) in the same form as the office's. */
function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (isWorthRetrying(error)) return new Refusal(Busy)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal(TooLarge)
  if (
    code === 'ECONNREFUSED' ||
    code === 'ENOENT' ||
    code === 'ECONNRESET' ||
    code?.startsWith('57P') ||
    code?.startsWith('08')
  )
    return new Refusal(Unavailable)
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Refusal(Malformed, 'The request could not be read: it is not the JSON this address expects.')
  return undefined
}

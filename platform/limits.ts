/** What nobody may ask of this program, however politely: too much at once, too deep, too slowly (OWASP API4:2023). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Malformed, Refusal, reason, refuse } from '#kernel/refusal.ts'

const TooManyRequests = reason(
  'too-many-requests',
  429,
  'Too many requests came from this address. Please wait a minute and try again.',
)

/** Strangers' requests: so many at once, then so many a second. A whole office may sit behind one address. */
const atOnce = 600
const aSecond = 10
const addressesKept = 10_000

/**
 * Counts requests of people who are not signed in, by address. In this process's memory: with several servers each
 * allows as much. Guessing of passwords is slowed down further, in the database, where the passwords are checked.
 */
export function createStrangerLimit(now: () => number = () => performance.now()) {
  const buckets = new Map<string, { left: number; at: number }>()
  return function mustBePatient(address: string) {
    const at = now()
    const known = buckets.get(address)
    const left = known ? Math.min(atOnce, known.left + ((at - known.at) / 1000) * aSecond) : atOnce
    buckets.delete(address)
    // The address not seen for longest goes first: a Map keeps the order of insertion.
    if (buckets.size >= addressesKept) buckets.delete(buckets.keys().next().value!)
    buckets.set(address, { left: Math.max(0, left - 1), at })
    if (left < 1) refuse(TooManyRequests)
  }
}

const deepest = 32

/** Whether brackets outside of texts are nested deeper than any form of this program. */
export function isTooDeep(json: string): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at)
    if (inText) {
      // A backslash and what it escapes.
      if (code === 92) at += 1
      else if (code === 34) inText = false
    } else if (code === 34) inText = true
    else if (code === 91 || code === 123) {
      depth += 1
      if (depth > deepest) return true
    } else if (code === 93 || code === 125) depth -= 1
  }
  return false
}

/** The text of a JSON body, kept for as long as its request: a retry is known by it. */
const texts = new WeakMap<FastifyRequest, string>()
export const jsonText = (request: FastifyRequest) => texts.get(request) ?? ''

/** Reads JSON bodies: no deeper than any form, no prototypes, and within a time that every honest line manages. */
export function readJson(app: FastifyInstance, withinMilliseconds: number) {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body as string
    if (isTooDeep(text)) return done(new Refusal(Malformed, 'The request is nested too deeply.'))
    texts.set(request, text)
    return parse(request, text, done)
  })
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>()
  app.addHook('onRequest', (request: FastifyRequest, _reply: FastifyReply, next: () => void) => {
    // Uploads are large: their time is the server's own.
    if (request.method !== 'GET' && !(request.routeOptions.config as { upload?: unknown }).upload)
      timers.set(
        request,
        setTimeout(() => request.raw.destroy(), withinMilliseconds),
      )
    next()
  })
  app.addHook('preValidation', (request: FastifyRequest, _reply: FastifyReply, next: () => void) => {
    clearTimeout(timers.get(request))
    next()
  })
  app.addHook('onRequestAbort', (request: FastifyRequest, next: () => void) => {
    clearTimeout(timers.get(request))
    next()
  })
  app.addHook('onResponse', (request: FastifyRequest, _reply: FastifyReply, next: () => void) => {
    clearTimeout(timers.get(request))
    next()
  })
}

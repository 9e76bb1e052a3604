import Type, { type StaticDecode, type TSchema } from 'typebox'
import type { Cents } from './cents.ts'
import type { Id } from './id.ts'
import type { Reason } from './refusal.ts'

/** An HTTP operation as a value. The server mounts it, the browser calls it, OpenAPI documents it. */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below /api, e.g. "/patients/:id". */
  readonly path: string
  /** What a receptionist would call it: the summary in the API document. */
  readonly summary: string
  /**
   * The one permission a caller needs, e.g. "patients.register". Two are special: "public" needs no session at all,
   * "self" needs only a session (one's own sessions, password, preferences).
   */
  readonly permission: string
  readonly params?: TSchema
  readonly query?: TSchema
  /** A JSON body. For uploads use `upload` instead. */
  readonly body?: TSchema
  /** The body is a file, streamed to the handler as `request.stream`; its media types. */
  readonly upload?: readonly string[]
  readonly reply: TSchema
  /** The reply is a file of this media type: the handler answers `{ name, bytes }` and `reply` is `FileReply`. */
  readonly produces?: string
  readonly refusals?: readonly Reason[]
  /** Needs a fresh proof of identity (step-up) within the last minutes. */
  readonly stepUp?: true
  /**
   * Patients whose information the reply discloses. Each call is then recorded in the audit log, in the same
   * transaction as the read. Required for every endpoint whose reply holds anything about a patient.
   */
  readonly discloses?: (reply: never, request: never) => readonly (string | null)[]
}

export const endpoint = <const E extends Endpoint>(e: E): E => e

type Decoded<S> = S extends TSchema ? StaticDecode<S> : undefined
export type Request<E extends Endpoint> = {
  params: Decoded<E['params']>
  query: Decoded<E['query']>
  body: Decoded<E['body']>
}
export type Reply<E extends Endpoint> = StaticDecode<E['reply']>

/* The vocabulary of wire types: strings and integers outside, domain values inside. */

export const IdOf = <Entity extends string>(entity: Entity) =>
  Type.Unsafe<Id<Entity>>(Type.String({ format: 'uuid', description: `${entity} id` }))

export const Instant = Type.Codec(Type.String({ format: 'date-time' }))
  .Decode((text) => Temporal.Instant.from(text))
  .Encode((instant) => instant.toString())

export const LocalDate = Type.Codec(Type.String({ format: 'date' }))
  .Decode((text) => Temporal.PlainDate.from(text))
  .Encode((date) => date.toString())

/** A wall-clock time of day, "09:30". */
export const LocalTime = Type.Codec(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$' }))
  .Decode((text) => Temporal.PlainTime.from(text))
  .Encode((time) => time.toString({ smallestUnit: 'minute' }))

/** Whole cents on the wire. */
export const Money = Type.Unsafe<Cents>(
  Type.Integer({ minimum: -1e13, maximum: 1e13, description: 'whole cents' }),
)

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([Type.Null(), schema])

/** A line of text somebody typed: trimmed of nothing, never empty, no control characters. */
export const Line = (maxLength = 200) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000-\\u001f\\u007f]*\\S[^\\u0000-\\u001f\\u007f]*$',
  })

/** Several lines of text, possibly empty. */
export const Text = (maxLength = 4000) =>
  Type.String({ maxLength, pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$' })

/** A file the browser shows or saves. Never JSON. */
export const FileReply = Type.Object({ name: Type.String(), bytes: Type.Unsafe<Uint8Array>(Type.Any()) })

export const Done = Type.Object({ done: Type.Literal(true) })
export const done = { done: true } as const

import Type from 'typebox'
import { IdOf, Instant, LocalDate, Nullable, endpoint } from '#kernel/contract.ts'

const Kind = Type.Union([
  Type.Literal('create'),
  Type.Literal('update'),
  Type.Literal('delete'),
  Type.Literal('read'),
  Type.Literal('print'),
  Type.Literal('export'),
  Type.Literal('sign-in'),
  Type.Literal('sign-out'),
  Type.Literal('refused'),
  Type.Literal('permission'),
  Type.Literal('system'),
])
const Outcome = Type.Union([Type.Literal('done'), Type.Literal('refused'), Type.Literal('failed')])

/** `before` and `after` are null for those without "access.audit.content". */
const Entry = Type.Object({
  id: Type.Integer(),
  at: Instant,
  kind: Kind,
  /** A table ("patients.patient") or an operation ("GET /patients/:id"). */
  subject: Type.String(),
  /** The same in words: "Contact point", "Open a patient". */
  about: Type.String(),
  recordId: Nullable(Type.String()),
  patientIds: Type.Array(IdOf('Patient')),
  actorId: Nullable(IdOf('User')),
  actor: Type.String(),
  role: Nullable(Type.String()),
  request: Nullable(Type.String()),
  origin: Nullable(Type.String()),
  before: Nullable(Type.Record(Type.String(), Type.Unknown())),
  after: Nullable(Type.Record(Type.String(), Type.Unknown())),
  reason: Nullable(Type.String()),
  outcome: Outcome,
})

/** Without "access.audit.patients" only what concerns no patient; without "access.audit.content" no data. */
export const listAudit = endpoint({
  method: 'GET',
  path: '/audit',
  summary: 'The audit log, newest first, a page at a time',
  permission: 'access.audit.read',
  query: Type.Object({
    /** Entries with a lower id than this: the page after the last one seen. */
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    actorId: Type.Optional(IdOf('User')),
    patientId: Type.Optional(IdOf('Patient')),
    kind: Type.Optional(Kind),
    outcome: Type.Optional(Outcome),
    /** A subject or what it begins with: "patients" or "patients.patient". */
    subject: Type.Optional(Type.String({ maxLength: 100 })),
    recordId: Type.Optional(Type.String({ maxLength: 100 })),
    /** Days, both included, in the zone given. */
    from: Type.Optional(LocalDate),
    to: Type.Optional(LocalDate),
    timeZone: Type.Optional(Type.String({ maxLength: 60 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  reply: Type.Object({
    entries: Type.Array(Entry),
    more: Type.Boolean(),
    /** Everybody who appears in the log, for the filter. */
    people: Type.Array(Type.Object({ id: IdOf('User'), name: Type.String() })),
  }),
  discloses: (reply: { entries: readonly { patientIds: readonly string[] }[] }) =>
    reply.entries.flatMap(({ patientIds }) => patientIds),
})

const Finding = Type.Object({
  kind: Type.Union([
    Type.Literal('altered'),
    Type.Literal('removed'),
    Type.Literal('reordered'),
    Type.Literal('inserted'),
    Type.Literal('truncated'),
    Type.Literal('seal-altered'),
    Type.Literal('seal-removed'),
  ]),
  /** The entry or entries concerned: one id, or the first and the last of a range. */
  fromId: Nullable(Type.Integer()),
  toId: Nullable(Type.Integer()),
  sealId: Nullable(Type.Integer()),
  /** What is so, in a sentence. */
  says: Type.String(),
})

const CheckResult = Type.Object({
  at: Instant,
  whole: Type.Boolean(),
  entries: Type.Integer(),
  seals: Type.Integer(),
  /** Entries so young that no seal covers them yet. */
  unsealed: Type.Integer(),
  /** Whether a signed head outside the database was there to compare with. */
  headFound: Type.Boolean(),
  findings: Type.Array(Finding),
})

export const readAuditState = endpoint({
  method: 'GET',
  path: '/audit/state',
  summary: 'How far the audit log is sealed, and what the last check found',
  permission: 'access.audit.read',
  reply: Type.Object({
    sealedTo: Nullable(Type.Integer()),
    sealedAt: Nullable(Instant),
    lastCheck: Nullable(CheckResult),
  }),
})

export const checkAuditLog = endpoint({
  method: 'POST',
  path: '/audit/check',
  summary: 'Check the whole audit log against its seals and the signed heads',
  permission: 'access.audit.check',
  reply: CheckResult,
})

/** Everybody who looked at or changed one patient's record. Opening it is itself such a look. */
export const readChartAccess = endpoint({
  method: 'GET',
  path: '/chart-access/:patientId',
  summary: 'Who looked at this chart',
  permission: 'access.chart-access.read',
  params: Type.Object({ patientId: IdOf('Patient') }),
  query: Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1 })) }),
  reply: Type.Object({
    people: Type.Array(
      Type.Object({
        actorId: Nullable(IdOf('User')),
        actor: Type.String(),
        role: Nullable(Type.String()),
        looks: Type.Integer(),
        changes: Type.Integer(),
        lastAt: Instant,
      }),
    ),
    entries: Type.Array(
      Type.Object({
        id: Type.Integer(),
        at: Instant,
        actor: Type.String(),
        role: Nullable(Type.String()),
        kind: Kind,
        about: Type.String(),
        reason: Nullable(Type.String()),
        origin: Nullable(Type.String()),
        outcome: Outcome,
      }),
    ),
    more: Type.Boolean(),
  }),
  discloses: (_reply: unknown, request: { params: { patientId: string } }) => [request.params.patientId],
})

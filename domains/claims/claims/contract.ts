import Type from 'typebox'
import {
  Done,
  FileReply,
  IdOf,
  Instant,
  Line,
  LocalDate,
  Money,
  Nullable,
  endpoint,
} from '#kernel/contract.ts'
import { NotFound, Stale } from '#kernel/refusal.ts'
import { CannotHold, CannotReplace, NotPrintable, shows, states } from './claim.ts'

const one = Type.Object({ id: IdOf('Claim') })
const State = Type.Enum(states)

const Finding = Type.Object({
  edit: Type.String(),
  severity: Type.Enum(['error', 'warn'] as const),
  message: Type.String(),
  fix: Type.String(),
})

const Row = Type.Object({
  id: IdOf('Claim'),
  number: Type.String(),
  patientId: IdOf('Patient'),
  patientName: Type.String(),
  mrn: Type.String(),
  payerName: Type.String(),
  rank: Type.String(),
  state: State,
  frequency: Type.String(),
  serviceOn: LocalDate,
  totalCents: Money,
  /** What account 1100 still holds for its charges. */
  insuranceCents: Money,
  sentAt: Nullable(Instant),
  /** The last day the payer takes it. */
  fileBy: LocalDate,
  /** The first thing found, in words. */
  why: Nullable(Type.String()),
})

export const readClaims = endpoint({
  method: 'GET',
  path: '/claims',
  summary: 'Claims by state, payer and age, the oldest service first, with counts of every list',
  permission: 'claims.read',
  query: Type.Object({
    show: Type.Optional(Type.Enum(shows)),
    payerId: Type.Optional(IdOf('Payer')),
    patientId: Type.Optional(IdOf('Patient')),
    siteId: Type.Optional(IdOf('Site')),
    /** A claim number, or what it begins with. */
    number: Type.Optional(Type.String({ maxLength: 20 })),
  }),
  reply: Type.Object({
    claims: Type.Array(Row),
    more: Type.Boolean(),
    counts: Type.Record(Type.String(), Type.Integer()),
  }),
  discloses: (reply: { claims: { patientId: string }[] }) => reply.claims.map(({ patientId }) => patientId),
})

export const readClaim = endpoint({
  method: 'GET',
  path: '/claims/:id',
  summary: 'A claim: what it says, what was found, what happened to it',
  permission: 'claims.read',
  params: one,
  reply: Type.Object({
    ...Row.properties,
    appointmentId: IdOf('Appointment'),
    bornOn: LocalDate,
    payerId: IdOf('Payer'),
    memberId: Type.String(),
    planName: Nullable(Type.String()),
    providerName: Type.String(),
    siteName: Type.String(),
    payerControlNumber: Nullable(Type.String()),
    priorAuthorization: Nullable(Type.String()),
    referralNumber: Nullable(Type.String()),
    holdReason: Nullable(Type.String()),
    version: Type.Integer(),
    replaces: Nullable(one),
    replacedBy: Nullable(one),
    findings: Type.Array(Finding),
    diagnoses: Type.Array(Type.Object({ code: Type.String(), description: Nullable(Type.String()) })),
    lines: Type.Array(
      Type.Object({
        position: Type.Integer(),
        code: Type.String(),
        description: Nullable(Type.String()),
        modifiers: Type.Array(Type.String()),
        units: Type.Integer(),
        pointers: Type.Array(Type.Integer()),
        amountCents: Money,
        expectedCents: Nullable(Money),
        insuranceCents: Money,
        patientCents: Money,
      }),
    ),
    events: Type.Array(
      Type.Object({
        id: IdOf('ClaimEvent'),
        at: Instant,
        by: Type.String(),
        fromState: Nullable(Type.String()),
        toState: Type.String(),
        note: Nullable(Type.String()),
      }),
    ),
    submissions: Type.Array(
      Type.Object({
        id: IdOf('Submission'),
        controlNumber: Type.String(),
        createdAt: Instant,
        state: Type.String(),
      }),
    ),
  }),
  refusals: [NotFound],
  discloses: (reply: { patientId: string }) => [reply.patientId],
})

export const recheckClaims = endpoint({
  method: 'POST',
  path: '/claims/check',
  summary: 'Check claims again after something was corrected',
  permission: 'claims.edit',
  body: Type.Object({ ids: Type.Array(IdOf('Claim'), { minItems: 1, maxItems: 500 }) }),
  reply: Type.Object({ ready: Type.Integer(), failed: Type.Integer() }),
})

export const holdClaim = endpoint({
  method: 'POST',
  path: '/claims/:id/hold',
  summary: 'Keep a claim back, with the reason',
  permission: 'claims.edit',
  params: one,
  body: Type.Object({ reason: Line(200), version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, CannotHold],
})

export const releaseClaim = endpoint({
  method: 'POST',
  path: '/claims/:id/release',
  summary: 'Let a held claim go on',
  permission: 'claims.edit',
  params: one,
  body: Type.Object({ version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, CannotHold],
})

export const changeClaim = endpoint({
  method: 'PUT',
  path: '/claims/:id/numbers',
  summary: "Enter a claim's authorisation, referral and payer claim number",
  permission: 'claims.edit',
  params: one,
  body: Type.Object({
    priorAuthorization: Nullable(Line(50)),
    referralNumber: Nullable(Line(50)),
    payerControlNumber: Nullable(Line(50)),
    version: Type.Integer(),
  }),
  reply: Done,
  refusals: [NotFound, Stale, CannotHold],
})

export const replaceClaim = endpoint({
  method: 'POST',
  path: '/claims/:id/replacement',
  summary: 'Send a claim that a payer settled again as replacement (7), or take it back as void (8)',
  permission: 'claims.edit',
  params: one,
  body: Type.Object({
    id: IdOf('Claim'),
    frequency: Type.Enum(['7', '8'] as const),
    payerControlNumber: Type.Optional(Nullable(Line(50))),
    reason: Line(200),
    version: Type.Integer(),
  }),
  reply: Type.Object({ id: IdOf('Claim') }),
  refusals: [NotFound, Stale, CannotReplace],
})

export const read837 = endpoint({
  method: 'GET',
  path: '/claims/:id/837',
  summary: 'A claim as it is written in the file (837P), one segment a line',
  permission: 'claims.read',
  params: one,
  reply: Type.Object({ patientId: IdOf('Patient'), segments: Type.Array(Type.String()) }),
  refusals: [NotFound, NotPrintable],
  discloses: (reply: { patientId: string }) => [reply.patientId],
})

export const print1500 = endpoint({
  method: 'GET',
  path: '/claims/:id/cms-1500',
  summary: 'A claim on paper (CMS-1500)',
  permission: 'claims.read',
  params: one,
  reply: FileReply,
  produces: 'application/pdf',
  refusals: [NotFound],
  discloses: (reply: { patientId: string }) => [reply.patientId],
})

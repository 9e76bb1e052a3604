import Type from 'typebox'
import { Done, IdOf, Instant, Line, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { NotFound, Stale } from '#kernel/refusal.ts'
import {
  AlreadyDeposited,
  DoesNotFit,
  NotARemittance,
  NotPosted,
  NotWaiting,
  TakenBackByPayer,
  shows,
} from './remittance.ts'

const State = Type.Enum(['posted', 'exception', 'reversed'] as const)
const ClaimState = Type.Enum(['posted', 'unmatched', 'held', 'set-aside'] as const)
const params = Type.Object({ id: IdOf('Remittance') })
const claimParams = Type.Object({ id: IdOf('RemittanceClaim') })

export const Summary = Type.Object({
  id: IdOf('Remittance'),
  payerName: Type.String(),
  trace: Type.String(),
  method: Type.String(),
  paidOn: Nullable(LocalDate),
  amountCents: Money,
  claimCount: Type.Integer(),
  postedCount: Type.Integer(),
  waitingCount: Type.Integer(),
  deniedCount: Type.Integer(),
  state: State,
  problems: Type.Array(Type.String()),
  receivedAt: Instant,
  receivedBy: Nullable(Type.String()),
  depositedOn: Nullable(LocalDate),
  version: Type.Integer(),
})

export const dropRemittance = endpoint({
  method: 'POST',
  path: '/remittances',
  summary: 'Read an 835 and post what adds up; a payment that came before is not posted again',
  permission: 'remittances.post',
  upload: ['application/edi-x12', 'text/plain', 'application/octet-stream'],
  reply: Type.Object({
    remittances: Type.Array(Type.Object({ id: IdOf('Remittance'), isRepeat: Type.Boolean() })),
  }),
  refusals: [NotARemittance],
})

export const readRemittances = endpoint({
  method: 'GET',
  path: '/remittances',
  summary: 'Remittances, newest first',
  permission: 'remittances.read',
  query: Type.Object({
    show: Type.Optional(Type.Enum(shows)),
    before: Type.Optional(IdOf('Remittance')),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  reply: Type.Object({ remittances: Type.Array(Summary), more: Type.Boolean() }),
})

const Adjustment = Type.Object({
  group: Type.String(),
  carc: Type.String(),
  amountCents: Money,
  meaning: Type.String(),
  action: Type.String(),
})

export const readRemittance = endpoint({
  method: 'GET',
  path: '/remittances/:id',
  summary: 'A remittance with its claims',
  permission: 'remittances.read',
  params,
  query: Type.Object({
    show: Type.Optional(Type.Enum(['all', 'waiting', 'denied'] as const)),
    after: Type.Optional(Type.Integer()),
  }),
  reply: Type.Object({
    remittance: Summary,
    totals: Type.Object({
      paidCents: Money,
      providerAdjustmentCents: Money,
      amountCents: Money,
      differenceCents: Money,
    }),
    claims: Type.Array(
      Type.Object({
        id: IdOf('RemittanceClaim'),
        position: Type.Integer(),
        claimNumber: Type.String(),
        claimId: Nullable(IdOf('Claim')),
        patientId: Nullable(IdOf('Patient')),
        /** Ours when matched; otherwise as the payer wrote it. */
        patientName: Type.String(),
        servedOn: Nullable(Type.String()),
        statusCode: Type.String(),
        chargeCents: Money,
        paidCents: Money,
        patientCents: Money,
        payerControlNumber: Nullable(Type.String()),
        state: ClaimState,
        why: Nullable(Type.String()),
        adjustments: Type.Array(Adjustment),
        version: Type.Integer(),
      }),
    ),
    more: Type.Boolean(),
  }),
  refusals: [NotFound],
  discloses: (reply: { claims: { patientId: string | null }[] }) =>
    reply.claims.map(({ patientId }) => patientId),
})

export const readCandidates = endpoint({
  method: 'GET',
  path: '/remittance-claims/:id/candidates',
  summary: 'Claims of ours that a payer’s unmatched claim may mean',
  permission: 'remittances.read',
  params: claimParams,
  query: Type.Object({ number: Type.Optional(Type.String({ maxLength: 40 })) }),
  reply: Type.Object({
    candidates: Type.Array(
      Type.Object({
        claimId: IdOf('Claim'),
        number: Type.String(),
        patientId: IdOf('Patient'),
        patientName: Type.String(),
        serviceOn: LocalDate,
        totalCents: Money,
        state: Type.String(),
      }),
    ),
  }),
  refusals: [NotFound],
  discloses: (reply: { candidates: { patientId: string }[] }) =>
    reply.candidates.map(({ patientId }) => patientId),
})

export const matchClaim = endpoint({
  method: 'POST',
  path: '/remittance-claims/:id/match',
  summary: 'Say which claim of ours is meant, and post it',
  permission: 'remittances.post',
  params: claimParams,
  body: Type.Object({
    claimId: IdOf('Claim'),
    /** What the payer pays beyond what is open stays the payer's, to be sent back or taken back. */
    overpayment: Type.Optional(Type.Boolean()),
    version: Type.Integer(),
  }),
  reply: Done,
  refusals: [NotFound, Stale, NotWaiting, NotPosted, DoesNotFit],
})

export const setAside = endpoint({
  method: 'POST',
  path: '/remittance-claims/:id/set-aside',
  summary: 'Set a payer’s claim aside: it is not ours to post',
  permission: 'remittances.post',
  params: claimParams,
  body: Type.Object({ reason: Line(200), version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, NotWaiting],
})

export const reverseRemittance = endpoint({
  method: 'POST',
  path: '/remittances/:id/reversal',
  summary: 'Take a posted remittance back whole',
  permission: 'remittances.reverse',
  stepUp: true,
  params,
  body: Type.Object({ reason: Line(200), version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, NotPosted, AlreadyDeposited, TakenBackByPayer],
})

export const depositRemittance = endpoint({
  method: 'POST',
  path: '/remittances/:id/deposit',
  summary: 'The payment has arrived at the bank',
  permission: 'remittances.post',
  params,
  body: Type.Object({ depositedOn: LocalDate, amountCents: Money, version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, NotPosted, AlreadyDeposited, DoesNotFit],
})

import Type, { type StaticDecode } from 'typebox'
import { Done, IdOf, Instant, Line, LocalDate, Money, Nullable, Text, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { NotABankDay } from '../drawers/bank-day.ts'
import {
  AboveLimit,
  AlreadyDecided,
  NotApproved,
  OwnRequest,
  TooMuchToAdjust,
  adjustmentKinds,
} from './adjustment.ts'

const params = Type.Object({ id: IdOf('Adjustment') })

const Asked = Type.Union([
  Type.Object({
    id: IdOf('Adjustment'),
    kind: Type.Literal('refund'),
    paymentId: IdOf('Payment'),
    amountCents: Money,
    reason: Line(300),
  }),
  Type.Object({
    id: IdOf('Adjustment'),
    kind: Type.Enum(['charity', 'administrative', 'small-balance'] as const),
    chargeId: IdOf('Charge'),
    amountCents: Money,
    reason: Line(300),
  }),
])
export type Asked = StaticDecode<typeof Asked>

export const requestAdjustment = endpoint({
  method: 'POST',
  path: '/adjustments',
  summary: 'Ask for a refund of a payment’s credit or a write-off of what a patient owes',
  permission: 'adjustments.request',
  body: Asked,
  reply: Done,
  refusals: [NotFound, AlreadyExists, TooMuchToAdjust],
})

export const decideAdjustment = endpoint({
  method: 'POST',
  path: '/adjustments/:id/decision',
  summary: 'Approve or decline a refund or write-off that somebody else asked for',
  permission: 'adjustments.approve',
  stepUp: true,
  params,
  body: Type.Object({ approve: Type.Boolean(), note: Nullable(Text(300)), version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, AlreadyDecided, OwnRequest, AboveLimit, TooMuchToAdjust],
})

export const payRefund = endpoint({
  method: 'POST',
  path: '/adjustments/:id/payment',
  summary: 'Say that an approved refund went back to the patient, and how',
  permission: 'adjustments.approve',
  stepUp: true,
  params,
  body: Type.Object({ paidOn: LocalDate, reference: Line(60), version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, NotApproved, NotABankDay],
})

export const readAdjustments = endpoint({
  method: 'GET',
  path: '/adjustments',
  summary: 'Refunds and write-offs: waiting for a decision, waiting to be paid, or all of late',
  permission: 'adjustments.read',
  query: Type.Object({ show: Type.Optional(Type.Enum(['requested', 'to-pay', 'all'] as const)) }),
  reply: Type.Object({
    limitCents: Money,
    adjustments: Type.Array(
      Type.Object({
        id: IdOf('Adjustment'),
        kind: Type.Enum(adjustmentKinds),
        patientId: IdOf('Patient'),
        patientName: Type.String(),
        mrn: Type.String(),
        /** What it is about: receipt or charge, in words. */
        about: Type.String(),
        amountCents: Money,
        reason: Type.String(),
        state: Type.Enum(['requested', 'approved', 'declined', 'paid'] as const),
        requestedAt: Instant,
        requestedByName: Type.String(),
        /** Whether the reader asked for it, and so cannot decide it. */
        isOwn: Type.Boolean(),
        decidedAt: Nullable(Instant),
        decidedByName: Nullable(Type.String()),
        decisionNote: Nullable(Type.String()),
        paidOn: Nullable(LocalDate),
        version: Type.Integer(),
      }),
    ),
  }),
  discloses: (reply: { adjustments: { patientId: string }[] }) =>
    reply.adjustments.map(({ patientId }) => patientId),
})

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
import { AlreadyExists, NotFound } from '#kernel/refusal.ts'
import { CannotVoid, DrawerNotOpen, NotAPayment, kinds, methods } from './payment.ts'

export const Kind = Type.Enum(kinds)
export const Method = Type.Enum(methods)

const payment = Type.Object({ id: IdOf('Payment') })

export const Taken = Type.Object({
  id: IdOf('Payment'),
  receiptNumber: Type.Integer(),
  /** Of it, what paid charges, and what waits as the patient's credit. */
  appliedCents: Money,
  creditCents: Money,
})

export const takePayment = endpoint({
  method: 'POST',
  path: '/patients/:id/payments',
  summary: 'Take a payment of a patient',
  permission: 'payments.take',
  params: Type.Object({ id: IdOf('Patient') }),
  body: Type.Object({
    id: IdOf('Payment'),
    siteId: IdOf('Site'),
    appointmentId: Type.Optional(Nullable(IdOf('Appointment'))),
    kind: Kind,
    method: Method,
    /** Check number, last four digits, authorisation: never a card number. */
    reference: Nullable(Line(60)),
    amountCents: Money,
  }),
  reply: Taken,
  refusals: [NotFound, AlreadyExists, NotAPayment, DrawerNotOpen],
})

export const voidPayment = endpoint({
  method: 'POST',
  path: '/payments/:id/void',
  summary: 'Void a payment taken today and not yet deposited',
  permission: 'payments.void',
  stepUp: true,
  params: payment,
  body: Type.Object({ reason: Line(200) }),
  reply: Done,
  refusals: [NotFound, CannotVoid],
})

export const applyCredits = endpoint({
  method: 'POST',
  path: '/patients/:id/account/apply',
  summary: 'Apply a patient’s credits to what they owe, oldest first',
  permission: 'payments.apply',
  params: Type.Object({ id: IdOf('Patient') }),
  reply: Type.Object({ appliedCents: Money }),
  refusals: [NotFound],
})

export const printReceipt = endpoint({
  method: 'GET',
  path: '/payments/:id/receipt',
  summary: 'The receipt of a payment, to print',
  permission: 'accounts.read',
  params: payment,
  reply: FileReply,
  produces: 'application/pdf',
  refusals: [NotFound],
  discloses: (reply: { patientId?: string }) => [reply.patientId ?? null],
})

export const Payment = Type.Object({
  id: IdOf('Payment'),
  siteId: IdOf('Site'),
  patientId: IdOf('Patient'),
  patientName: Type.String(),
  mrn: Type.String(),
  appointmentId: Nullable(IdOf('Appointment')),
  receiptNumber: Type.Integer(),
  kind: Kind,
  method: Method,
  reference: Nullable(Type.String()),
  amountCents: Money,
  appliedCents: Money,
  refundedCents: Money,
  /** Neither applied nor refunded: the patient's credit. */
  leftCents: Money,
  receivedOn: LocalDate,
  receivedAt: Instant,
  receivedByName: Nullable(Type.String()),
  depositedOn: Nullable(LocalDate),
  voidedAt: Nullable(Instant),
  voidReason: Nullable(Type.String()),
})

export const readPayments = endpoint({
  method: 'GET',
  path: '/payments',
  summary: 'The day sheet: payments of a period with totals by method, or those with money not yet applied',
  permission: 'accounts.read',
  query: Type.Object({
    siteId: Type.Optional(IdOf('Site')),
    from: Type.Optional(LocalDate),
    to: Type.Optional(LocalDate),
    /** "unapplied": credits older than seven days, whatever the period. "undeposited": not yet in a deposit. */
    show: Type.Optional(Type.Enum(['period', 'unapplied', 'undeposited'] as const)),
  }),
  reply: Type.Object({
    payments: Type.Array(Payment),
    byMethod: Type.Array(Type.Object({ method: Method, count: Type.Integer(), amountCents: Money })),
    byKind: Type.Array(Type.Object({ kind: Kind, count: Type.Integer(), amountCents: Money })),
    totalCents: Money,
    voidedCents: Money,
    more: Type.Boolean(),
  }),
  discloses: (reply: { payments: { patientId: string }[] }) =>
    reply.payments.map(({ patientId }) => patientId),
})

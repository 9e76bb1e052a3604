import Type, { type StaticDecode } from 'typebox'
import { FileReply, IdOf, Instant, LocalDate, Money, Nullable, Text, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, reason } from '#kernel/refusal.ts'
import { NotAnAnswer, OtherMember, shows } from './eligibility.ts'

export const CannotAsk = reason(
  'cannot-ask',
  422,
  'The inquiry cannot be written yet: something the payer needs is missing.',
)

const Outcome = Type.Enum(['eligible', 'ineligible', 'unknown'] as const)
const Known = {
  planName: Nullable(Type.String({ maxLength: 200 })),
  copayCents: Nullable(Money),
  deductibleCents: Nullable(Money),
  deductibleLeftCents: Nullable(Money),
  /** Basis points: 2,000 is 20 %. */
  coinsuranceBp: Nullable(Type.Integer({ minimum: 0, maximum: 10_000 })),
  outOfPocketCents: Nullable(Money),
  outOfPocketLeftCents: Nullable(Money),
}

export const Check = Type.Object({
  id: IdOf('EligibilityCheck'),
  coverageId: IdOf('Coverage'),
  patientId: IdOf('Patient'),
  askedAt: Instant,
  serviceOn: LocalDate,
  outcome: Outcome,
  /** What the desk may rely on now: an old answer, or one before the card was corrected, must be asked again. */
  standing: Type.Enum(['eligible', 'ineligible', 'unknown', 'stale', 'never'] as const),
  source: Type.Enum(['271', 'phone', 'portal', 'gateway'] as const),
  ...Known,
  /** What the payer said, in words; the first says why the outcome is what it is. */
  notes: Type.Array(Type.String()),
})
export type Check = StaticDecode<typeof Check>

export const readEligibility = endpoint({
  method: 'GET',
  path: '/patients/:id/eligibility',
  summary: 'The eligibility checks of a patient, newest first',
  permission: 'insurance.read',
  params: Type.Object({ id: IdOf('Patient') }),
  reply: Type.Object({ checks: Type.Array(Check) }),
  discloses: (_reply: unknown, { params }: { params: { id: string } }) => [params.id],
})

export const writeInquiry = endpoint({
  method: 'GET',
  path: '/coverages/:id/eligibility/inquiry',
  summary: 'The 270 that asks the payer about a card and a day',
  permission: 'insurance.ask',
  params: Type.Object({ id: IdOf('Coverage') }),
  query: Type.Object({ serviceOn: LocalDate }),
  reply: FileReply,
  produces: 'application/edi-x12',
  refusals: [NotFound, CannotAsk],
  discloses: (reply: { patientId?: string }) => [reply.patientId ?? null],
})

export const readAnswer = endpoint({
  method: 'POST',
  path: '/coverages/:id/eligibility/answer',
  summary: 'Read the payer’s answer (271) for a card',
  permission: 'insurance.ask',
  params: Type.Object({ id: IdOf('Coverage') }),
  query: Type.Object({
    serviceOn: LocalDate,
    /** The payer writes the name or number differently, and somebody has compared them. */
    confirmed: Type.Optional(Type.Boolean()),
  }),
  upload: ['application/edi-x12', 'text/plain', 'application/octet-stream'],
  reply: Check,
  refusals: [NotFound, NotAnAnswer, OtherMember],
  discloses: (reply: { patientId: string }) => [reply.patientId],
})

const ByHand = Type.Object({
  id: IdOf('EligibilityCheck'),
  serviceOn: LocalDate,
  outcome: Outcome,
  source: Type.Enum(['phone', 'portal'] as const),
  ...Known,
  note: Text(500),
})
export type ByHand = StaticDecode<typeof ByHand>

export const recordCheck = endpoint({
  method: 'POST',
  path: '/coverages/:id/eligibility',
  summary: 'Write down what the payer said on the telephone or its web site',
  permission: 'insurance.ask',
  params: Type.Object({ id: IdOf('Coverage') }),
  body: ByHand,
  reply: Check,
  refusals: [NotFound, AlreadyExists],
  discloses: (reply: { patientId: string }) => [reply.patientId],
})

export const readUnverified = endpoint({
  method: 'GET',
  path: '/insurance/unverified',
  summary:
    'Visits to come whose coverage is not known to be active, soonest first; without days today and the next two',
  permission: 'insurance.read',
  query: Type.Object({
    from: Type.Optional(LocalDate),
    to: Type.Optional(LocalDate),
    show: Type.Optional(Type.Enum(shows)),
  }),
  reply: Type.Object({
    visits: Type.Array(
      Type.Object({
        id: IdOf('Appointment'),
        patientId: IdOf('Patient'),
        patientName: Type.String(),
        mrn: Type.String(),
        startsAt: Instant,
        serviceOn: LocalDate,
        timeZone: Type.String(),
        siteName: Type.String(),
        providerName: Type.String(),
        visitType: Type.String(),
        payerName: Nullable(Type.String()),
        standing: Type.Enum(['ineligible', 'unknown', 'stale', 'never', 'self-pay'] as const),
      }),
    ),
  }),
  discloses: (reply: { visits: { patientId: string }[] }) => reply.visits.map(({ patientId }) => patientId),
})

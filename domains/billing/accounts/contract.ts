import Type, { type StaticDecode } from 'typebox'
import { Done, FileReply, IdOf, Instant, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { reason } from '#kernel/refusal.ts'
import { Payment } from '../payments/contract.ts'

export const PolicyNotRight = reason('policy-not-right', 422, 'These rules cannot be right.')

const params = Type.Object({ id: IdOf('Patient') })
const ofPatient = (_reply: unknown, { params }: { params: { id: string } }) => [params.id]

const Ageing = Type.Object({
  /** 0–30, 31–60, 61–90, 91–120 and more than 120 days. */
  buckets: Type.Array(Money),
  creditCents: Money,
})

const Charge = Type.Object({
  id: IdOf('Charge'),
  code: Type.String(),
  modifiers: Type.Array(Type.String()),
  amountCents: Money,
  expectedCents: Nullable(Money),
  adjustedCents: Money,
  insurancePaidCents: Money,
  insuranceLeftCents: Money,
  patientPartCents: Money,
  patientPaidCents: Money,
  writtenOffCents: Money,
  patientLeftCents: Money,
  movedOn: Nullable(LocalDate),
})

export const readAccount = endpoint({
  method: 'GET',
  path: '/patients/:id/account',
  summary: 'What insurance and a patient owe, what is kept as credit, and everything behind it',
  permission: 'accounts.read',
  params,
  reply: Type.Object({
    patientId: IdOf('Patient'),
    asOf: LocalDate,
    insuranceCents: Money,
    patientCents: Money,
    creditCents: Money,
    /** Approved refunds not yet paid out. */
    refundsCents: Money,
    patientAgeing: Ageing,
    insuranceAgeing: Ageing,
    visits: Type.Array(
      Type.Object({
        appointmentId: IdOf('Appointment'),
        serviceOn: LocalDate,
        providerName: Type.String(),
        payerName: Nullable(Type.String()),
        charges: Type.Array(Charge),
      }),
    ),
    payments: Type.Array(Payment),
    statements: Type.Array(
      Type.Object({
        id: IdOf('Statement'),
        number: Type.Integer(),
        stage: Type.Integer(),
        balanceCents: Money,
        madeOn: LocalDate,
        dueOn: LocalDate,
        /** Kept as it was sent. */
        hasPaper: Type.Boolean(),
      }),
    ),
    holds: Type.Array(
      Type.Object({
        id: IdOf('Hold'),
        reason: Type.String(),
        note: Nullable(Type.String()),
        beginsOn: LocalDate,
        version: Type.Integer(),
      }),
    ),
  }),
  discloses: ofPatient,
})

export const readAccountJournals = endpoint({
  method: 'GET',
  path: '/patients/:id/account/journals',
  summary: 'The journal lines behind a patient’s account or one charge of it',
  permission: 'accounts.read',
  params,
  query: Type.Object({ chargeId: Type.Optional(IdOf('Charge')) }),
  reply: Type.Object({
    lines: Type.Array(
      Type.Object({
        journalId: IdOf('Journal'),
        postedOn: LocalDate,
        postedAt: Instant,
        postedBy: Nullable(Type.String()),
        memo: Type.String(),
        source: Type.String(),
        account: Type.String(),
        name: Type.String(),
        amountCents: Money,
        chargeId: Nullable(IdOf('Charge')),
      }),
    ),
  }),
  discloses: ofPatient,
})

export const exportAccount = endpoint({
  method: 'GET',
  path: '/patients/:id/account/export',
  summary: 'The charges of a patient’s account as a spreadsheet',
  permission: 'accounts.read',
  stepUp: true,
  params,
  reply: FileReply,
  produces: 'text/csv',
  discloses: ofPatient,
})

export const readBalances = endpoint({
  method: 'GET',
  path: '/accounts',
  summary: 'Patients who owe something, or whose money waits, the oldest first',
  permission: 'accounts.read',
  query: Type.Object({
    show: Type.Optional(Type.Enum(['owing', 'past-60', 'past-90', 'credits'] as const)),
  }),
  reply: Type.Object({
    asOf: LocalDate,
    accounts: Type.Array(
      Type.Object({
        patientId: IdOf('Patient'),
        patientName: Type.String(),
        mrn: Type.String(),
        /** Of what is asked for: all, or only what is older than 60 or 90 days. */
        owedCents: Money,
        creditCents: Money,
        oldestOn: Nullable(LocalDate),
        lastStatementOn: Nullable(LocalDate),
      }),
    ),
    owedCents: Money,
    creditCents: Money,
    more: Type.Boolean(),
  }),
  discloses: (reply: { accounts: { patientId: string }[] }) =>
    reply.accounts.map(({ patientId }) => patientId),
})

const Policy = Type.Object({
  /** The day from which it holds. */
  effectiveFrom: LocalDate,
  /** Up to here a manager approves refunds and write-offs; above it the owner. */
  approvalLimitCents: Money,
  smallBalanceCents: Money,
  statementEveryDays: Type.Integer({ minimum: 7, maximum: 120 }),
  statementDueDays: Type.Integer({ minimum: 7, maximum: 90 }),
})
export type Policy = StaticDecode<typeof Policy>

export const readPolicy = endpoint({
  method: 'GET',
  path: '/billing/policy',
  summary: 'Limits and rhythms of billing, now and in future',
  permission: 'billing.policy',
  reply: Type.Object({ now: Policy, later: Type.Array(Policy) }),
})

export const changePolicy = endpoint({
  method: 'POST',
  path: '/billing/policy',
  summary: 'Change the limits and rhythms of billing from a day on',
  permission: 'billing.policy',
  stepUp: true,
  body: Policy,
  reply: Done,
  refusals: [PolicyNotRight],
})

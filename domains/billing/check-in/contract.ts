import Type, { type StaticDecode } from 'typebox'
import { IdOf, Instant, Line, LocalDate, Money, Nullable, Text, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { Kind, Method, Taken } from '../payments/contract.ts'
import { DrawerNotOpen, NotAPayment } from '../payments/payment.ts'
import { CopayNotSettled, TooMuch, waiverReasons } from './check-in.ts'

const visit = Type.Object({ id: IdOf('Appointment') })

export const Disposition = Type.Enum(['collected', 'waived', 'none-due', 'billed'] as const)

export const readCheckIn = endpoint({
  method: 'GET',
  path: '/visits/:id/check-in',
  summary: 'Everything the desk needs to check a patient in',
  permission: 'visits.check-in',
  params: visit,
  reply: Type.Object({
    visit: Type.Object({
      id: IdOf('Appointment'),
      siteId: IdOf('Site'),
      timeZone: Type.String(),
      startsAt: Instant,
      status: Type.String(),
      /** Arrived, or moved on without settling the copay. */
      mayCheckIn: Type.Boolean(),
      arrivedAt: Nullable(Instant),
      providerName: Type.String(),
      visitType: Type.String(),
      reason: Type.String(),
      version: Type.Integer(),
    }),
    patient: Type.Object({
      id: IdOf('Patient'),
      name: Type.String(),
      mrn: Type.String(),
      bornOn: LocalDate,
      sex: Type.String(),
      state: Type.String(),
      language: Type.String(),
      needsInterpreter: Type.Boolean(),
      address: Type.Array(Type.String()),
      email: Nullable(Type.String()),
      phones: Type.Array(Type.Object({ kind: Type.String(), number: Type.String() })),
      contacts: Type.Array(
        Type.Object({ role: Type.String(), name: Type.String(), phone: Nullable(Type.String()) }),
      ),
      verifiedOn: Nullable(LocalDate),
      version: Type.Integer(),
    }),
    cards: Type.Array(
      Type.Object({
        id: IdOf('Coverage'),
        rank: Type.String(),
        payerName: Type.String(),
        planName: Nullable(Type.String()),
        memberId: Type.String(),
        verifiedOn: Nullable(LocalDate),
        version: Type.Integer(),
      }),
    ),
    eligibility: Type.Enum(['eligible', 'ineligible', 'unknown', 'stale', 'never', 'self-pay'] as const),
    copayDueCents: Nullable(Money),
    /** What the patient owes from earlier visits, and what of it for more than 30 days. */
    balanceCents: Money,
    pastDueCents: Money,
    creditCents: Money,
    /** The caller's open drawer at this site: cash needs one. */
    drawerId: Nullable(IdOf('Drawer')),
    /** What is still missing or worth asking about, in the desk's words. */
    missing: Type.Array(Type.String()),
    /** After the check-in: what was settled, with the receipts. */
    settled: Nullable(
      Type.Object({
        copay: Disposition,
        at: Instant,
        byName: Nullable(Type.String()),
        payments: Type.Array(
          Type.Object({
            id: IdOf('Payment'),
            kind: Kind,
            method: Method,
            amountCents: Money,
            receiptNumber: Type.Integer(),
            voided: Type.Boolean(),
          }),
        ),
      }),
    ),
  }),
  refusals: [NotFound],
  discloses: (reply: { patient: { id: string } }) => [reply.patient.id],
})

const CheckIn = Type.Object({
  /** Of the visit, as it was seen. */
  version: Type.Integer(),
  /** Gone through with the patient, as seen; null: later, with a reason of the moment. */
  demographics: Nullable(Type.Object({ version: Type.Integer() })),
  coverage: Type.Union([
    Type.Object({
      kind: Type.Literal('confirmed'),
      cards: Type.Array(Type.Object({ id: IdOf('Coverage'), version: Type.Integer() }), { maxItems: 3 }),
    }),
    Type.Object({ kind: Type.Literal('self-pay') }),
    Type.Object({ kind: Type.Literal('later') }),
  ]),
  copay: Type.Union([
    Type.Object({ kind: Type.Literal('collected') }),
    Type.Object({ kind: Type.Literal('waived'), reason: Type.Enum(waiverReasons), note: Text(300) }),
    Type.Object({ kind: Type.Literal('none-due') }),
    Type.Object({ kind: Type.Literal('billed') }),
  ]),
  payments: Type.Array(
    Type.Object({
      id: IdOf('Payment'),
      kind: Kind,
      method: Method,
      reference: Nullable(Line(60)),
      amountCents: Money,
    }),
    { maxItems: 4 },
  ),
})
export type CheckIn = StaticDecode<typeof CheckIn>

export const checkIn = endpoint({
  method: 'POST',
  path: '/visits/:id/check-in',
  summary: 'Check a patient in: demographics, coverage and copay in one step',
  permission: 'visits.check-in',
  params: visit,
  body: CheckIn,
  reply: Type.Object({ version: Type.Integer(), payments: Type.Array(Taken) }),
  refusals: [NotFound, Stale, AlreadyExists, CopayNotSettled, TooMuch, NotAPayment, DrawerNotOpen],
})

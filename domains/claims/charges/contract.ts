import Type, { type StaticDecode } from 'typebox'
import { Done, IdOf, Instant, Line, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound } from '#kernel/refusal.ts'
import {
  AlreadyCharged,
  ChargesNotRight,
  ClaimIsOut,
  NotYetSeen,
  PlanIsNotTold,
  mostDiagnoses,
} from './charge.ts'

const visit = Type.Object({ id: IdOf('Appointment') })

const Entry = Type.Object({
  diagnoses: Type.Array(Type.String({ minLength: 3, maxLength: 8 }), { maxItems: mostDiagnoses }),
  lines: Type.Array(
    Type.Object({
      id: IdOf('Charge'),
      code: Type.String({ minLength: 5, maxLength: 5 }),
      modifiers: Type.Array(Type.String({ minLength: 2, maxLength: 2 }), { maxItems: 4 }),
      units: Type.Integer({ minimum: 1, maximum: 999 }),
      pointers: Type.Array(Type.Integer(), { maxItems: 4 }),
      /** Of all units; left out: by the fee schedule. */
      amountCents: Type.Optional(Money),
      placeOfService: Type.Optional(Type.String({ pattern: '^\\d{2}$' })),
      ndc: Type.Optional(Nullable(Line(20))),
    }),
    { minItems: 1, maxItems: 50 },
  ),
  /** Bill nobody but the patient, e.g. because the patient asked for it (45 CFR 164.522(a)(1)(vi)). */
  selfPay: Type.Optional(Type.Boolean()),
  /** Why the plan is billed although the office agreed to tell it nothing, e.g. because the patient did not pay in full. */
  restrictionOverride: Type.Optional(Line(200)),
})
export type Entry = StaticDecode<typeof Entry>

const ChargeLine = Type.Object({
  id: IdOf('Charge'),
  position: Type.Integer(),
  code: Type.String(),
  description: Nullable(Type.String()),
  modifiers: Type.Array(Type.String()),
  units: Type.Integer(),
  pointers: Type.Array(Type.Integer()),
  placeOfService: Type.String(),
  ndc: Nullable(Type.String()),
  amountCents: Money,
  expectedCents: Nullable(Money),
  /** What insurance and patient still owe for it, from the ledger. */
  insuranceCents: Money,
  patientCents: Money,
  postedAt: Instant,
})

export const readCharges = endpoint({
  method: 'GET',
  path: '/visits/:id/charges',
  summary: 'The diagnoses and charges of a visit, and what may be charged for it',
  permission: 'charges.read',
  params: visit,
  reply: Type.Object({
    visit: Type.Object({
      id: IdOf('Appointment'),
      patientId: IdOf('Patient'),
      patientName: Type.String(),
      bornOn: LocalDate,
      mrn: Type.String(),
      providerName: Type.String(),
      siteId: IdOf('Site'),
      siteName: Type.String(),
      visitType: Type.String(),
      serviceOn: LocalDate,
      status: Type.String(),
      chargeStatus: Type.Enum(['none', 'captured', 'no_charge'] as const),
      placeOfService: Type.String(),
      noChargeReason: Nullable(Type.String()),
      /** The patient has asked, and the office agreed, that the health plan is told nothing (45 CFR 164.522(a)(1)(vi)). */
      withheld: Type.Boolean(),
    }),
    coverage: Nullable(
      Type.Object({ id: IdOf('Coverage'), payerName: Type.String(), planName: Nullable(Type.String()) }),
    ),
    diagnoses: Type.Array(
      Type.Object({ position: Type.Integer(), code: Type.String(), description: Nullable(Type.String()) }),
    ),
    lines: Type.Array(ChargeLine),
    totalCents: Money,
    /** What the patient will probably owe of it, by contract and benefits; null when either is unknown. */
    estimateCents: Nullable(Money),
    claims: Type.Array(
      Type.Object({
        id: IdOf('Claim'),
        number: Type.String(),
        state: Type.String(),
        payerName: Type.String(),
      }),
    ),
  }),
  refusals: [NotFound],
  discloses: (reply: { visit: { patientId: string } }) => [reply.visit.patientId],
})

export const readChargesToEnter = endpoint({
  method: 'GET',
  path: '/charges/to-enter',
  summary: 'Visits that were seen and are not charged yet, the oldest first',
  permission: 'charges.read',
  query: Type.Object({
    siteId: Type.Optional(IdOf('Site')),
    /** Only those late: seen more than two business days ago. */
    show: Type.Optional(Type.Enum(['all', 'late'] as const)),
  }),
  reply: Type.Object({
    visits: Type.Array(
      Type.Object({
        id: IdOf('Appointment'),
        patientId: IdOf('Patient'),
        patientName: Type.String(),
        mrn: Type.String(),
        providerName: Type.String(),
        siteName: Type.String(),
        visitType: Type.String(),
        serviceOn: LocalDate,
        status: Type.String(),
        late: Type.Boolean(),
      }),
    ),
    more: Type.Boolean(),
  }),
  discloses: (reply: { visits: { patientId: string }[] }) => reply.visits.map(({ patientId }) => patientId),
})

export const postCharges = endpoint({
  method: 'POST',
  path: '/visits/:id/charges',
  summary: 'Post the charges of a visit and make its claim',
  permission: 'charges.enter',
  params: visit,
  body: Entry,
  reply: Type.Object({ totalCents: Money, claimIds: Type.Array(IdOf('Claim')) }),
  refusals: [NotFound, NotYetSeen, AlreadyCharged, PlanIsNotTold, ChargesNotRight, AlreadyExists],
})

export const markNoCharge = endpoint({
  method: 'POST',
  path: '/visits/:id/no-charge',
  summary: 'Say that nothing is charged for a visit, and why',
  permission: 'charges.enter',
  params: visit,
  body: Type.Object({ reason: Line(200) }),
  reply: Done,
  refusals: [NotFound, NotYetSeen, AlreadyCharged],
})

export const voidCharges = endpoint({
  method: 'POST',
  path: '/visits/:id/charges/void',
  summary: 'Void the charges of a visit whose claim was not sent, to enter them anew',
  permission: 'charges.void',
  params: visit,
  body: Type.Object({ reason: Line(200) }),
  reply: Done,
  refusals: [NotFound, ClaimIsOut],
})

export const readFee = endpoint({
  method: 'GET',
  path: '/charges/fee',
  summary: 'What the practice charges for one unit of a code on a day',
  permission: 'charges.read',
  query: Type.Object({
    code: Type.String({ minLength: 5, maxLength: 5 }),
    modifiers: Type.Optional(Type.String({ maxLength: 20 })),
    serviceOn: LocalDate,
  }),
  reply: Type.Object({ amountCents: Nullable(Money) }),
})

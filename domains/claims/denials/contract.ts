import Type from 'typebox'
import { Done, IdOf, Instant, Line, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { NotFound, Stale } from '#kernel/refusal.ts'
import { CannotReplace } from '../claims/claim.ts'
import {
  AboveWriteOffLimit,
  DenialClosed,
  InsurancePending,
  NotThePatients,
  NothingLeft,
  Resubmitted,
  shows,
  writeOffKinds,
} from './denial.ts'

const params = Type.Object({ id: IdOf('Denial') })
const version = Type.Integer()
const State = Type.Enum([
  'open',
  'appealed',
  'resubmitted',
  'recovered',
  'written-off',
  'patient',
  'closed',
] as const)

const Row = Type.Object({
  id: IdOf('Denial'),
  claimId: IdOf('Claim'),
  claimNumber: Type.String(),
  patientId: IdOf('Patient'),
  patientName: Type.String(),
  mrn: Type.String(),
  payerName: Type.String(),
  serviceOn: LocalDate,
  groupCode: Type.String(),
  carc: Type.String(),
  /** One sentence a biller understands. */
  meaning: Type.String(),
  category: Type.String(),
  /** Where the cause usually lies: desk, coding, billing, credentialing. */
  cause: Type.String(),
  amountCents: Money,
  /** What of it insurance still owes. */
  leftCents: Money,
  state: State,
  ownerId: Nullable(IdOf('User')),
  ownerName: Nullable(Type.String()),
  openedOn: LocalDate,
  appealUntilOn: Nullable(LocalDate),
  nextActionOn: Nullable(LocalDate),
  outcome: Nullable(Type.String()),
  version,
})

export const readDenials = endpoint({
  method: 'GET',
  path: '/denials',
  summary:
    'Denials to be worked, the nearest deadline first and then the largest amount, with counts of every list',
  permission: 'denials.read',
  query: Type.Object({
    show: Type.Optional(Type.Enum(shows)),
    claimId: Type.Optional(IdOf('Claim')),
    siteId: Type.Optional(IdOf('Site')),
  }),
  reply: Type.Object({
    denials: Type.Array(Row),
    more: Type.Boolean(),
    counts: Type.Record(Type.String(), Type.Integer()),
  }),
  discloses: (reply: { denials: { patientId: string }[] }) => reply.denials.map(({ patientId }) => patientId),
})

export const readDenial = endpoint({
  method: 'GET',
  path: '/denials/:id',
  summary: 'A denial with its claim, what the payer said and what may be done',
  permission: 'denials.read',
  params,
  reply: Type.Object({
    ...Row.properties,
    claimState: Type.String(),
    claimVersion: Type.Integer(),
    payerControlNumber: Nullable(Type.String()),
    remittanceId: Nullable(IdOf('Remittance')),
    /** The denied line as it was billed. */
    line: Nullable(
      Type.Object({
        code: Type.String(),
        modifiers: Type.Array(Type.String()),
        units: Type.Integer(),
        amountCents: Money,
        insuranceCents: Money,
        patientCents: Money,
      }),
    ),
    /** Everything the payer adjusted on that line. */
    adjustments: Type.Array(
      Type.Object({ group: Type.String(), carc: Type.String(), amountCents: Money, meaning: Type.String() }),
    ),
    /** Remark codes (RARC) as the payer wrote them. */
    remarks: Type.Array(Type.String()),
    mayBillPatient: Type.Boolean(),
    /** A claim for the same service that a payer has not answered yet. */
    pendingClaim: Nullable(Type.Object({ id: IdOf('Claim'), number: Type.String() })),
    limitCents: Money,
    steps: Type.Array(
      Type.Object({ id: IdOf('ClaimEvent'), at: Instant, by: Type.String(), note: Nullable(Type.String()) }),
    ),
  }),
  refusals: [NotFound],
  discloses: (reply: { patientId: string }) => [reply.patientId],
})

export const readAssignees = endpoint({
  method: 'GET',
  path: '/denials/assignees',
  summary: 'Colleagues who work denials or write them off',
  permission: 'denials.work',
  reply: Type.Object({
    colleagues: Type.Array(Type.Object({ id: IdOf('User'), name: Type.String() })),
  }),
})

export const assignDenial = endpoint({
  method: 'POST',
  path: '/denials/:id/owner',
  summary: 'Give a denial to somebody, or back to everybody',
  permission: 'denials.work',
  params,
  body: Type.Object({ ownerId: Nullable(IdOf('User')), version }),
  reply: Done,
  refusals: [NotFound, Stale, DenialClosed],
})

export const snoozeDenial = endpoint({
  method: 'POST',
  path: '/denials/:id/next-action',
  summary: 'Say when a denial is worked next, and what was done meanwhile',
  permission: 'denials.work',
  params,
  body: Type.Object({ nextActionOn: LocalDate, note: Nullable(Line(300)), version }),
  reply: Done,
  refusals: [NotFound, Stale, DenialClosed],
})

export const appealDenial = endpoint({
  method: 'POST',
  path: '/denials/:id/appeal',
  summary: 'Write down that a denial was appealed',
  permission: 'denials.work',
  params,
  body: Type.Object({ note: Line(300), version }),
  reply: Done,
  refusals: [NotFound, Stale, DenialClosed],
})

export const writeOffDenial = endpoint({
  method: 'POST',
  path: '/denials/:id/write-off',
  summary: 'Give up what insurance still owes of a denial',
  permission: 'denials.settle',
  stepUp: true,
  params,
  body: Type.Object({ kind: Type.Enum(writeOffKinds), reason: Line(300), version }),
  reply: Done,
  refusals: [NotFound, Stale, DenialClosed, NothingLeft, AboveWriteOffLimit, InsurancePending],
})

export const billPatient = endpoint({
  method: 'POST',
  path: '/denials/:id/patient',
  summary: 'After review, bill the patient what insurance will not pay',
  permission: 'denials.work',
  params,
  body: Type.Object({ reason: Line(300), version }),
  reply: Done,
  refusals: [NotFound, Stale, DenialClosed, NothingLeft, NotThePatients, InsurancePending],
})

export const resubmitDenial = endpoint({
  method: 'POST',
  path: '/denials/:id/resubmission',
  summary: 'Send the denied claim again as replacement (frequency 7) with the payer’s number for it',
  permission: 'claims.edit',
  params,
  body: Type.Object({
    claimId: IdOf('Claim'),
    payerControlNumber: Type.Optional(Nullable(Line(50))),
    reason: Line(200),
    version,
  }),
  reply: Type.Object({ id: IdOf('Claim') }),
  refusals: [NotFound, Stale, DenialClosed, Resubmitted, CannotReplace],
})

export const closeDenial = endpoint({
  method: 'POST',
  path: '/denials/:id/closing',
  summary: 'Close a denial: the money came, or there was nothing to win',
  permission: 'denials.work',
  params,
  body: Type.Object({ outcome: Type.Enum(['recovered', 'closed'] as const), reason: Line(300), version }),
  reply: Done,
  refusals: [NotFound, Stale, DenialClosed],
})

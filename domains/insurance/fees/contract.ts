import Type, { type StaticDecode } from 'typebox'
import { Done, IdOf, Line, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale, reason } from '#kernel/refusal.ts'

export const SchedulesOverlap = reason(
  'schedules-overlap',
  409,
  'There is already a fee schedule for this payer in that time. End it first.',
)
export const NotAFeeList = reason('not-a-fee-list', 422, 'This file is not a list of fees.')

const Schedule = Type.Object({
  id: IdOf('FeeSchedule'),
  name: Type.String(),
  payerId: Nullable(IdOf('Payer')),
  payerName: Nullable(Type.String()),
  lesserOf: Type.Boolean(),
  effectiveFrom: LocalDate,
  effectiveTo: Nullable(LocalDate),
  feeCount: Type.Integer(),
  version: Type.Integer(),
})

export const readFeeSchedules = endpoint({
  method: 'GET',
  path: '/fee-schedules',
  summary: 'What the practice charges and what payers allow, by date of service',
  permission: 'insurance.fees',
  reply: Type.Object({ schedules: Type.Array(Schedule) }),
})

const Details = {
  name: Line(80),
  payerId: Nullable(IdOf('Payer')),
  lesserOf: Type.Boolean(),
  effectiveFrom: LocalDate,
  effectiveTo: Nullable(LocalDate),
}

const NewSchedule = Type.Object({
  id: IdOf('FeeSchedule'),
  ...Details,
  /** Begin with the fees of another schedule, e.g. last year's. */
  copyOf: Type.Optional(IdOf('FeeSchedule')),
})
export type NewSchedule = StaticDecode<typeof NewSchedule>

export const addFeeSchedule = endpoint({
  method: 'POST',
  path: '/fee-schedules',
  summary: 'Begin a fee schedule, empty or as a copy',
  permission: 'insurance.fees.edit',
  body: NewSchedule,
  reply: Done,
  refusals: [AlreadyExists, SchedulesOverlap, NotFound],
})

export const changeFeeSchedule = endpoint({
  method: 'PUT',
  path: '/fee-schedules/:id',
  summary: 'Change a fee schedule’s name or dates',
  permission: 'insurance.fees.edit',
  params: Type.Object({ id: IdOf('FeeSchedule') }),
  body: Type.Object({ ...Details, version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, SchedulesOverlap],
})

export const readFees = endpoint({
  method: 'GET',
  path: '/fee-schedules/:id/fees',
  summary: 'The fees of a schedule',
  permission: 'insurance.fees',
  params: Type.Object({ id: IdOf('FeeSchedule') }),
  reply: Type.Object({
    fees: Type.Array(Type.Object({ code: Type.String(), modifier: Type.String(), amountCents: Money })),
  }),
})

export const setFee = endpoint({
  method: 'PUT',
  path: '/fee-schedules/:id/fees',
  summary: 'Set one fee; nothing given removes it',
  permission: 'insurance.fees.edit',
  params: Type.Object({ id: IdOf('FeeSchedule') }),
  body: Type.Object({
    code: Type.String({ pattern: '^[A-Z0-9]{5}$' }),
    modifier: Type.String({ pattern: '^([A-Z0-9]{2})?$' }),
    amountCents: Nullable(Money),
  }),
  reply: Done,
  refusals: [NotFound],
})

export const importFees = endpoint({
  method: 'POST',
  path: '/fee-schedules/:id/import',
  summary: 'Read a CSV with the columns code, modifier and fee: a preview, or all of it at once',
  permission: 'insurance.fees.edit',
  params: Type.Object({ id: IdOf('FeeSchedule') }),
  query: Type.Object({ apply: Type.Optional(Type.Boolean()) }),
  upload: ['text/csv', 'text/plain', 'application/octet-stream'],
  reply: Type.Object({
    fees: Type.Integer(),
    added: Type.Integer(),
    changed: Type.Integer(),
    same: Type.Integer(),
    refused: Type.Array(Type.Object({ line: Type.Integer(), message: Type.String() })),
    applied: Type.Boolean(),
  }),
  refusals: [NotFound, NotAFeeList],
})

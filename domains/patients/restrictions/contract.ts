import Type from 'typebox'
import { Done, IdOf, LocalDate, Text, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { AlreadyDecided, MustBeHonoured, NotInForce } from './restriction.ts'

export const requestRestriction = endpoint({
  method: 'POST',
  path: '/patients/:id/restrictions',
  summary: 'Note that a patient asks to restrict who is told what',
  permission: 'patients.edit',
  params: Type.Object({ id: IdOf('Patient') }),
  body: Type.Object({
    id: IdOf('Restriction'),
    kind: Type.Enum(['health-plan', 'other'] as const),
    wish: Text(500),
    requestedOn: LocalDate,
  }),
  reply: Done,
  refusals: [NotFound, AlreadyExists],
})

export const decideRestriction = endpoint({
  method: 'PUT',
  path: '/patients/:id/restrictions/:restrictionId',
  summary: 'Agree to a restriction, decline it, or end one that was agreed to',
  permission: 'patients.restrict',
  params: Type.Object({ id: IdOf('Patient'), restrictionId: IdOf('Restriction') }),
  body: Type.Object({
    version: Type.Integer(),
    decision: Type.Enum(['agreed', 'declined', 'ended'] as const),
    on: LocalDate,
  }),
  reply: Done,
  refusals: [NotFound, Stale, AlreadyDecided, MustBeHonoured, NotInForce],
})

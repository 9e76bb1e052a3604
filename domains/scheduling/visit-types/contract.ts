import Type, { type StaticDecode } from 'typebox'
import { IdOf, Line, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { VisitTypeNameTaken, colours, roomKinds } from './visit-type.ts'

const facts = {
  name: Line(60),
  durationMinutes: Type.Integer({ minimum: 5, maximum: 480 }),
  bufferBeforeMinutes: Type.Integer({ minimum: 0, maximum: 120 }),
  bufferAfterMinutes: Type.Integer({ minimum: 0, maximum: 120 }),
  roomKind: Nullable(Type.Enum(roomKinds)),
  meantFor: Type.Enum(['any', 'new', 'established']),
  colour: Type.Enum(colours),
  onlineBookable: Type.Boolean(),
  needsAuthorisation: Type.Boolean(),
}
const VisitType = Type.Object({
  id: IdOf('VisitType'),
  ...facts,
  active: Type.Boolean(),
  version: Type.Integer(),
})
const NewVisitType = Type.Object({ id: IdOf('VisitType'), ...facts })
export type NewVisitType = StaticDecode<typeof NewVisitType>
const VisitTypeEdit = Type.Object({ ...facts, active: Type.Boolean(), version: Type.Integer() })
export type VisitTypeEdit = StaticDecode<typeof VisitTypeEdit>

export const readVisitTypes = endpoint({
  method: 'GET',
  path: '/scheduling/visit-types',
  summary: 'What can be booked: durations, buffers, rooms and for whom',
  permission: 'scheduling.read',
  reply: Type.Array(VisitType),
})

export const addVisitType = endpoint({
  method: 'POST',
  path: '/scheduling/visit-types',
  summary: 'Add a visit type',
  permission: 'scheduling.templates',
  body: NewVisitType,
  reply: VisitType,
  refusals: [AlreadyExists, VisitTypeNameTaken],
})

export const editVisitType = endpoint({
  method: 'PUT',
  path: '/scheduling/visit-types/:id',
  summary: 'Change a visit type for bookings from now on, or close it',
  permission: 'scheduling.templates',
  params: Type.Object({ id: IdOf('VisitType') }),
  body: VisitTypeEdit,
  reply: VisitType,
  refusals: [Stale, VisitTypeNameTaken, NotFound],
})

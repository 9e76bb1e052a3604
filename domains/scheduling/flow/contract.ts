/** Steps of a visit. */
import Type from 'typebox'
import { IdOf, Instant, Line, endpoint } from '#kernel/contract.ts'
import { NotFound, Stale } from '#kernel/refusal.ts'
import { Visit, ofItsPatient } from '../appointments/contract.ts'
import {
  CannotMove,
  NeedsReason,
  NotWhole,
  RoomOccupied,
  SlotGone,
  TimeRunsForward,
  TooEarly,
  stages,
} from './visit.ts'

export const stepVisit = endpoint({
  method: 'POST',
  path: '/scheduling/appointments/:id/steps',
  summary: 'One step of a visit: confirmed, arrived … completed, no-show, left, or back with a reason',
  permission: 'scheduling.flow',
  params: Type.Object({ id: IdOf('Appointment') }),
  body: Type.Object({
    to: Type.Enum([...stages, 'no_show', 'left_without_being_seen'] as const),
    version: Type.Integer(),
    /** For what is written down afterwards: when it happened. */
    at: Type.Optional(Instant),
    reason: Type.Optional(Line(200)),
    roomId: Type.Optional(IdOf('Room')),
  }),
  reply: Visit,
  refusals: [
    CannotMove,
    NeedsReason,
    NotWhole,
    TooEarly,
    TimeRunsForward,
    RoomOccupied,
    SlotGone,
    Stale,
    NotFound,
  ],
  discloses: ofItsPatient,
})

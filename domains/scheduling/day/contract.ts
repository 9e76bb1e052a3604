/** The day board: one site, one day, in one answer. */
import Type, { type StaticDecode } from 'typebox'
import { IdOf, Instant, LocalDate, Nullable, endpoint } from '#kernel/contract.ts'
import { NotFound } from '#kernel/refusal.ts'
import { statuses } from '../flow/visit.ts'
import { colours } from '../visit-types/visit-type.ts'

const Span = Type.Object({ startsAt: Instant, endsAt: Instant })

/** A visit with what a desk must see to know its patient: two identifiers, no clinical content. */
const Visit = Type.Object({
  id: IdOf('Appointment'),
  patientId: IdOf('Patient'),
  patientName: Type.String(),
  preferredName: Nullable(Type.String()),
  bornOn: LocalDate,
  mrn: Type.String(),
  needsInterpreter: Type.Boolean(),
  providerId: IdOf('Provider'),
  siteId: IdOf('Site'),
  roomId: Nullable(IdOf('Room')),
  roomedInId: Nullable(IdOf('Room')),
  visitTypeId: IdOf('VisitType'),
  typeName: Type.String(),
  colour: Type.Enum(colours),
  startsAt: Instant,
  endsAt: Instant,
  status: Type.Enum(statuses),
  reason: Type.String(),
  isOverbook: Type.Boolean(),
  chargeStatus: Type.Enum(['none', 'captured', 'no_charge']),
  copayDisposition: Nullable(Type.Enum(['due', 'collected', 'waived', 'none_due', 'billed'])),
  movedAt: Instant,
  arrivedAt: Nullable(Instant),
  roomedAt: Nullable(Instant),
  checkedOutAt: Nullable(Instant),
  version: Type.Integer(),
})
export type DayVisit = StaticDecode<typeof Visit>

const Day = Type.Object({
  site: Type.Object({ id: IdOf('Site'), name: Type.String(), timeZone: Type.String() }),
  date: LocalDate,
  startsAt: Instant,
  endsAt: Instant,
  holiday: Nullable(Type.String()),
  open: Type.Array(Span),
  providers: Type.Array(
    Type.Object({
      id: IdOf('Provider'),
      name: Type.String(),
      credential: Type.String(),
      blocked: Nullable(Type.String()),
      /** When the provider works here that day; `overbookSlots` of the block, before any is used. */
      hours: Type.Array(Type.Object({ ...Span.properties, overbookSlots: Type.Integer() })),
      away: Type.Array(Type.Object({ ...Span.properties, kind: Type.String() })),
    }),
  ),
  rooms: Type.Array(
    Type.Object({ id: IdOf('Room'), name: Type.String(), kind: Type.String(), active: Type.Boolean() }),
  ),
  visits: Type.Array(Visit),
})
export type Day = StaticDecode<typeof Day>

export const readDay = endpoint({
  method: 'GET',
  path: '/scheduling/day',
  summary: 'A site’s day: hours, providers, rooms and every visit that still holds its time',
  permission: 'scheduling.read',
  query: Type.Object({ siteId: IdOf('Site'), date: LocalDate }),
  reply: Day,
  refusals: [NotFound],
  discloses: (day: { visits: { patientId: string }[] }) => day.visits.map(({ patientId }) => patientId),
})

export const shows = ['unconfirmed', 'not-arrived', 'waiting', 'overrun', 'to-move'] as const
export type Show = (typeof shows)[number]

export const readVisits = endpoint({
  method: 'GET',
  path: '/scheduling/visits',
  summary:
    'Visits that need somebody: unconfirmed today, never arrived, waiting long, past their end, to be moved',
  permission: 'scheduling.read',
  query: Type.Object({ show: Type.Enum(shows), siteId: Type.Optional(IdOf('Site')) }),
  reply: Type.Array(
    Type.Object({
      ...Visit.properties,
      siteName: Type.String(),
      timeZone: Type.String(),
      providerName: Type.String(),
      phone: Nullable(Type.String()),
      /** Why it is here, in plain words. */
      why: Type.String(),
    }),
  ),
  discloses: (visits: { patientId: string }[]) => visits.map(({ patientId }) => patientId),
})

const PatientVisit = Type.Object({
  id: IdOf('Appointment'),
  startsAt: Instant,
  endsAt: Instant,
  status: Type.Enum(statuses),
  typeName: Type.String(),
  providerId: IdOf('Provider'),
  providerName: Type.String(),
  siteId: IdOf('Site'),
  siteName: Type.String(),
  timeZone: Type.String(),
  reason: Type.String(),
  version: Type.Integer(),
})

export const readPatientVisits = endpoint({
  method: 'GET',
  path: '/scheduling/patients/:patientId/visits',
  summary: 'A patient’s visits, latest first',
  permission: 'scheduling.read',
  params: Type.Object({ patientId: IdOf('Patient') }),
  reply: Type.Array(PatientVisit),
  discloses: (_visits: unknown, { params }: { params: { patientId: string } }) => [params.patientId],
})

export const readVisit = endpoint({
  method: 'GET',
  path: '/scheduling/appointments/:id',
  summary: 'One visit and everything that happened to it',
  permission: 'scheduling.read',
  params: Type.Object({ id: IdOf('Appointment') }),
  reply: Type.Object({
    ...Visit.properties,
    providerName: Type.String(),
    siteName: Type.String(),
    timeZone: Type.String(),
    roomName: Nullable(Type.String()),
    note: Nullable(Type.String()),
    rescheduledToId: Nullable(IdOf('Appointment')),
    cancelReason: Nullable(Type.String()),
    cancelledFor: Nullable(Type.Enum(['patient', 'practice'])),
    noticeHours: Nullable(Type.Integer()),
    bookedAt: Instant,
    bookedByName: Nullable(Type.String()),
    moves: Type.Array(
      Type.Object({
        id: IdOf('Move'),
        fromStatus: Nullable(Type.String()),
        toStatus: Type.Enum(statuses),
        movedAt: Instant,
        byName: Nullable(Type.String()),
        reason: Nullable(Type.String()),
      }),
    ),
  }),
  refusals: [NotFound],
  discloses: (visit: { patientId: string }) => [visit.patientId],
})

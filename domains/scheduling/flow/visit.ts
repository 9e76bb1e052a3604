/** The life of a visit: its stages, its exits, and what may follow what. Pure: no clock, no database. */
import type { DB } from '#database/types.ts'
import { reason, refuse } from '#kernel/refusal.ts'
import type { Selectable } from 'kysely'

export type Appointment = Selectable<DB['scheduling.appointment']>
export type Status = Appointment['status']

export const CannotMove = reason('cannot-move', 409, 'The visit is not at that stage.')
export const NeedsReason = reason('needs-reason', 422, 'A step back needs a reason.')
export const NotWhole = reason('visit-not-whole', 422, 'The visit cannot be completed yet.')
export const TooEarly = reason('too-early', 422, 'It is too early for that.')
export const TimeRunsForward = reason(
  'time-runs-forward',
  422,
  'That time lies before the last step of the visit, or has not come yet.',
)

export const RoomOccupied = reason('room-occupied', 409, 'There is another patient in that room.')
export const SlotGone = reason(
  'slot-gone',
  409,
  'Meanwhile somebody else was booked there. Book the patient a new time.',
)

/** The way through the office, in order. */
export const stages = [
  'scheduled',
  'confirmed',
  'arrived',
  'checked_in',
  'roomed',
  'with_provider',
  'provider_done',
  'checked_out',
  'completed',
] as const satisfies readonly Status[]
type Stage = (typeof stages)[number]

/** Off the way: these give provider, room and patient free again. */
export const exits = ['cancelled', 'rescheduled', 'no_show', 'left_without_being_seen'] as const

export const statuses = [...stages, ...exits] as const

export const words: Readonly<Record<Status, string>> = {
  scheduled: 'scheduled',
  confirmed: 'confirmed',
  arrived: 'arrived',
  checked_in: 'checked in',
  roomed: 'in a room',
  with_provider: 'with the provider',
  provider_done: 'done with the provider',
  checked_out: 'checked out',
  completed: 'completed',
  cancelled: 'cancelled',
  rescheduled: 'rescheduled',
  no_show: 'a no-show',
  left_without_being_seen: 'gone without being seen',
}

/** One step forward; a patient who never confirmed may arrive, and one who needs no room goes straight in. */
const onward: Readonly<Record<Status, readonly Status[]>> = {
  scheduled: ['confirmed', 'arrived', 'no_show'],
  confirmed: ['arrived', 'no_show'],
  arrived: ['checked_in', 'left_without_being_seen'],
  checked_in: ['roomed', 'with_provider', 'left_without_being_seen'],
  roomed: ['with_provider', 'left_without_being_seen'],
  with_provider: ['provider_done'],
  provider_done: ['checked_out'],
  checked_out: ['completed'],
  completed: [],
  cancelled: [],
  rescheduled: [],
  no_show: [],
  left_without_being_seen: [],
}

/** Where somebody marked as gone may be put back to. A cancelled visit comes back only through `restore`. */
const back: Readonly<Partial<Record<Status, readonly Status[]>>> = {
  no_show: ['scheduled', 'confirmed'],
  left_without_being_seen: ['arrived', 'checked_in'],
}

const isStage = (status: Status): status is Stage => (stages as readonly Status[]).includes(status)

/** Before the patient came: it may be moved and cancelled. */
export const isUpcoming = (status: Status) => status === 'scheduled' || status === 'confirmed'

export const nextStages = (from: Status): readonly Status[] => onward[from]

export const isStepBack = (from: Status, to: Status) =>
  isStage(from) && isStage(to)
    ? stages.indexOf(to) < stages.indexOf(from)
    : (back[from]?.includes(to) ?? false)

/** Minutes after the start before a patient who never came counts as a no-show. */
const noShowAfterMinutes = 15

type Step = { readonly to: Status; readonly at: Temporal.Instant; readonly reason?: string | undefined }

/** Whether this visit may make this step at this instant; says in words why not. */
export function mustBeAbleToMove(
  visit: Pick<Appointment, 'status' | 'startsAt' | 'movedAt' | 'chargeStatus' | 'copayDisposition'>,
  { to, at, reason: why }: Step,
) {
  const { status: from } = visit
  if (from === to) refuse(CannotMove, `The patient is already ${words[to]}.`)
  if (isStepBack(from, to)) {
    if (!why?.trim())
      refuse(NeedsReason, `Say why the visit goes back from “${words[from]}” to “${words[to]}”.`)
  } else if (!onward[from].includes(to)) {
    refuse(CannotMove, `A visit that is ${words[from]} cannot become ${words[to]}.`)
  }
  if (Temporal.Instant.compare(at, visit.movedAt) < 0) refuse(TimeRunsForward)
  if (to === 'no_show') {
    const due = visit.startsAt.add({ minutes: noShowAfterMinutes })
    if (Temporal.Instant.compare(at, due) < 0)
      refuse(
        TooEarly,
        `A patient counts as a no-show ${noShowAfterMinutes} minutes after the visit should have begun.`,
      )
  }
  if (to === 'completed') mustBeWhole(visit)
}

/** Completed means: checked out (by the order of stages), charged or free with intent, and the copay settled or placed. */
function mustBeWhole({
  chargeStatus,
  copayDisposition,
}: Pick<Appointment, 'chargeStatus' | 'copayDisposition'>) {
  const missing = [
    ...(chargeStatus === 'none' ? ['what was done is not charged (or marked as no charge)'] : []),
    ...(copayDisposition === null || copayDisposition === 'due' ? ['the copay is not settled'] : []),
  ]
  if (missing.length > 0) refuse(NotWhole, `Before the visit is completed: ${missing.join('; ')}.`)
}

/** The column that remembers when a stage was reached. */
export const reachedAt = {
  arrived: 'arrivedAt',
  checked_in: 'checkedInAt',
  roomed: 'roomedAt',
  with_provider: 'withProviderAt',
  provider_done: 'providerDoneAt',
  checked_out: 'checkedOutAt',
  completed: 'completedAt',
} as const satisfies Partial<Record<Status, keyof Appointment>>

type Reached = (typeof reachedAt)[keyof typeof reachedAt]

/** Stage instants after a step: reached now, and forgotten for every stage the visit has gone back over. */
export function instantsAfter(to: Status, at: Temporal.Instant) {
  if (!isStage(to)) return {}
  const changes: Partial<Record<Reached, Temporal.Instant | null>> = {}
  for (const [stage, column] of Object.entries(reachedAt)) {
    if (stage === to) changes[column] = at
    else if (stages.indexOf(stage as Stage) > stages.indexOf(to)) changes[column] = null
  }
  return changes
}

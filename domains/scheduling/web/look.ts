/** How a visit's state looks: a word and a tone, and the one next step. Pure. */
import type { Status } from '../flow/visit.ts'
import { longWaitMinutes, waitMinutes } from '../flow/waiting.ts'
import type { DayVisit } from '../day/contract.ts'

type Tone = 'neutral' | 'active' | 'good' | 'soon' | 'harm'

export const look: Readonly<Record<Status, { readonly word: string; readonly tone: Tone }>> = {
  scheduled: { word: 'Scheduled', tone: 'neutral' },
  confirmed: { word: 'Confirmed', tone: 'good' },
  arrived: { word: 'Arrived', tone: 'active' },
  checked_in: { word: 'Checked in', tone: 'active' },
  roomed: { word: 'In room', tone: 'active' },
  with_provider: { word: 'With provider', tone: 'active' },
  provider_done: { word: 'Provider done', tone: 'active' },
  checked_out: { word: 'Checked out', tone: 'good' },
  completed: { word: 'Completed', tone: 'good' },
  cancelled: { word: 'Cancelled', tone: 'neutral' },
  rescheduled: { word: 'Rescheduled', tone: 'neutral' },
  no_show: { word: 'No-show', tone: 'soon' },
  left_without_being_seen: { word: 'Left unseen', tone: 'soon' },
}

/** What a clerk presses next: greeting on the day itself, confirming before it. */
const next: Partial<Record<Status, { readonly to: Status; readonly label: string }>> = {
  scheduled: { to: 'arrived', label: 'Arrived' },
  confirmed: { to: 'arrived', label: 'Arrived' },
  arrived: { to: 'checked_in', label: 'Check in' },
  checked_in: { to: 'roomed', label: 'To room' },
  roomed: { to: 'with_provider', label: 'Provider in' },
  with_provider: { to: 'provider_done', label: 'Provider done' },
  provider_done: { to: 'checked_out', label: 'Check out' },
  checked_out: { to: 'completed', label: 'Complete' },
}

export function nextStep(visit: Pick<DayVisit, 'status' | 'startsAt'>, now: Temporal.Instant) {
  const hoursAhead = (visit.startsAt.epochMilliseconds - now.epochMilliseconds) / 3_600_000
  if (hoursAhead > 12)
    return visit.status === 'scheduled' ? ({ to: 'confirmed', label: 'Confirm' } as const) : undefined
  return next[visit.status]
}

/** The minutes a patient has been waiting for a room, while they wait; undefined otherwise. */
export const waitingNow = (
  visit: Pick<DayVisit, 'status' | 'startsAt' | 'arrivedAt' | 'roomedAt' | 'checkedOutAt'>,
  now: Temporal.Instant,
) =>
  visit.status === 'arrived' || visit.status === 'checked_in'
    ? (waitMinutes(visit, now) ?? undefined)
    : undefined

/** The tone of a visit now: a long wait is nobody's settled state. */
export const toneNow = (visit: Parameters<typeof waitingNow>[0], now: Temporal.Instant): Tone =>
  (waitingNow(visit, now) ?? 0) > longWaitMinutes ? 'harm' : look[visit.status].tone

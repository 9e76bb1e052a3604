/** How long patients wait and stay. Minutes, whole, never negative. Pure: the desk and the reports use the same. */
/** Minutes a patient may wait for a room before it is somebody's business (office policy). */
export const longWaitMinutes = 20

type Times = {
  readonly startsAt: Temporal.Instant
  readonly arrivedAt: Temporal.Instant | null
  readonly roomedAt: Temporal.Instant | null
  readonly checkedOutAt: Temporal.Instant | null
}

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) < 0 ? b : a)

/** Whole minutes from one instant to another; 0 when it has not come yet. */
export const minutesBetween = (from: Temporal.Instant, to: Temporal.Instant) =>
  Math.max(0, Math.floor((to.epochMilliseconds - from.epochMilliseconds) / 60_000))

/** The wait for a room: nobody waits before the appointed time. While it lasts, until `now`; null before arrival. */
export function waitMinutes({ startsAt, arrivedAt, roomedAt }: Times, now: Temporal.Instant) {
  return arrivedAt && minutesBetween(later(arrivedAt, startsAt), roomedAt ?? now)
}

/** From coming in to going out; while it lasts, until `now`; null before arrival. */
export function cycleMinutes({ arrivedAt, checkedOutAt }: Times, now: Temporal.Instant) {
  return arrivedAt && minutesBetween(arrivedAt, checkedOutAt ?? now)
}

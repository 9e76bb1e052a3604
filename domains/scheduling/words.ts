/** Times as the desk says them, on the wall clock of the site. Pure. */

/** "10:20 AM" */
export const clock = (at: Temporal.Instant, timeZone: string) =>
  at.toZonedDateTimeISO(timeZone).toLocaleString('en-US', { hour: 'numeric', minute: '2-digit' })

/** "Tue, Nov 24 at 9:00 AM" */
export const dayAndClock = (at: Temporal.Instant, timeZone: string) =>
  `${at.toZonedDateTimeISO(timeZone).toLocaleString('en-US', { weekday: 'short', month: 'short', day: 'numeric' })} at ${clock(at, timeZone)}`

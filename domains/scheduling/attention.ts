/** What about today's visits needs somebody. */
import { officeDay } from '#domains/practice/practice.ts'
import { lapsedBlocking } from '#domains/workforce/workforce.ts'
import type { Attention } from '#platform/wiring.ts'
import type { Show } from './day/contract.ts'
import { countThatNeed } from './day/visits.ts'
import { longWaitMinutes, minutesBetween } from './flow/waiting.ts'

const visits = (
  show: Show,
  urgency: Attention['urgency'],
  [label, one]: readonly [many: string, one: string],
  detail: (first: Temporal.Instant, now: Temporal.Instant) => string | undefined = () => undefined,
): Attention => ({
  key: `scheduling.${show}`,
  urgency,
  label,
  one,
  permission: 'scheduling.read',
  to: `/schedule/visits?show=${show}`,
  async count(db, scope) {
    const { count, first } = await countThatNeed(db, show, scope)
    const words = first && detail(first, scope.now)
    return words ? { count, detail: words } : { count }
  },
})

const longest = (first: Temporal.Instant, now: Temporal.Instant) => {
  const minutes = minutesBetween(first, now)
  return minutes < 120 ? `longest ${minutes} minutes` : `longest ${Math.floor(minutes / 60)} hours`
}

export const attention: readonly Attention[] = [
  visits(
    'waiting',
    'late',
    [
      `patients waiting more than ${longWaitMinutes} minutes`,
      `patient waiting more than ${longWaitMinutes} minutes`,
    ],
    longest,
  ),
  visits('overrun', 'late', [
    'visits past their end and not checked out',
    'visit past its end and not checked out',
  ]),
  visits('not-arrived', 'late', [
    'visits whose patient never arrived, not yet marked',
    'visit whose patient never arrived, not yet marked',
  ]),
  visits('to-move', 'at-risk', [
    'visits to move: provider away, licence, room or site closed',
    'visit to move: provider away, licence, room or site closed',
  ]),
  visits('unconfirmed', 'waiting', ['visits today not confirmed', 'visit today not confirmed']),
  {
    key: 'scheduling.provider-stopped',
    urgency: 'late',
    label: 'providers who cannot be booked because a licence has run out',
    one: 'provider who cannot be booked because a licence has run out',
    permission: 'workforce.credentials.read',
    to: '/people/credentials?show=blocking',
    async count(db, { now }) {
      const lapsed = await lapsedBlocking(db, await officeDay(db, now))
      return { count: new Set(lapsed.map(({ providerId }) => providerId)).size }
    },
  },
]

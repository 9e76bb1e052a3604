/** How far each visit of the demo practice has come, and when it reached each stage. */
import type { Random } from './random.ts'
import type { DemoVisit, StagedVisit } from './visits.ts'

export type Stage =
  | 'scheduled'
  | 'confirmed'
  | 'arrived'
  | 'checked_in'
  | 'roomed'
  | 'with_provider'
  | 'provider_done'
  | 'checked_out'
  | 'completed'
  | 'cancelled'
  | 'no_show'
  | 'left_without_being_seen'

const reached: readonly Stage[] = [
  'arrived',
  'checked_in',
  'roomed',
  'with_provider',
  'provider_done',
  'checked_out',
  'completed',
]

/** What became of a visit of an earlier day. Of the last days, some charges are still to enter. */
export function pastStage(random: Random, daysAgo: number): Stage {
  return random.weighted([
    ['completed', daysAgo > 7 ? 86 : daysAgo > 2 ? 83 : 72],
    ['checked_out', daysAgo > 7 ? 0 : daysAgo > 2 ? 2 : 14],
    ['no_show', 6],
    ['cancelled', 7],
    ['left_without_being_seen', 1],
  ])
}

/**
 * One provider's day around now: before, all done; one with the provider, one in the next room, one or two waiting;
 * the rest to come. `behind` is how many visits the provider is late, `missing` a patient who never came, not yet marked.
 */
export function stagesOfToday(
  random: Random,
  now: Temporal.Instant,
  visits: readonly DemoVisit[],
  { behind, missing }: { readonly behind: number; readonly missing: boolean },
): StagedVisit[] {
  const begun = visits.filter(({ startsAt }) => Temporal.Instant.compare(startsAt, now) <= 0).length
  const current = begun - 1 - behind
  const within = ({ startsAt }: DemoVisit, minutes: number) => startsAt.since(now).total('minutes') < minutes
  const stageOf = (visit: DemoVisit, place: number): Stage => {
    if (place < -3) return pastStage(random, 3)
    if (place < -1)
      return missing && place === -2 ? 'confirmed' : random.pick(['checked_out', 'checked_out', 'no_show'])
    if (place === -1) return random.pick(['provider_done', 'checked_out'])
    if (place === 0) return 'with_provider'
    if (place === 1 && within(visit, 25)) return behind > 0 ? 'checked_in' : 'roomed'
    if (place === 2 && within(visit, 45))
      return behind > 0 ? 'arrived' : random.pick(['arrived', 'checked_in'])
    if (place === 3 && within(visit, 30)) return random.pick(['arrived', 'confirmed'])
    return random.weighted([
      ['confirmed', 72],
      ['scheduled', 24],
      ['cancelled', place > 3 ? 4 : 0],
    ])
  }
  return visits.map((visit, index) => ({ ...visit, stage: stageOf(visit, index - current) }))
}

type Times = {
  readonly arrivedAt?: Temporal.Instant
  readonly checkedInAt?: Temporal.Instant
  readonly roomedAt?: Temporal.Instant
  readonly withProviderAt?: Temporal.Instant
  readonly providerDoneAt?: Temporal.Instant
  readonly checkedOutAt?: Temporal.Instant
  readonly completedAt?: Temporal.Instant
}

/** When a visit reached its stages: in order, none after now. Minutes count from the start as it was booked. */
export function timesOf(
  random: Random,
  { startsAt, endsAt, stage, type }: StagedVisit,
  now: Temporal.Instant,
) {
  const last = reached.indexOf(stage)
  const long = startsAt.until(endsAt).total('minutes')
  const minutes = [
    -random.integer(4, 18),
    -random.integer(1, 3),
    random.integer(0, 3),
    random.integer(4, 9),
    random.integer(9, 12) + long - 10,
    random.integer(13, 18) + long - 10,
    random.integer(20, 40) + long,
  ]
  const times: Temporal.Instant[] = []
  for (let index = 0; index <= last; index++) {
    const planned = startsAt.add({ minutes: minutes[index]! })
    const before = times.at(-1)
    // Whoever is here before their time came earlier still: seconds apart, never after now.
    const latest = now.subtract({ seconds: 40 * (last - index) + 20 })
    const at = Temporal.Instant.compare(planned, latest) < 0 ? planned : latest
    times.push(before && Temporal.Instant.compare(at, before) < 0 ? before : at)
  }
  const names = [
    'arrivedAt',
    'checkedInAt',
    'roomedAt',
    'withProviderAt',
    'providerDoneAt',
    'checkedOutAt',
    'completedAt',
  ] as const
  const kept = times
    .map((at, index) => [names[index]!, at] as const)
    .filter(([name]) => type.room || name !== 'roomedAt')
  const moves = times
    .map((at, index) => [reached[index]!, at] as const)
    .filter(([to]) => type.room || to !== 'roomed')
  const off =
    stage === 'no_show'
      ? startsAt.add({ minutes: 25 })
      : stage === 'cancelled'
        ? startsAt.subtract({ hours: 30 })
        : stage === 'left_without_being_seen'
          ? startsAt.add({ minutes: 50 })
          : stage === 'confirmed'
            ? startsAt.subtract({ hours: 40 })
            : undefined
  const left = off && (Temporal.Instant.compare(off, now) < 0 ? off : now.subtract({ minutes: 50 }))
  return {
    ...(Object.fromEntries(kept) as Times),
    movedAt: left ?? times.at(-1),
    moves: left ? [...moves, [stage, left] as const] : moves,
  }
}

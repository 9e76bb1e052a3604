/** The visits of the demo practice: six weeks behind, today at every stage, two weeks ahead. */
import type { Id } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'
import { insertRows } from './insert.ts'
import { type DemoSite, frameOn, halves, weekOf } from './office.ts'
import { type DemoPatient, copayOf } from './patients.ts'
import type { Random } from './random.ts'
import { type Stage, pastStage, stagesOfToday, timesOf } from './stages.ts'
import type { DemoProvider, Team } from './team.ts'

const daysBehind = 45
const daysAhead = 14
const slotMinutes = 20

type VisitType = {
  readonly id: Id<'VisitType'>
  readonly name: string
  readonly minutes: 20 | 40
  readonly room: boolean
  readonly meantFor: 'any' | 'new' | 'established'
  readonly colour: 'teal' | 'blue' | 'violet' | 'rose' | 'amber' | 'green' | 'slate' | 'orange'
}
const visitTypes: readonly Omit<VisitType, 'id'>[] = [
  { name: 'Follow-up', minutes: 20, room: true, meantFor: 'established', colour: 'teal' },
  { name: 'Sick visit', minutes: 20, room: true, meantFor: 'any', colour: 'amber' },
  { name: 'New patient', minutes: 40, room: true, meantFor: 'new', colour: 'violet' },
  { name: 'Annual physical', minutes: 40, room: true, meantFor: 'established', colour: 'green' },
  { name: 'Well child', minutes: 20, room: true, meantFor: 'any', colour: 'blue' },
  { name: 'Video visit', minutes: 20, room: false, meantFor: 'established', colour: 'slate' },
]

export type DemoVisit = {
  readonly id: Id<'Appointment'>
  readonly patient: DemoPatient
  readonly provider: DemoProvider
  readonly type: VisitType
  readonly on: Temporal.PlainDate
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  /** From 0: the two rooms of the provider take turns. */
  readonly turn: number
}
export type StagedVisit = DemoVisit & { readonly stage: Stage }
/** With what the desk settled of the money. */
export type SettledVisit = StagedVisit &
  ReturnType<typeof closing> & { readonly times: ReturnType<typeof timesOf> }

export async function makeVisits(
  tx: Tx,
  random: Random,
  { team, patients }: { readonly team: Team; readonly patients: readonly DemoPatient[] },
): Promise<SettledVisit[]> {
  const types = visitTypes.map((type) => ({ ...type, id: random.id(tx.now) as Id<'VisitType'> }))
  await insertRows(
    tx.db,
    'scheduling.visitType',
    types.map(({ id, name, minutes, room, meantFor, colour }) => ({
      id,
      name,
      durationMinutes: minutes,
      roomKind: room ? ('exam' as const) : null,
      meantFor,
      colour,
      onlineBookable: name === 'Follow-up' || name === 'Sick visit',
    })),
  )
  await makeTemplates(tx, random, team.providers)
  const visits = bookEverybody(tx, random, team.providers, patients, types)
  const staged = Map.groupBy(visits, ({ provider }) => provider)
    .entries()
    .flatMap(([provider, own], index) => stageAll(tx, random, own, provider.site.today, index))
    .toArray()
  return insertVisits(tx, random, staged, team)
}

async function makeTemplates({ db, now }: Tx, random: Random, providers: readonly DemoProvider[]) {
  await insertRows(
    db,
    'scheduling.template',
    providers.flatMap(({ id: providerId, site }) =>
      weekOf(site).flatMap(({ frame, ...when }) =>
        halves(frame).map((half) => ({
          ...when,
          ...half,
          id: random.id(now) as Id<'Template'>,
          providerId,
          siteId: site.id,
          slotMinutes,
          overbookSlots: 1,
        })),
      ),
    ),
  )
}

/** Fills each provider's days slot by slot; nobody comes twice before everybody of the site has come once. */
function bookEverybody(
  { now }: Tx,
  random: Random,
  providers: readonly DemoProvider[],
  patients: readonly DemoPatient[],
  types: readonly VisitType[],
): DemoVisit[] {
  const visits: DemoVisit[] = []
  const queues = new Map<DemoSite, DemoPatient[]>()
  const seen = new Set<DemoPatient>()
  const next = (site: DemoSite, on: Temporal.PlainDate) => {
    let queue = queues.get(site)
    if (!queue?.length)
      queues.set(site, (queue = random.shuffle(patients.filter((one) => one.site === site))))
    // Who is not born yet keeps the place in the queue.
    const at = queue.findLastIndex(({ bornOn }) => Temporal.PlainDate.compare(bornOn, on) <= 0)
    return queue.splice(at, 1)[0]!
  }
  for (let offset = -daysBehind; offset <= daysAhead; offset++)
    for (const provider of providers) {
      const { site } = provider
      const on = site.today.add({ days: offset })
      if (!site.isOpen(on)) continue
      const wanted = wantedOn(offset)
      let turn = 0
      for (const { starts, ends } of halves(frameOn(site, on))) {
        let free = starts
        while (starts.until(free).total('minutes') + slotMinutes <= starts.until(ends).total('minutes')) {
          const startsAt = on.toZonedDateTime({ timeZone: site.town.timeZone, plainTime: free }).toInstant()
          const left = free.until(ends).total('minutes')
          let minutes: number = slotMinutes
          if (random.chance(wanted)) {
            const patient = next(site, on)
            const type = typeFor(random, types, patient, provider, left, seen.has(patient))
            seen.add(patient)
            minutes = type.minutes
            visits.push({
              id: random.id(offset <= 0 ? startsAt.subtract({ hours: 24 * 9 }) : now) as Id<'Appointment'>,
              patient,
              provider,
              type,
              on,
              startsAt,
              endsAt: startsAt.add({ minutes }),
              turn: turn++,
            })
          }
          free = free.add({ minutes })
        }
      }
    }
  return visits
}

/** How full a day is: quiet weeks long ago, full ones of late, filling up ahead. */
const wantedOn = (offset: number) =>
  offset < -14 ? 0.3 : offset < 0 ? 0.56 : offset === 0 ? 0.9 : 0.8 - 0.045 * offset

function typeFor(
  random: Random,
  types: readonly VisitType[],
  patient: DemoPatient,
  provider: DemoProvider,
  left: number,
  known: boolean,
) {
  const [followUp, sick, fresh, physical, child, video] = types as [
    VisitType,
    VisitType,
    VisitType,
    VisitType,
    VisitType,
    VisitType,
  ]
  const long = left >= 40
  if (patient.age < 12) return random.chance(0.5) ? child : sick
  if (!known && long && provider.newPatients && random.chance(0.12)) return fresh
  return random.weighted([
    [followUp, 50],
    [sick, 26],
    [physical, long ? 14 : 0],
    [video, 8],
  ])
}

function stageAll(
  tx: Tx,
  random: Random,
  visits: readonly DemoVisit[],
  today: Temporal.PlainDate,
  index: number,
): StagedVisit[] {
  const order = (visit: DemoVisit) => Temporal.PlainDate.compare(visit.on, today)
  const past = visits.filter((visit) => order(visit) < 0)
  const ahead = visits.filter((visit) => order(visit) > 0)
  const now = visits.filter((visit) => order(visit) === 0)
  return [
    ...past.map((visit) => ({ ...visit, stage: pastStage(random, visit.on.until(today).days) })),
    // The second provider runs two visits behind; a patient of the fifth has not come and nobody noticed.
    ...stagesOfToday(random, tx.now, now, { behind: index === 1 ? 2 : 0, missing: index === 4 }),
    ...ahead.map((visit) => ({
      ...visit,
      stage: random.chance(visit.on.since(today).days < 3 ? 0.6 : 0.15)
        ? ('confirmed' as const)
        : ('scheduled' as const),
    })),
  ]
}

async function insertVisits(
  { db, now }: Tx,
  random: Random,
  visits: readonly StagedVisit[],
  team: Team,
): Promise<SettledVisit[]> {
  const rows = visits.map((visit) => {
    const bookedAt = visit.startsAt.subtract({ hours: 24 * random.integer(2, 40) })
    return {
      visit,
      times: timesOf(random, visit, now),
      settled: closing(random, visit),
      bookedAt:
        Temporal.Instant.compare(bookedAt, now) < 0
          ? bookedAt
          : now.subtract({ hours: random.integer(1, 200) }),
    }
  })
  await insertRows(
    db,
    'scheduling.appointment',
    rows.map(({ visit, times, bookedAt, settled }) => {
      const { provider, stage, type } = visit
      const [first, second] = provider.rooms
      const isOff = stage === 'cancelled'
      const { moves: _moves, ...reachedAt } = times
      return {
        id: visit.id,
        patientId: visit.patient.id,
        providerId: provider.id,
        siteId: provider.site.id,
        roomId: type.room ? first : null,
        visitTypeId: type.id,
        startsAt: visit.startsAt,
        endsAt: visit.endsAt,
        status: stage,
        reason: type.name,
        cancelledFor: isOff ? ('patient' as const) : null,
        cancelReason: isOff ? 'Patient asked' : null,
        noticeHours: isOff ? 30 : null,
        roomedInId: type.room && times.roomedAt ? (stage === 'with_provider' ? first : second) : null,
        bookedAt,
        bookedBy: team.frontDesk,
        ...neverReached,
        ...reachedAt,
        movedAt: times.movedAt ?? bookedAt,
        ...settled,
      }
    }),
  )
  const oldest = now.subtract({ hours: 24 * 4 })
  await insertRows(
    db,
    'scheduling.move',
    rows
      .filter(({ visit }) => Temporal.Instant.compare(visit.startsAt, oldest) > 0)
      .flatMap(({ visit, times, bookedAt }) => {
        const moves = [['scheduled', bookedAt] as const, ...times.moves]
        return moves.map(([toStatus, movedAt], index) => ({
          id: random.id(movedAt) as Id<'Move'>,
          appointmentId: visit.id,
          fromStatus: moves[index - 1]?.[0] ?? null,
          toStatus,
          movedAt,
          movedBy: team.frontDesk,
        }))
      }),
  )
  return rows.map(({ visit, settled, times }) => ({ ...visit, ...settled, times }))
}

/** Every row of one insert has the same columns. */
const neverReached = {
  arrivedAt: null,
  checkedInAt: null,
  roomedAt: null,
  withProviderAt: null,
  providerDoneAt: null,
  checkedOutAt: null,
  completedAt: null,
}

/** What the desk settled of the money. Charges are posted later: `captured` is decided here, as a visit must be whole. */
function closing(random: Random, { stage, patient, type }: StagedVisit) {
  const copay = copayOf(patient, type.name) ?? 0
  const settled = [
    'checked_in',
    'roomed',
    'with_provider',
    'provider_done',
    'checked_out',
    'completed',
  ].includes(stage)
  const disposition =
    copay > 0
      ? random.weighted([
          ['collected' as const, 80],
          ['billed' as const, 17],
          ['waived' as const, 3],
        ])
      : ('none_due' as const)
  return {
    chargeStatus:
      stage === 'completed'
        ? random.chance(0.03)
          ? ('no_charge' as const)
          : ('captured' as const)
        : ('none' as const),
    copayDisposition: settled ? disposition : null,
  }
}

import { sql } from 'kysely'
import { siteOf, today } from '#domains/practice/practice.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'

import { type Actor, mustReachSite } from '#platform/transaction.ts'
import type { Interval } from '../availability/interval.ts'
import { minutesBetween, waitMinutes } from '../flow/waiting.ts'
import { clock } from '../words.ts'
import type { Day, Show } from './contract.ts'
import { dayFrame } from './frame.ts'
import { visitsOfDay, visitsThatNeed, visitsWithNames } from './visits.ts'

const at = (milliseconds: number) => Temporal.Instant.fromEpochMilliseconds(milliseconds)
const spanOf = ({ from, until }: Interval) => ({ startsAt: at(from), endsAt: at(until) })

/** The board of one site and day: three queries, whatever the number of visits. */
export async function day(
  db: Db,
  { siteId, date }: { siteId: Id<'Site'>; date: Temporal.PlainDate },
  now: Temporal.Instant,
): Promise<Day> {
  const { timeZone } = await siteOf(db, siteId)
  const frame = await dayFrame(db, { siteId, date, today: today(now, timeZone) })
  const visits = await visitsOfDay(db, siteId, frame.day)
  return {
    site: frame.site,
    date,
    ...spanOf(frame.day),
    holiday: frame.holiday,
    open: frame.open.map(spanOf),
    providers: frame.providers.map(({ id, name, credential, blocked }) => ({
      id,
      name,
      credential,
      blocked,
      hours: frame.blocks
        .filter(({ providerId }) => providerId === id)
        .flatMap(({ open, overbookSlots }) => open.map((span) => ({ ...spanOf(span), overbookSlots }))),
      away: frame.absences.filter(({ providerId }) => providerId === id),
    })),
    rooms: [...frame.rooms],
    visits,
  }
}

export async function visitsToSee(
  db: Db,
  { show, siteId }: { show: Show; siteId?: Id<'Site'> | undefined },
  actor: Actor,
  now: Temporal.Instant,
) {
  if (siteId) mustReachSite(actor, siteId)
  const visits = await visitsThatNeed(db, show, { siteIds: siteId ? [siteId] : actor.siteIds, now }).execute()
  return visits.map((visit) => ({ ...visit, why: visit.why ?? whyListed(show, visit, now) }))
}

type Listed = Parameters<typeof waitMinutes>[0] & { endsAt: Temporal.Instant; timeZone: string }

function whyListed(show: Show, visit: Listed, now: Temporal.Instant) {
  if (show === 'waiting') return `Waiting ${waitMinutes(visit, now)} minutes for a room.`
  if (show === 'overrun')
    return `Should have ended at ${clock(visit.endsAt, visit.timeZone)}, ${minutesBetween(visit.endsAt, now)} minutes ago.`
  if (show === 'not-arrived') return `Due at ${clock(visit.startsAt, visit.timeZone)} and never arrived.`
  return `Today at ${clock(visit.startsAt, visit.timeZone)}, not confirmed.`
}

/** All of one patient, latest first; somebody with fifty years of visits has a few hundred. */
export const patientVisits = (db: Db, patientId: Id<'Patient'>, { siteIds }: Actor) =>
  visitsWithNames(db)
    .where('visit.patientId', '=', patientId)
    .$if(siteIds !== null, (query) => query.where('visit.siteId', '=', sql<never>`any(${siteIds})`))
    .orderBy('visit.startsAt', 'desc')
    .limit(500)
    .execute()

export async function visitWithHistory(db: Db, id: Id<'Appointment'>, actor: Actor) {
  const visit = await visitsWithNames(db)
    .leftJoin('access.user as booker', 'booker.id', 'visit.bookedBy')
    .leftJoin('facilities.room as room', (join) =>
      join.on(sql<boolean>`room.id = coalesce(visit.roomed_in_id, visit.room_id)`),
    )
    .select([
      'visit.note',
      'visit.rescheduledToId',
      'visit.cancelReason',
      'visit.cancelledFor',
      'visit.noticeHours',
      'visit.bookedAt',
      'booker.displayName as bookedByName',
      'room.name as roomName',
    ])
    .where('visit.id', '=', id)
    .executeTakeFirst()
  if (!visit) refuse(NotFound, 'There is no such visit.')
  mustReachSite(actor, visit.siteId)
  const moves = await db
    .selectFrom('scheduling.move as move')
    .leftJoin('access.user as user', 'user.id', 'move.movedBy')
    .select(['move.id', 'fromStatus', 'movedAt', 'reason', 'user.displayName as byName'])
    .select(sql<typeof visit.status>`move.to_status`.as('toStatus'))
    .where('appointmentId', '=', id)
    .orderBy('movedAt')
    .orderBy('move.id')
    .execute()
  return { ...visit, moves }
}

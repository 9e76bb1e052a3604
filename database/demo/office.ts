/** The house of the demo practice: the organisation, two sites an hour apart, their hours, holidays and rooms. */
import type { Id } from '#kernel/id.ts'
import { federalHolidays } from '#domains/practice/sites/federal-holidays.ts'
import type { Tx } from '#platform/transaction.ts'
import { demoNpi } from './identifiers.ts'
import { insertRows } from './insert.ts'
import type { Random } from './random.ts'
import { type Town, bloomington, evansville } from './towns.ts'

/** The hours of one day, as wall-clock time. */
export type Frame = { readonly opens: Temporal.PlainTime; readonly closes: Temporal.PlainTime }

export type DemoSite = {
  readonly id: Id<'Site'>
  readonly town: Town
  readonly examRooms: readonly Id<'Room'>[]
  readonly labRoom: Id<'Room'>
  /** The day at the site when the demo is made, and its hours then. */
  readonly today: Temporal.PlainDate
  readonly frame: Frame
  readonly isOpen: (date: Temporal.PlainDate) => boolean
}

const time = (text: string) => Temporal.PlainTime.from(text)
const usual: Frame = { opens: time('08:00'), closes: time('17:00') }

/**
 * The demo is busy whenever somebody looks at it. Outside the usual hours the sites keep long hours for that one day,
 * so that patients have come, are waiting and are still to come.
 */
export function frameAround(now: Temporal.PlainTime): Frame {
  const minutes = now.hour * 60 + now.minute
  if (minutes >= 10 * 60 && minutes <= 15 * 60) return usual
  const opens = Math.max(0, Math.min(Math.floor(minutes / 60) - 5, 14)) * 60
  const closes = Math.min(opens + 9 * 60 + 40, 23 * 60 + 40)
  const at = (minute: number) => time('00:00').add({ minutes: minute })
  return { opens: at(opens), closes: at(closes) }
}

export async function makeOffice(tx: Tx, random: Random): Promise<DemoSite[]> {
  const { db, now } = tx
  const id = <Entity extends string>() => random.id(now) as Id<Entity>
  const organisationId = id<'Organisation'>()
  await insertRows(db, 'practice.organisation', [
    {
      id: organisationId,
      name: 'Prairie Family Medicine',
      legalName: 'Prairie Family Medicine, PLLC',
      npi: demoNpi(0),
      taxId: '900000001',
      taxonomy: '207Q00000X',
      address: '2100 E. Prairie Drive',
      city: 'Bloomington',
      state: 'IN',
      zip: '474010001',
      phone: '8125550100',
      isDemo: true,
    },
  ])
  const sites = [
    {
      town: bloomington,
      name: 'Bloomington',
      address: '2100 E. Prairie Drive',
      phone: '8125550100',
      exams: 8,
    },
    { town: evansville, name: 'Evansville', address: '410 Riverside Blvd', phone: '8125550150', exams: 4 },
  ].map(({ town, exams, ...site }) => {
    const local = now.toZonedDateTimeISO(town.timeZone)
    return {
      ...site,
      town,
      id: id<'Site'>(),
      today: local.toPlainDate(),
      frame: frameAround(local.toPlainTime()),
      examRooms: Array.from({ length: exams }, () => id<'Room'>()),
      procedureRoom: id<'Room'>(),
      labRoom: id<'Room'>(),
    }
  })
  await insertRows(
    db,
    'practice.site',
    sites.map(({ id: siteId, name, town, address, phone }, index) => ({
      id: siteId,
      organisationId,
      name,
      timeZone: town.timeZone,
      address,
      city: town.city,
      state: town.state,
      zip: `${town.zips[0]!}0001`,
      phone,
      cliaNumber: `15D900000${index + 1}`,
    })),
  )

  const first = sites[0]!.today
  const holidays = [first.year, first.year + 1]
    .flatMap(federalHolidays)
    .filter(({ heldOn }) => sites.every(({ today }) => !heldOn.equals(today)))
  await insertRows(
    db,
    'practice.holiday',
    holidays.map((holiday) => ({ ...holiday, id: id<'Holiday'>(), siteId: null })),
  )
  await insertRows(
    db,
    'practice.openingHours',
    sites.flatMap((site) =>
      weekOf(site).map(({ frame, ...when }) => ({
        ...when,
        ...frame,
        id: id<'OpeningHours'>(),
        siteId: site.id,
      })),
    ),
  )
  await insertRows(
    db,
    'facilities.room',
    sites.flatMap(({ id: siteId, examRooms, procedureRoom, labRoom }) => [
      ...examRooms.map((room, index) => ({
        id: room,
        siteId,
        name: `Exam ${index + 1}`,
        kind: 'exam' as const,
      })),
      { id: procedureRoom, siteId, name: 'Procedure', kind: 'procedure' as const },
      { id: labRoom, siteId, name: 'Lab', kind: 'lab' as const },
    ]),
  )
  return sites.map((site) => ({
    ...site,
    isOpen: (date) =>
      date.equals(site.today) || (date.dayOfWeek < 6 && !holidays.some(({ heldOn }) => heldOn.equals(date))),
  }))
}

/** The weekdays a site works and from when to when, by the days on which that holds; today with its own hours. */
export function weekOf({ today, frame }: Pick<DemoSite, 'today' | 'frame'>) {
  const from = today.subtract({ years: 3 })
  const week = [1, 2, 3, 4, 5].flatMap((weekday) =>
    weekday === today.dayOfWeek
      ? [
          { weekday, frame: usual, effectiveFrom: from, effectiveTo: today.subtract({ days: 1 }) },
          { weekday, frame: usual, effectiveFrom: today.add({ days: 1 }), effectiveTo: null },
        ]
      : [{ weekday, frame: usual, effectiveFrom: from, effectiveTo: null }],
  )
  return [...week, { weekday: today.dayOfWeek, frame, effectiveFrom: today, effectiveTo: today }]
}

/** The hours of a site on a day it is open. */
export const frameOn = ({ today, frame }: DemoSite, date: Temporal.PlainDate) =>
  date.equals(today) ? frame : usual

/** Where the morning ends and the afternoon begins: an hour for lunch after four hours. */
export const halves = ({ opens, closes }: Frame) => [
  { starts: opens, ends: opens.add({ hours: 4 }) },
  { starts: opens.add({ hours: 5 }), ends: closes },
]

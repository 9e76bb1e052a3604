/** The first page: what needs somebody, and how the day goes. Numbers only, nobody's name. */
import Type, { type StaticDecode } from 'typebox'
import { IdOf, Instant, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'

const Line = Type.Object({
  key: Type.String(),
  urgency: Type.Enum(['late', 'at-risk', 'waiting']),
  count: Type.Integer(),
  label: Type.String(),
  detail: Nullable(Type.String()),
  /** The page with exactly these rows. */
  to: Type.String(),
})
export type Line = StaticDecode<typeof Line>

const SiteDay = Type.Object({
  siteId: IdOf('Site'),
  name: Type.String(),
  timeZone: Type.String(),
  on: LocalDate,
  /** Why it is closed that day, e.g. a holiday or a day off; null when it is open. */
  closed: Nullable(Type.String()),
  visits: Type.Integer(),
  toCome: Type.Integer(),
  waiting: Type.Integer(),
  /** Of those waiting, the longest time since arrival or the appointed time, whichever is later. */
  longestMinutes: Nullable(Type.Integer()),
  inRooms: Type.Integer(),
  seen: Type.Integer(),
  noShows: Type.Integer(),
  cancelled: Type.Integer(),
  /** What patients paid today; null for people who may not see accounts. */
  collectedCents: Nullable(Money),
})
export type SiteDay = StaticDecode<typeof SiteDay>

export const readToday = endpoint({
  method: 'GET',
  path: '/today',
  summary: 'What is late, at risk and waiting for the person who asks, and the day at each site',
  permission: 'today.read',
  reply: Type.Object({
    asOf: Instant,
    lines: Type.Array(Line),
    /** How many kinds of work were looked at and have nothing open. */
    quiet: Type.Integer(),
    /** Null for people who may not see the schedule. */
    sites: Nullable(Type.Array(SiteDay)),
    /** Visits of each site a day: a week back and two ahead. */
    visits: Type.Array(
      Type.Object({
        siteId: IdOf('Site'),
        on: LocalDate,
        visits: Type.Integer(),
        noShows: Type.Integer(),
      }),
    ),
    /** What patients paid at each site a day, two weeks back. */
    collected: Type.Array(Type.Object({ siteId: IdOf('Site'), on: LocalDate, amountCents: Money })),
  }),
})

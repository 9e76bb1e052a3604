import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useKeys } from '#web/keys.ts'
import { useLive } from '#web/live.ts'
import { keyOf, queries } from '#web/queries.ts'
import { type Site, useMay } from '#web/session.ts'
import { useSite } from '#web/site.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Empty } from '#web/ui/Empty.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { To } from '#web/ui/To.tsx'
import { dateWords, fromToday } from '#web/ui/when.ts'
import { moveAppointment } from '../appointments/contract.ts'
import { type Day, type DayVisit, readDay } from '../day/contract.ts'
import { dayAndClock } from '../words.ts'
import { BookingPanel } from './BookingPanel.tsx'
import { Board } from './board/Board.tsx'
import type { BoardColumn } from './board/geometry.ts'
import type { Drop } from './board/useCarry.ts'
import { DaySheet } from './DaySheet.tsx'
import classes from './Scheduling.module.css'
import { useNow } from './useNow.ts'
import { VisitPanel } from './VisitPanel.tsx'

/** The heart of the office: one site, one day. Everything it shows stands in its address. */
export default function DayPage() {
  const { site } = useSite()
  if (!site)
    return (
      <Empty
        title="There is no site yet"
        detail="The schedule shows a site’s day. Add the first site with its opening hours in Settings."
      />
    )
  return <DayOf key={site.id} site={site} />
}

function DayOf({ site }: { site: Site }) {
  const siteId = site.id as Id<'Site'>
  const today = Temporal.Now.plainDateISO(site.timeZone)
  const [dateText, setDate] = useAddress('date', today.toString())
  const [by, setBy] = useAddress<'providers' | 'rooms'>('by', 'providers')
  const [open, setOpen] = useAddress('open', '')
  const [at, setAt] = useAddress('at', '')
  const [withId, setWith] = useAddress('with', '')
  const [patientId, setPatient] = useAddress('patient', '')
  const date = readDate(dateText) ?? today
  const given = { query: { siteId, date } }
  const day = useRead(readDay, given)
  const now = useNow()
  const mayBook = useMay('scheduling.book')
  // A site's day lies in at most two days of UTC, by which the server names what changed.
  useLive(
    [0, 1].map((days) => `scheduling.day:${site.id}:${date.add({ days }).toString()}`),
    [readDay, '/scheduling/appointments'],
  )
  useLive(['scheduling.templates', 'facilities.rooms', 'workforce.staff'], [readDay])

  const goTo = (next: Temporal.PlainDate) => setDate(next.toString(), 'step')
  const book = (moment = '', columnId = '') => {
    setAt(moment)
    setWith(columnId)
    setOpen('new')
  }
  const close = () => {
    setAt('')
    setWith('')
    setPatient('')
    setOpen('')
  }
  useKeys('Day', [
    { keys: 'n', label: 'Book a visit', run: () => mayBook && book() },
    { keys: ']', label: 'Next day', run: () => goTo(date.add({ days: 1 })) },
    { keys: '[', label: 'Day before', run: () => goTo(date.subtract({ days: 1 })) },
    { keys: 't', label: 'Today', run: () => goTo(today) },
    { keys: 'v', label: 'Providers or rooms', run: () => setBy(by === 'rooms' ? 'providers' : 'rooms') },
  ])

  const back = useAct(moveAppointment)
  const move = useAct(moveAppointment, {
    success: (visit) => `Moved to ${dayAndClock(visit.startsAt, site.timeZone)}`,
    undo: (visit, before) =>
      back.attempt({ params: before.params, body: { ...undoOf.get(visit.id)!, version: visit.version } }),
  })
  async function drop(visit: DayVisit, { column, startsAt, minutes }: Drop & { column: BoardColumn }) {
    const { providerId, roomId } = visit
    const length = Math.round((visit.endsAt.epochMilliseconds - visit.startsAt.epochMilliseconds) / 60_000)
    undoOf.set(visit.id, {
      startsAt: visit.startsAt,
      minutes: length,
      providerId,
      ...(roomId ? { roomId } : {}),
    })
    const goes = { startsAt, minutes, providerId: column.providerId ?? providerId }
    show(visit.id, {
      startsAt,
      endsAt: startsAt.add({ minutes }),
      providerId: goes.providerId,
      roomId: column.roomId ?? roomId,
    })
    const reply = await move.run({
      params: { id: visit.id },
      body: { version: visit.version, ...goes, ...(column.roomId ? { roomId: column.roomId } : {}) },
    })
    // Where it really stands now: with its new room and version, or back where it was.
    show(visit.id, reply ?? visit)
  }
  /** Puts a visit where it is said to be at once; the day is read again behind it. */
  const show = (id: Id<'Appointment'>, change: Partial<DayVisit>) =>
    queries.setQueryData<Day>(
      keyOf(readDay, given),
      (old) =>
        old && {
          ...old,
          visits: old.visits.map((one) => (one.id === id ? { ...one, ...pick(change) } : one)),
        },
    )

  const column = day.data && columnOf(day.data, withId, at)
  return (
    <div className={classes['whole']} data-panel={open ? true : undefined}>
      <PageHeader
        title={dateWords(date)}
        facts={fromToday(date, today)}
        actions={
          <>
            <PrintButton label="Day sheet" />
            {mayBook && <Button onClick={() => book()}>Book a visit</Button>}
          </>
        }
      >
        <Group gap="xs">
          <ActionIcon aria-label="Day before" onClick={() => goTo(date.subtract({ days: 1 }))}>
            <span style={{ display: 'flex', transform: 'scaleX(-1)' }}>
              <Icon name="chevron" />
            </span>
          </ActionIcon>
          <Button variant="default" onClick={() => goTo(today)}>
            Today
          </Button>
          <ActionIcon aria-label="Next day" onClick={() => goTo(date.add({ days: 1 }))}>
            <Icon name="chevron" />
          </ActionIcon>
          <div aria-label="Day shown">
            <DateField label="" value={date} onChange={(next) => next && goTo(next)} w="9.5rem" />
          </div>
        </Group>
        <SegmentedControl
          aria-label="Columns"
          data={[
            { value: 'providers', label: 'Providers' },
            { value: 'rooms', label: 'Rooms' },
          ]}
          value={by}
          onChange={(next) => setBy(next as typeof by)}
        />
      </PageHeader>
      <Loaded of={day} rows={14}>
        {(shown) => (
          <>
            {shown.providers.length === 0 && shown.visits.length === 0 ? (
              <Empty
                title={shown.holiday ? `Closed: ${shown.holiday}` : 'Nobody works here on this day'}
                detail="Providers appear here when their week has a block on this weekday."
                action={<To to="/schedule/templates">Provider templates</To>}
              />
            ) : (
              <Board
                day={shown}
                by={by}
                now={now}
                openId={open}
                mayMove={mayBook}
                onOpen={(id) => setOpen(id, 'step')}
                onBook={(moment, where) => mayBook && book(moment.toString(), where.id)}
                onMove={(visit, where) => void drop(visit, where)}
              />
            )}
            <DaySheet day={shown} />
            {open === 'new' && (
              <BookingPanel
                key={`${at} ${withId} ${patientId}`}
                site={site}
                date={date}
                patientId={(patientId || null) as Id<'Patient'> | null}
                prefilled={
                  at && column
                    ? {
                        startsAt: Temporal.Instant.from(at),
                        providerId: column.providerId,
                        providerName: column.title,
                        roomId: column.roomId,
                      }
                    : null
                }
                onClose={close}
                onBooked={(id, startsAt) => {
                  close()
                  goTo(startsAt.toZonedDateTimeISO(site.timeZone).toPlainDate())
                  setOpen(id)
                }}
              />
            )}
            {open && open !== 'new' && (
              <VisitPanel key={open} id={open as Id<'Appointment'>} day={shown} now={now} onClose={close} />
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

/** Where visits stood before they were moved, for the undo that may follow. */
const undoOf = new Map<
  string,
  { startsAt: Temporal.Instant; minutes: number; providerId: Id<'Provider'>; roomId?: Id<'Room'> }
>()

const pick = ({ startsAt, endsAt, providerId, roomId, version, isOverbook }: Partial<DayVisit>) =>
  Object.fromEntries(
    Object.entries({ startsAt, endsAt, providerId, roomId, version, isOverbook }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Partial<DayVisit>

function readDate(text: string) {
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    // A mistyped address shows today.
    return undefined
  }
}

/** The provider (and room) that a click in a column means; in a room's column whoever could be booked there then. */
function columnOf(day: Day, id: string, at: string) {
  const provider = day.providers.find((one) => one.id === id)
  if (provider) return { providerId: provider.id, roomId: null, title: provider.name }
  const room = day.rooms.find((one) => one.id === id)
  if (!room || !at) return undefined
  const moment = Temporal.Instant.from(at).epochMilliseconds
  const covers = ({ startsAt, endsAt }: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }) =>
    startsAt.epochMilliseconds <= moment && moment < endsAt.epochMilliseconds
  const free = day.providers.find(
    ({ id: who, blocked, hours }) =>
      blocked === null &&
      hours.some(covers) &&
      !day.visits.some((visit) => visit.providerId === who && covers(visit)),
  )
  return free && { providerId: free.id, roomId: room.id, title: `${free.name}, ${room.name}` }
}

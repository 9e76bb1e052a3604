import { Button, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useKeys } from '#web/keys.ts'
import { useLive } from '#web/live.ts'
import { type Site, useMay, useSession } from '#web/session.ts'
import { useSite } from '#web/site.ts'
import { Empty } from '#web/ui/Empty.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { dateWords } from '#web/ui/when.ts'
import { type Day, type DayVisit, readDay } from '../day/contract.ts'
import type { Status } from '../flow/visit.ts'
import { cycleMinutes, longWaitMinutes, minutesBetween } from '../flow/waiting.ts'
import { clock } from '../words.ts'
import { nextStep, waitingNow } from './look.ts'
import { visitParts } from './parts.ts'
import classes from './Scheduling.module.css'
import { useNow } from './useNow.ts'
import { useStep } from './useStep.ts'
import { VisitPanel } from './VisitPanel.tsx'

const columns: readonly { readonly title: string; readonly of: readonly Status[]; readonly empty: string }[] =
  [
    { title: 'Expected', of: ['scheduled', 'confirmed'], empty: 'Nobody else is expected today.' },
    { title: 'Waiting', of: ['arrived', 'checked_in'], empty: 'Nobody waits.' },
    { title: 'In a room', of: ['roomed'], empty: 'No patient is in a room.' },
    { title: 'With provider', of: ['with_provider'], empty: 'No provider is with a patient.' },
    { title: 'Leaving', of: ['provider_done', 'checked_out'], empty: 'Nobody is on the way out.' },
  ]

/** Who is in the house and how long they have waited. The desk greets from here, with the keyboard alone if it likes. */
export default function FlowPage() {
  const { site } = useSite()
  if (!site)
    return <Empty title="There is no site yet" detail="Add the first site with its hours in Settings." />
  return <Flow key={site.id} site={site} />
}

function Flow({ site }: { site: Site }) {
  const now = useNow()
  const date = now.toZonedDateTimeISO(site.timeZone).toPlainDate()
  const day = useRead(readDay, { query: { siteId: site.id as Id<'Site'>, date } })
  const [open, setOpen] = useAddress('open', '')
  const [typed, setTyped] = useState('')
  const search = useRef<HTMLInputElement>(null)
  useLive(
    [0, 1].map((days) => `scheduling.day:${site.id}:${date.add({ days }).toString()}`),
    [readDay, '/scheduling/appointments'],
  )
  const visits = day.data?.visits ?? []
  const walk = (step: number) => {
    const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')]
    const here = cards.indexOf(document.activeElement as HTMLElement)
    cards[Math.min(cards.length - 1, Math.max(0, here + step))]?.focus()
  }
  const step = useStep()
  const { permissions } = useSession()
  // Check-in with the copay has a place of its own: the quick step would leave the money unsettled.
  const needsMore = (to: Status) =>
    visitParts.some(({ permission, replaces }) => permissions.has(permission) && replaces?.includes(to))
  const goOn = (visit: DayVisit, to: Status) =>
    needsMore(to) ? setOpen(visit.id, 'step') : void step.go(visit, to)
  const mayFlow = useMay('scheduling.flow')
  const onCard = () => (document.activeElement as HTMLElement | null)?.dataset['card']
  useKeys('Flow', [
    { keys: '/', label: 'Find who came in', run: () => search.current?.focus() },
    { keys: 'j', label: 'Next patient', run: () => walk(1) },
    { keys: 'k', label: 'Patient before', run: () => walk(-1) },
    {
      keys: 's',
      label: 'The next step of this patient',
      run() {
        const visit = visits.find(({ id }) => id === onCard())
        const next = visit && nextStep(visit, now)
        if (visit && next && mayFlow) goOn(visit, next.to)
      },
      when: () => onCard() !== undefined,
    },
  ])
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (visit: DayVisit) =>
    words.every((word) =>
      `${visit.patientName} ${visit.preferredName ?? ''} ${visit.mrn}`.toLowerCase().includes(word),
    )

  return (
    <div className={classes['whole']} data-panel={open ? true : undefined}>
      <PageHeader title="Patient flow" facts={dateWords(date)}>
        <TextInput
          ref={search}
          aria-label="Find who came in"
          placeholder="Find who came in"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') document.querySelector<HTMLElement>('[data-card]')?.focus()
          }}
          w="16rem"
        />
      </PageHeader>
      <Loaded of={day} rows={12}>
        {(shown) => (
          <>
            <div className={classes['flow']}>
              {columns.map((column) => {
                const here = sorted(
                  shown.visits.filter((visit) => column.of.includes(visit.status) && fits(visit)),
                  column.title,
                )
                return (
                  <section key={column.title} className={classes['stage']} aria-label={column.title}>
                    <h2>
                      {column.title} <span>{here.length}</span>
                    </h2>
                    {here.length === 0 ? (
                      <p>{words.length > 0 ? 'Nobody of that name.' : column.empty}</p>
                    ) : (
                      <ul>
                        {here.map((visit) => (
                          <Card
                            key={visit.id}
                            visit={visit}
                            day={shown}
                            now={now}
                            mayFlow={mayFlow}
                            busy={step.busy}
                            onNext={(to) => goOn(visit, to)}
                            onOpen={() => setOpen(visit.id, 'step')}
                          />
                        ))}
                      </ul>
                    )}
                  </section>
                )
              })}
            </div>
            {open && (
              <VisitPanel
                key={open}
                id={open as Id<'Appointment'>}
                day={shown}
                now={now}
                onClose={() => setOpen('')}
              />
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

/** Whoever waits longest stands first; those expected by the clock. */
function sorted(visits: readonly DayVisit[], title: string) {
  const key = (visit: DayVisit) =>
    title === 'Expected' ? visit.startsAt.epochMilliseconds : visit.movedAt.epochMilliseconds
  return visits.toSorted((a, b) => key(a) - key(b))
}

function Card({
  visit,
  day,
  now,
  mayFlow,
  busy,
  onNext,
  onOpen,
}: {
  visit: DayVisit
  day: Day
  now: Temporal.Instant
  mayFlow: boolean
  busy: boolean
  onNext: (to: Status) => void
  onOpen: () => void
}) {
  const next = nextStep(visit, now)
  const waiting = waitingNow(visit, now)
  const isLate = visit.arrivedAt === null && minutesBetween(visit.startsAt, now) > 5
  const tone = waiting !== undefined && waiting > longWaitMinutes ? 'harm' : isLate ? 'soon' : undefined
  const provider = day.providers.find(({ id }) => id === visit.providerId)?.name ?? ''
  const room = day.rooms.find(({ id }) => id === (visit.roomedInId ?? visit.roomId))?.name
  return (
    <li className={classes['card']} data-tone={tone}>
      <button type="button" className={classes['name']} data-card={visit.id} onClick={onOpen}>
        {visit.patientName}
      </button>
      <span className={classes['minutes']}>{minutesWords(visit, now, isLate)}</span>
      <span className={classes['detail']}>
        {clock(visit.startsAt, day.site.timeZone)}
        {visit.roomedAt && room ? ` · ${room}` : ` · ${visit.typeName}`}
        <br />
        {provider}
      </span>
      {mayFlow && next && (
        <Button
          size="compact-xs"
          variant="default"
          disabled={busy}
          aria-label={`${next.label}: ${visit.patientName}`}
          onClick={() => onNext(next.to)}
        >
          {next.label}
        </Button>
      )}
    </li>
  )
}

function minutesWords(visit: DayVisit, now: Temporal.Instant, isLate: boolean) {
  const waiting = waitingNow(visit, now)
  if (waiting !== undefined) return waiting > 0 ? `waits ${waiting} min` : 'early'
  if (visit.arrivedAt === null) return isLate ? `${minutesBetween(visit.startsAt, now)} min late` : ''
  if (visit.status === 'checked_out') return `${cycleMinutes(visit, now)} min in all`
  return `${minutesBetween(visit.movedAt, now)} min`
}

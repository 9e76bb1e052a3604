import { Button, Group, Menu, Select, Stack } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Id } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useMay, useSession } from '#web/session.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Flag, Status } from '#web/ui/Status.tsx'
import { Timeline } from '#web/ui/Timeline.tsx'
import { To } from '#web/ui/To.tsx'
import { Born } from '#web/ui/When.tsx'
import { restoreAppointment } from '../appointments/contract.ts'
import { type Day, type DayVisit, readVisit } from '../day/contract.ts'
import { type Status as VisitStatus, isStepBack, isUpcoming, nextStages, stages } from '../flow/visit.ts'
import { clock, dayAndClock } from '../words.ts'
import { CancelVisit, MoveVisit, StepBack } from './dialogs.tsx'
import { look, nextStep, toneNow, waitingNow } from './look.ts'
import { type VisitPart, visitParts } from './parts.ts'
import classes from './Scheduling.module.css'
import { useStep } from './useStep.ts'

const components = new Map<string, ReturnType<typeof lazy>>()
/** One lazy component for each part, whatever renders: a new one each time would forget its state. */
function componentOf({ key, component }: VisitPart) {
  const Known = components.get(key) ?? lazy(component as never)
  components.set(key, Known)
  return Known as Awaited<ReturnType<VisitPart['component']>>['default']
}

/** A visit beside the board: who, what for, where they are now, the next step, and everything that happened. */
export function VisitPanel({
  id,
  day: { rooms, visits },
  now,
  onClose,
}: {
  id: Id<'Appointment'>
  day: Pick<Day, 'rooms' | 'visits'>
  now: Temporal.Instant
  onClose: () => void
}) {
  const visit = useRead(readVisit, { params: { id } }, { keepPrevious: true })
  const { permissions } = useSession()
  const mayFlow = useMay('scheduling.flow')
  const mayBook = useMay('scheduling.book')
  const [dialog, setDialog] = useState<'cancel' | 'back' | 'move' | null>(null)
  const [roomId, setRoomId] = useState<string | null>(null)
  const step = useStep()
  const shown = visit.data
  const inUse = new Set(
    visits.flatMap(({ id: other, status, roomedInId }) =>
      other !== id && (status === 'roomed' || status === 'with_provider') && roomedInId ? [roomedInId] : [],
    ),
  )
  const parts = visitParts.filter(({ permission }) => permissions.has(permission))
  const next = shown && nextStep(shown, now)
  const replaced = next && parts.some(({ replaces }) => replaces?.includes(next.to))
  const actions = shown && (
    <Actions
      visit={shown}
      next={mayFlow ? next : undefined}
      isPrimary={!replaced}
      busy={step.busy}
      mayFlow={mayFlow}
      mayBook={mayBook}
      onStep={(to) =>
        void step.go(shown, to, to === 'roomed' && roomId ? { roomId: roomId as Id<'Room'> } : {})
      }
      onDialog={setDialog}
    />
  )

  return (
    <SidePanel title="Visit" onClose={onClose}>
      <Loaded of={visit} rows={8}>
        {(one) => {
          const waiting = waitingNow(one, now)
          return (
            <Stack gap="md">
              <div>
                <To to={`/patients/${one.patientId}`} className={classes['patient']!}>
                  {one.patientName}
                  {one.preferredName && ` “${one.preferredName}”`}
                </To>
                <div className={classes['identifiers']}>
                  <Born on={one.bornOn} /> <span>MRN {one.mrn}</span>
                  {one.needsInterpreter && <Flag tone="soon">Interpreter</Flag>}
                </div>
              </div>
              <div className={classes['state']}>
                <Status tone={toneNow(one, now)}>
                  {look[one.status].word}
                  {waiting !== undefined && `, waiting ${waiting} min`}
                </Status>
                {one.isOverbook && <Flag tone="soon">Overbooked</Flag>}
              </div>
              {mayFlow && next?.to === 'roomed' && (
                <Select
                  label="Room"
                  data={rooms
                    .filter(({ active }) => active)
                    .map((room) => ({
                      value: room.id,
                      label: inUse.has(room.id) ? `${room.name} (in use)` : room.name,
                      disabled: inUse.has(room.id),
                    }))}
                  value={roomId ?? one.roomId}
                  onChange={setRoomId}
                  maw="14rem"
                />
              )}
              {!replaced && actions}
              {parts.map((part) => {
                const Part = componentOf(part)
                return (
                  <Suspense key={part.key}>
                    <Part
                      appointmentId={one.id}
                      patientId={one.patientId}
                      status={one.status}
                      version={one.version}
                    />
                  </Suspense>
                )
              })}
              {replaced && actions}
              <Facts
                columns={2}
                of={[
                  [
                    'When',
                    `${dayAndClock(one.startsAt, one.timeZone)} to ${clock(one.endsAt, one.timeZone)}`,
                  ],
                  ['Provider', one.providerName],
                  ['Visit type', one.typeName],
                  ['Room', one.roomName ?? 'Not yet'],
                  ['Reason', one.reason],
                  ['Where', one.siteName],
                  ...(one.note ? ([['Note', one.note]] as const) : []),
                  ...(one.cancelReason
                    ? ([
                        [
                          'Cancelled',
                          `${one.cancelledFor === 'patient' ? 'By the patient' : 'By the practice'}: ${one.cancelReason} (${one.noticeHours} h notice)`,
                        ],
                      ] as const)
                    : []),
                ]}
              />
              <Section title="What happened">
                <Timeline
                  timeZone={one.timeZone}
                  of={one.moves.toReversed().map((move) => ({
                    id: move.id,
                    at: move.movedAt,
                    who: move.byName,
                    what: move.fromStatus === null ? 'Booked' : look[move.toStatus].word,
                    detail: move.reason,
                  }))}
                />
              </Section>
            </Stack>
          )
        }}
      </Loaded>
      {shown && dialog === 'cancel' && <CancelVisit visit={shown} onClose={() => setDialog(null)} />}
      {shown && dialog === 'back' && <StepBack visit={shown} onClose={() => setDialog(null)} />}
      {shown && dialog === 'move' && <MoveVisit visit={shown} onClose={() => setDialog(null)} />}
    </SidePanel>
  )
}

/** The one next step, and everything else that may be done with the visit now. */
function Actions({
  visit,
  next,
  isPrimary,
  busy,
  mayFlow,
  mayBook,
  onStep,
  onDialog,
}: {
  visit: DayVisit
  next: ReturnType<typeof nextStep>
  isPrimary: boolean
  busy: boolean
  mayFlow: boolean
  mayBook: boolean
  onStep: (to: VisitStatus) => void
  onDialog: (dialog: 'cancel' | 'back' | 'move') => void
}) {
  const restore = useAct(restoreAppointment, { success: 'The cancellation is taken back' })
  const { status } = visit
  const others = nextStages(status).filter((to) => to !== next?.to)
  const aside = next && !isPrimary ? [[next.label, () => onStep(next.to)] as const] : []
  const items: readonly (readonly [label: string, run: () => void, harm?: true])[] = [
    ...aside,
    ...(mayFlow ? others.map((to) => [look[to].word, () => onStep(to)] as const) : []),
    ...(mayBook && isUpcoming(status)
      ? [
          ['Move or reschedule…', () => onDialog('move')] as const,
          ['Cancel the visit…', () => onDialog('cancel'), true] as const,
        ]
      : []),
    ...(mayBook && status === 'cancelled'
      ? [
          [
            'Take the cancellation back',
            () => void restore.run({ params: { id: visit.id }, body: { version: visit.version } }),
          ] as const,
        ]
      : []),
    ...(mayFlow && stages.some((stage) => isStepBack(status, stage))
      ? [['Step back…', () => onDialog('back')] as const]
      : []),
  ]
  return (
    <Group gap="xs">
      {next && isPrimary && (
        <Button loading={busy} onClick={() => onStep(next.to)}>
          {next.label}
        </Button>
      )}
      {items.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default">More</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {items.map(([label, run, harm]) => (
              <Menu.Item key={label} onClick={run} {...(harm ? { color: 'red' } : {})}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}

import { Button, Menu, Select, Stack } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { useMay, useSession } from '#web/session.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Flag, Status } from '#web/ui/Status.tsx'
import { Timeline } from '#web/ui/Timeline.tsx'
import { To } from '#web/ui/To.tsx'
import { Born } from '#web/ui/When.tsx'
import { type Day, readVisit } from '../day/contract.ts'
import { isUpcoming, nextStages, stages } from '../flow/visit.ts'
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
  rooms,
  now,
  onClose,
}: {
  id: Id<'Appointment'>
  rooms: Day['rooms']
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
  const parts = visitParts.filter(({ permission }) => permissions.has(permission))
  const next = shown && nextStep(shown, now)
  const replaced = next && parts.some(({ replaces }) => replaces?.includes(next.to))
  const others = shown ? nextStages(shown.status).filter((to) => to !== next?.to && to !== 'confirmed') : []
  const foot = shown && (
    <>
      {mayFlow && next && (
        <Button
          variant={replaced ? 'default' : 'filled'}
          loading={step.busy}
          onClick={() =>
            void step.go(
              shown,
              next.to,
              next.to === 'roomed' && roomId ? { roomId: roomId as Id<'Room'> } : {},
            )
          }
        >
          {next.label}
        </Button>
      )}
      <Menu position="top-start">
        <Menu.Target>
          <Button variant="default">More</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayFlow && shown.status === 'scheduled' && next?.to !== 'confirmed' && (
            <Menu.Item onClick={() => void step.go(shown, 'confirmed')}>Confirmed</Menu.Item>
          )}
          {mayFlow &&
            others.map((to) => (
              <Menu.Item key={to} onClick={() => void step.go(shown, to)}>
                {look[to].word}
              </Menu.Item>
            ))}
          {mayBook && isUpcoming(shown.status) && (
            <>
              <Menu.Item onClick={() => setDialog('move')}>Move or reschedule…</Menu.Item>
              <Menu.Item color="red" onClick={() => setDialog('cancel')}>
                Cancel the visit…
              </Menu.Item>
            </>
          )}
          {mayFlow &&
            shown.status !== stages[0] &&
            shown.status !== 'cancelled' &&
            shown.status !== 'rescheduled' && (
              <Menu.Item onClick={() => setDialog('back')}>Step back…</Menu.Item>
            )}
        </Menu.Dropdown>
      </Menu>
    </>
  )

  return (
    <SidePanel title="Visit" onClose={onClose} foot={foot}>
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
              {mayFlow && next?.to === 'roomed' && (
                <Select
                  label="Room"
                  data={rooms
                    .filter(({ active }) => active)
                    .map((room) => ({ value: room.id, label: room.name }))}
                  value={roomId ?? one.roomId}
                  onChange={setRoomId}
                  maw="14rem"
                />
              )}
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

import { Autocomplete, Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { readPatient } from '#domains/patients/registration/contract.ts'
import { searchPatients } from '#domains/patients/search/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import { call, useAct, useRead } from '#web/api.ts'
import { Problem } from '#web/problem.ts'
import { type Site, useMay } from '#web/session.ts'
import { ComboSearch, type Option } from '#web/ui/ComboSearch.tsx'
import { Refused } from '#web/ui/Refused.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { To } from '#web/ui/To.tsx'
import { dateShort } from '#web/ui/when.ts'
import { bookAppointment, cancelAppointment } from '../appointments/contract.ts'
import { readVisitTypes } from '../visit-types/contract.ts'
import { dayAndClock } from '../words.ts'
import classes from './Scheduling.module.css'
import { type ChosenSlot, SlotPicker } from './SlotPicker.tsx'

type Found = Option & { readonly id: Id<'Patient'> }

const findPatients = async (text: string, signal: AbortSignal): Promise<Found[]> =>
  (await call(searchPatients, { body: { text, limit: 12 } }, { signal })).map(
    ({ id, name, bornOn, mrn }) => ({
      id,
      label: name,
      detail: `${dateShort(bornOn)} · ${mrn}`,
    }),
  )

/** Why people come, as a category: never what ails them. */
const reasons = [
  'Follow-up',
  'New problem',
  'Annual physical',
  'Medication check',
  'Test results',
  'Vaccination',
]

/** Who, what for, when: three choices and a button. From a free time on the board the third is already made. */
export function BookingPanel({
  site,
  date,
  patientId,
  prefilled,
  onClose,
  onBooked,
}: {
  site: Site
  date: Temporal.PlainDate
  patientId: Id<'Patient'> | null
  /** The free time that was clicked. */
  prefilled: (ChosenSlot & { roomId: Id<'Room'> | null }) | null
  onClose: () => void
  onBooked: (id: Id<'Appointment'>, startsAt: Temporal.Instant) => void
}) {
  const siteId = site.id as Id<'Site'>
  const { timeZone } = site
  const types = useRead(readVisitTypes, {}).data?.filter(({ active }) => active) ?? []
  const known = useRead(readPatient, patientId ? { params: { id: patientId } } : null).data
  const [picked, setPicked] = useState<Found | null>(null)
  const [typeId, setTypeId] = useState<Id<'VisitType'> | null>(null)
  const [slot, setSlot] = useState<ChosenSlot | null>(prefilled)
  const [keepsFree, setKeepsFree] = useState(prefilled !== null)
  const [providerId, setProviderId] = useState<Id<'Provider'> | null>(null)
  const [from, setFrom] = useState(date)
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [appointmentId, setAppointmentId] = useState(() => newId<'Appointment'>())

  const mayOverride = useMay('scheduling.override')
  const patientField = useId()
  useEffect(() => {
    // After the panel has taken the focus for itself.
    if (patientId === null) document.getElementById(patientField)?.focus()
  }, [patientField, patientId])

  const patient: Found | null =
    picked ??
    (known
      ? {
          id: known.id,
          label: `${known.lastName}, ${known.firstName}`,
          detail: `${dateShort(known.bornOn)} · ${known.mrn}`,
        }
      : null)
  const type = types.find(({ id }) => id === typeId)
  const undo = useAct(cancelAppointment)
  const book = useAct(bookAppointment, {
    success: (visit) => `Booked for ${dayAndClock(visit.startsAt, timeZone)}`,
    undo: (visit) =>
      undo.attempt({
        params: { id: visit.id },
        body: { version: visit.version, cancelledFor: 'practice', reason: 'Booked by mistake' },
      }),
  })

  async function submit(at = slot, further: { overbook?: true; overrideReason?: string } = {}) {
    if (!patient || !type || !at) return
    setProblem(null)
    try {
      const visit = await book.attempt({
        body: {
          id: appointmentId,
          patientId: patient.id,
          siteId,
          providerId: at.providerId,
          visitTypeId: type.id,
          startsAt: at.startsAt,
          reason: reason.trim() || type.name,
          ...(note.trim() ? { note: note.trim() } : {}),
          ...(keepsFree && prefilled?.roomId ? { roomId: prefilled.roomId } : {}),
          ...further,
        },
      })
      onBooked(visit.id, visit.startsAt)
    } catch (refusal) {
      if (!(refusal instanceof Problem)) throw refusal
      setProblem(refusal)
      // What was refused was not kept: the next attempt is another visit.
      if (refusal.status !== 0) setAppointmentId(newId())
    }
  }

  const ready = patient !== null && type !== undefined && slot !== null
  return (
    <SidePanel
      title="Book a visit"
      onClose={onClose}
      foot={
        <Button disabled={!ready} loading={book.busy} onClick={() => void submit()}>
          {slot ? `Book ${dayAndClock(slot.startsAt, timeZone)}` : 'Book'}
        </Button>
      }
    >
      <Stack gap="md">
        <div>
          <ComboSearch
            label="Patient"
            find={findPatients}
            value={patient}
            onChange={setPicked}
            placeholder="Name, birth date, phone or MRN"
            none="Nobody found. Try fewer letters, or register them first."
            id={patientField}
          />
          {patient ? (
            <p className={classes['quiet']}>{patient.detail}</p>
          ) : (
            <p className={classes['quiet']}>
              Not here yet? <To to="/patients/new">Register them</To>
            </p>
          )}
        </div>
        <div role="radiogroup" aria-label="Visit type" className={classes['types']}>
          {types.map(({ id, name, durationMinutes, colour }) => (
            <Button
              key={id}
              role="radio"
              aria-checked={id === typeId}
              variant={id === typeId ? 'light' : 'default'}
              size="compact-md"
              data-colour={colour}
              onClick={() => setTypeId(id)}
            >
              {name} <span className={classes['with']}>{durationMinutes} min</span>
            </Button>
          ))}
        </div>
        {keepsFree && slot ? (
          <div className={classes['chosen']}>
            <div>
              <strong>{dayAndClock(slot.startsAt, timeZone)}</strong>
              <br />
              {slot.providerName}
            </div>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => {
                setKeepsFree(false)
                setProviderId(slot.providerId)
                setSlot(null)
              }}
            >
              Another time
            </Button>
          </div>
        ) : (
          type && (
            <SlotPicker
              siteId={siteId}
              timeZone={timeZone}
              visitTypeId={type.id}
              patientId={patient?.id}
              providerId={providerId}
              onProvider={setProviderId}
              from={from}
              onFrom={setFrom}
              chosen={slot}
              onChoose={setSlot}
            />
          )
        )}
        {problem && (
          <Refused problem={problem}>
            <FreeInstead
              problem={problem}
              timeZone={timeZone}
              onChoose={(startsAt, id) => {
                const next = { startsAt, providerId: id, providerName: slot?.providerName ?? '' }
                setSlot(next)
                void submit(next)
              }}
            />
            {problem.code === 'slot-taken' && (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => void submit(slot, { overbook: true })}
              >
                Overbook
              </Button>
            )}
            {problem.code === 'outside-template' && mayOverride && (
              <Override onReason={(overrideReason) => void submit(slot, { overrideReason })} />
            )}
          </Refused>
        )}
        {type && (
          <>
            <Autocomplete
              label="Reason (optional)"
              description="A category for the desk. Nothing clinical."
              placeholder={type.name}
              data={reasons}
              maxLength={80}
              value={reason}
              onChange={setReason}
            />
            <Textarea
              label="Note for the desk (optional)"
              autosize
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </>
        )}
      </Stack>
    </SidePanel>
  )
}

/** Outside the template only for a reason, which the audit log keeps. */
function Override({ onReason }: { onReason: (reason: string) => void }) {
  const [reason, setReason] = useState('')
  return (
    <Group gap="xs" align="end">
      <TextInput
        label="Reason to book it all the same"
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button variant="default" disabled={!reason.trim()} onClick={() => onReason(reason.trim())}>
        Book anyway
      </Button>
    </Group>
  )
}

type Free = { readonly startsAt: string; readonly providerId: Id<'Provider'> }

/** The free times a refusal names, as buttons. */
export function FreeInstead({
  problem,
  timeZone,
  onChoose,
}: {
  problem: Problem
  timeZone: string
  onChoose: (startsAt: Temporal.Instant, providerId: Id<'Provider'>) => void
}) {
  const free = (problem.facts['free'] ?? []) as readonly Free[]
  if (free.length === 0) return null
  return (
    <Group gap="xs">
      {free.map(({ startsAt, providerId }) => {
        const at = Temporal.Instant.from(startsAt)
        return (
          <Button key={startsAt} variant="default" size="compact-sm" onClick={() => onChoose(at, providerId)}>
            {dayAndClock(at, timeZone)}
          </Button>
        )
      })}
    </Group>
  )
}

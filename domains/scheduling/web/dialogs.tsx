import { Button, Group, Modal, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Id, newId } from '#kernel/id.ts'
import { type Acting, useAct } from '#web/api.ts'
import { Problem } from '#web/problem.ts'
import { Refused } from '#web/ui/Refused.tsx'
import {
  cancelAppointment,
  moveAppointment,
  rescheduleAppointment,
  restoreAppointment,
} from '../appointments/contract.ts'
import type { DayVisit } from '../day/contract.ts'
import { isStepBack, stages } from '../flow/visit.ts'
import { dayAndClock } from '../words.ts'
import { FreeInstead } from './BookingPanel.tsx'
import { look } from './look.ts'
import { type ChosenSlot, SlotPicker } from './SlotPicker.tsx'
import { useStep } from './useStep.ts'

type OneVisit = DayVisit & { readonly timeZone: string; readonly providerName: string }
type DialogProps = { visit: OneVisit; onClose: () => void }

/** For whom and why; the notice given is counted by the server. Can be taken back while the slot is free. */
export function CancelVisit({ visit, onClose }: DialogProps) {
  const [cancelledFor, setCancelledFor] = useState<'patient' | 'practice'>('patient')
  const [reason, setReason] = useState('')
  const restore = useAct(restoreAppointment)
  const cancel = useAct(cancelAppointment, {
    success: `Cancelled: ${visit.patientName}`,
    undo: (reply) => restore.attempt({ params: { id: visit.id }, body: { version: reply.version } }),
  })
  const submit = async () => {
    const body = { version: visit.version, cancelledFor, reason: reason.trim() }
    if (await cancel.run({ params: { id: visit.id }, body })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={`Cancel ${dayAndClock(visit.startsAt, visit.timeZone)}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim()) void submit()
        }}
      >
        <Stack gap="md">
          <Radio.Group
            label="Who cancels"
            value={cancelledFor}
            onChange={(who) => setCancelledFor(who as typeof cancelledFor)}
          >
            <Group mt="xs">
              <Radio value="patient" label="The patient" />
              <Radio value="practice" label="The practice" />
            </Group>
          </Radio.Group>
          <TextInput
            label="Reason"
            description="As they say it: no ride, feels better, provider away."
            maxLength={200}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" color="red.9" loading={cancel.busy} disabled={!reason.trim()}>
              Cancel the visit
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** To an earlier stage, with a reason that stays in the history. */
export function StepBack({ visit, onClose }: DialogProps) {
  const earlier = stages.filter((stage) => isStepBack(visit.status, stage)).toReversed()
  const [to, setTo] = useState(earlier[0] ?? stages[0])
  const [reason, setReason] = useState('')
  const step = useStep()
  return (
    <Modal opened onClose={onClose} title={`Back from “${look[visit.status].word}”`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim()) void step.go(visit, to, { reason: reason.trim() }).then(onClose)
        }}
      >
        <Stack gap="md">
          <Select
            label="Back to"
            data={earlier.map((stage) => ({ value: stage, label: look[stage].word }))}
            value={to}
            onChange={(stage) => setTo(earlier.find((one) => one === stage) ?? to)}
            allowDeselect={false}
          />
          <TextInput
            label="Reason"
            maxLength={200}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={step.busy} disabled={!reason.trim()}>
              Step back
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** Another time the same day moves the visit; another day gives it a successor. The same form for both. */
export function MoveVisit({ visit, onClose }: DialogProps) {
  const { timeZone } = visit
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate()
  const [providerId, setProviderId] = useState<Id<'Provider'> | null>(visit.providerId)
  const [from, setFrom] = useState(dayOf(visit.startsAt))
  const [slot, setSlot] = useState<ChosenSlot | null>(null)
  const length = Math.round((visit.endsAt.epochMilliseconds - visit.startsAt.epochMilliseconds) / 60_000)
  const [minutes, setMinutes] = useState(length)
  const [problem, setProblem] = useState<Problem | null>(null)
  const words = (reply: { startsAt: Temporal.Instant }) => `Moved to ${dayAndClock(reply.startsAt, timeZone)}`
  const move: Acting<typeof moveAppointment> = useAct(moveAppointment, { success: words })
  const reschedule = useAct(rescheduleAppointment, { success: words })

  async function submit(at: Pick<ChosenSlot, 'startsAt' | 'providerId'>) {
    setProblem(null)
    const params = { id: visit.id }
    const wish = { version: visit.version, startsAt: at.startsAt, providerId: at.providerId }
    try {
      if (dayOf(at.startsAt).equals(dayOf(visit.startsAt)))
        await move.attempt({ params, body: { ...wish, minutes } })
      else await reschedule.attempt({ params, body: { id: newId(), siteId: visit.siteId, ...wish } })
      onClose()
    } catch (refusal) {
      if (!(refusal instanceof Problem)) throw refusal
      setProblem(refusal)
    }
  }

  return (
    <Modal opened onClose={onClose} title={`Move ${visit.patientName}`} size="lg">
      <Stack gap="md">
        <SlotPicker
          siteId={visit.siteId}
          timeZone={timeZone}
          visitTypeId={visit.visitTypeId}
          patientId={visit.patientId}
          providerId={providerId}
          onProvider={setProviderId}
          from={from}
          onFrom={setFrom}
          chosen={slot}
          onChoose={setSlot}
        />
        <NumberInput
          label="Minutes"
          description="For a visit that stays on its day."
          min={5}
          max={480}
          step={5}
          maw="12rem"
          value={minutes}
          onChange={(value) => setMinutes(Number(value))}
        />
        {problem && (
          <Refused problem={problem}>
            <FreeInstead
              problem={problem}
              timeZone={timeZone}
              onChoose={(startsAt, id) => void submit({ startsAt, providerId: id })}
            />
          </Refused>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button
            disabled={!slot && minutes === length}
            loading={move.busy || reschedule.busy}
            onClick={() => void submit(slot ?? visit)}
          >
            {slot ? `Move to ${dayAndClock(slot.startsAt, timeZone)}` : `Make it ${minutes} minutes`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Id, newId } from '#kernel/id.ts'
import { useGo } from '#web/address.ts'
import { useAct, useRead } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { addFeeSchedule, changeFeeSchedule } from '../fees/contract.ts'
import { readPayers } from '../payers/contract.ts'
import type { Schedule } from './FeeSchedules.tsx'

/** The year after the copied one; a schedule of its own begins with this year. */
function startOf(copied: Schedule | undefined, today: Temporal.PlainDate) {
  const year = copied ? (copied.effectiveTo ?? today).year + 1 : today.year
  return {
    effectiveFrom: Temporal.PlainDate.from({ year, month: 1, day: 1 }),
    effectiveTo: copied ? Temporal.PlainDate.from({ year, month: 12, day: 31 }) : null,
  }
}

const nextName = ({ name }: Schedule, year: number) =>
  /\b20\d\d\b/.test(name) ? name.replace(/\b20\d\d\b/, String(year)) : `${name} ${year}`

/** A new schedule, empty or as a copy, or the name and dates of one there is (`schedule`). */
export function ScheduleForm({
  schedule,
  copied,
  onDone,
}: {
  schedule?: Schedule
  copied?: Schedule
  onDone: () => void
}) {
  const today = useToday()
  const go = useGo()
  const { data } = useRead(readPayers, {})
  const add = useAct(addFeeSchedule, { success: 'Fee schedule begun' })
  const change = useAct(changeFeeSchedule, { success: 'Saved' })
  const [id] = useState<Id<'FeeSchedule'>>(() => newId())
  const start = startOf(copied, today)
  const form = useForm({
    name: `fee schedule ${schedule?.id ?? (copied ? `like ${copied.id}` : 'new')}`,
    initial: {
      name: schedule?.name ?? (copied ? nextName(copied, start.effectiveFrom.year) : ''),
      payerId: (schedule ?? copied)?.payerId ?? null,
      lesserOf: (schedule ?? copied)?.lesserOf ?? true,
      effectiveFrom: (schedule?.effectiveFrom ?? start.effectiveFrom) as Temporal.PlainDate | null,
      effectiveTo: schedule ? schedule.effectiveTo : start.effectiveTo,
    },
    check: ({ name, effectiveFrom }) => [
      ...(name.trim() ? [] : [{ pointer: '/name', message: 'Give it a name: "Charges 2027".' }]),
      ...(effectiveFrom ? [] : [{ pointer: '/effectiveFrom', message: 'Enter the first day of service.' }]),
    ],
    submit: (typed) => {
      const body = { ...typed, effectiveFrom: typed.effectiveFrom! }
      return schedule
        ? change.attempt({ params: { id: schedule.id }, body: { ...body, version: schedule.version } })
        : add.attempt({ body: { id, ...body, ...(copied && { copyOf: copied.id }) } })
    },
    done: () => {
      onDone()
      if (!schedule) go(`/fee-schedules/${id}`)
    },
  })
  return (
    <Form of={form} act={schedule ? 'Save' : copied ? `Copy ${copied.feeCount} fees` : 'Begin the schedule'}>
      <FormSection
        {...(copied &&
          copied.effectiveTo === null && {
            hint: 'The copied schedule has no end: give it one first, or both would be in force.',
          })}
      >
        <Select
          label="Whose fees"
          clearable
          searchable
          placeholder="The practice’s own charges"
          data={(data?.payers ?? []).map((payer) => ({ value: payer.id, label: `${payer.name} (contract)` }))}
          {...form.field('payerId')}
          onChange={(payerId) => form.set({ payerId: payerId as Id<'Payer'> | null })}
        />
        <TextInput label="Name" {...form.text('name')} />
        <Row>
          <DateField label="From" {...form.field('effectiveFrom')} />
          <DateField label="To (optional)" {...form.field('effectiveTo')} />
        </Row>
        {form.values.payerId && (
          <Checkbox label="The payer pays the lesser of charge and contract" {...form.check('lesserOf')} />
        )}
      </FormSection>
    </Form>
  )
}

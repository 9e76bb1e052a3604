import { Modal, TextInput } from '@mantine/core'
import { useAct } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form } from '#web/ui/Form.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { changeState } from '../registration/contract.ts'
import type { PatientRecord } from './PatientHead.tsx'

type To = 'inactive' | 'deceased' | 'pre-registered'
const words: Readonly<Record<To, { title: string; act: string; why: string }>> = {
  inactive: {
    title: 'Make inactive',
    act: 'Make inactive',
    why: 'Why: moved away, asked to leave, no visit for years',
  },
  deceased: { title: 'Mark as deceased', act: 'Mark as deceased', why: 'Who told us' },
  'pre-registered': {
    title: 'Make active again',
    act: 'Make active',
    why: 'Why: came back, was marked by mistake',
  },
}

/** A change of the record's state, with the reason that stays in its history. */
export function ChangeState({ record, to, onClose }: { record: PatientRecord; to: To; onClose: () => void }) {
  const change = useAct(changeState, { success: 'Kept' })
  const { title, act, why } = words[to]
  const form = useForm({
    name: `patient-state ${record.id}`,
    initial: { reason: '', deceasedOn: null as Temporal.PlainDate | null },
    check: ({ reason }) =>
      reason.trim() ? [] : [{ pointer: '/reason', message: 'Say why, in a few words.' }],
    submit: ({ reason, deceasedOn }) =>
      change.attempt({
        params: { id: record.id },
        body: {
          version: record.version,
          state: to,
          reason: reason.trim(),
          ...(deceasedOn && { deceasedOn }),
        },
      }),
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={title}>
      <Form of={form} act={act}>
        {to === 'deceased' && (
          <DateField past label="Date of death (optional)" {...form.field('deceasedOn')} />
        )}
        <TextInput label={why} {...form.text('reason')} />
      </Form>
    </Modal>
  )
}

import { TextInput } from '@mantine/core'
import { useAct } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form } from '#web/ui/Form.tsx'
import { useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { endCoverage, readCoverages } from '../coverages/contract.ts'
import { readEligibility } from '../eligibility/contract.ts'
import type { Card } from './words.ts'

export function EndForm({ card, onDone }: { card: Card; onDone: () => void }) {
  const today = useToday()
  const end = useAct(endCoverage, { success: 'Card ended', invalidates: [readCoverages, readEligibility] })
  const form = useForm({
    name: `end card ${card.id}`,
    initial: { terminatesOn: today as Temporal.PlainDate | null, reason: '' },
    check: ({ terminatesOn, reason }) => [
      ...(terminatesOn ? [] : [{ pointer: '/terminatesOn', message: 'Enter the last day of the plan.' }]),
      ...(reason.trim()
        ? []
        : [{ pointer: '/reason', message: 'Write why: "New employer", "Moved to Medicare".' }]),
    ],
    submit: ({ terminatesOn, reason }) =>
      end.attempt({
        params: { id: card.id },
        body: { terminatesOn: terminatesOn!, reason, version: card.version },
      }),
    done: onDone,
  })
  return (
    <Form of={form} act="End the card">
      <p>Services after this day are not billed to {card.payerName}. Earlier ones still are.</p>
      <DateField label="Last day" {...form.field('terminatesOn')} />
      <TextInput label="Why" {...form.text('reason')} />
    </Form>
  )
}

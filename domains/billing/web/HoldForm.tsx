import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type Id, newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { holdStatements } from '../statements/contract.ts'
import { choices, everything, holdWords } from './words.ts'

export function HoldForm({ patientId, onDone }: { patientId: Id<'Patient'>; onDone: () => void }) {
  const hold = useAct(holdStatements, { invalidates: everything, success: 'Statements are held' })
  const [id] = useState<Id<'Hold'>>(() => newId())
  const form = useForm({
    name: `hold ${patientId}`,
    initial: { reason: 'dispute' as keyof typeof holdWords, note: '' },
    submit: ({ reason, note }) =>
      hold.attempt({ params: { id: patientId }, body: { id, reason, note: note.trim() || null } }),
    done: onDone,
  })
  return (
    <Form of={form} act="Hold statements">
      <FormSection hint="No statement goes out until the hold is ended.">
        <Select
          label="Why"
          allowDeselect={false}
          data={choices(holdWords)}
          {...form.field('reason')}
          onChange={(reason) => reason && form.set({ reason: reason as keyof typeof holdWords })}
        />
        <Textarea label="Note (optional)" autosize minRows={2} {...form.text('note')} />
      </FormSection>
    </Form>
  )
}

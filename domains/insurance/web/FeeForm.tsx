import { TextInput } from '@mantine/core'
import type { Cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { Form, Row } from '#web/ui/Form.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { setFee } from '../fees/contract.ts'
import type { Fee } from './FeeSchedule.tsx'

/** A new fee, or another amount for one there is. Charges that were posted keep the fee they were posted with. */
export function FeeForm({
  scheduleId,
  fee,
  onDone,
}: {
  scheduleId: Id<'FeeSchedule'>
  fee?: Fee
  onDone: () => void
}) {
  const set = useAct(setFee, { success: (_reply, { body }) => `Fee of ${body.code} saved` })
  const form = useForm({
    name: `fee ${scheduleId} ${fee ? `${fee.code} ${fee.modifier}` : 'new'}`,
    initial: {
      code: fee?.code ?? '',
      modifier: fee?.modifier ?? '',
      amountCents: (fee?.amountCents ?? null) as Cents | null,
    },
    check: ({ code, modifier, amountCents }) => [
      ...(/^[A-Z0-9]{5}$/i.test(code.trim())
        ? []
        : [{ pointer: '/code', message: 'A code has five letters or digits.' }]),
      ...(/^([A-Z0-9]{2})?$/i.test(modifier.trim())
        ? []
        : [{ pointer: '/modifier', message: 'A modifier has two letters or digits.' }]),
      ...(amountCents === null ? [{ pointer: '/amountCents', message: 'Enter the fee.' }] : []),
    ],
    submit: ({ code, modifier, amountCents }) =>
      set.attempt({
        params: { id: scheduleId },
        body: { code: code.trim().toUpperCase(), modifier: modifier.trim().toUpperCase(), amountCents },
      }),
    done: onDone,
  })
  return (
    <Form of={form} act="Save the fee">
      <Row>
        <TextInput label="Code" maxLength={5} disabled={fee !== undefined} {...form.text('code')} />
        <TextInput
          label="Modifier (optional)"
          maxLength={2}
          disabled={fee !== undefined}
          {...form.text('modifier')}
        />
      </Row>
      <MoneyField label="Fee" {...form.field('amountCents')} />
      <p>It holds for services not yet charged. Posted charges keep theirs.</p>
    </Form>
  )
}

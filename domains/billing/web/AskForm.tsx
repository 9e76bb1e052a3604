import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type Cents, money } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { requestAdjustment } from '../adjustments/contract.ts'
import { type Account, adjustmentWords, choices, everything } from './words.ts'

type About =
  | { readonly kind: 'refund'; readonly payment: Account['payments'][number] }
  | { readonly kind: 'write-off'; readonly charge: Account['visits'][number]['charges'][number] }

const { refund: _refund, ...writeOffs } = adjustmentWords

/** Asks; somebody else decides. */
export function AskForm({ about, onDone }: { about: About; onDone: () => void }) {
  const ask = useAct(requestAdjustment, {
    invalidates: everything,
    success: 'Asked for: another person decides',
  })
  const [id] = useState<Id<'Adjustment'>>(() => newId())
  const most = about.kind === 'refund' ? about.payment.leftCents : about.charge.patientLeftCents
  const form = useForm({
    name: `ask ${about.kind === 'refund' ? about.payment.id : about.charge.id}`,
    initial: {
      kind: 'small-balance' as keyof typeof writeOffs,
      amountCents: most as Cents | null,
      reason: '',
    },
    check: (v) => [
      ...(v.amountCents ? [] : [{ pointer: '/amountCents', message: 'Enter the amount.' }]),
      ...(v.reason.trim()
        ? []
        : [{ pointer: '/reason', message: 'Say why: the person who decides reads it.' }]),
    ],
    submit: (v) => {
      const common = { id, amountCents: v.amountCents!, reason: v.reason.trim() }
      return ask.attempt({
        body:
          about.kind === 'refund'
            ? { kind: 'refund', paymentId: about.payment.id, ...common }
            : { kind: v.kind, chargeId: about.charge.id, ...common },
      })
    },
    done: onDone,
  })
  return (
    <Form of={form} act="Ask for it">
      <FormSection hint={`Up to $${money(most)}. Another person approves it.`}>
        {about.kind === 'write-off' && (
          <Select
            label="Kind"
            allowDeselect={false}
            data={choices(writeOffs)}
            {...form.field('kind')}
            onChange={(kind) => kind && form.set({ kind: kind as keyof typeof writeOffs })}
          />
        )}
        <MoneyField label="Amount" {...form.field('amountCents')} />
        <Textarea label="Why" autosize minRows={2} {...form.text('reason')} />
      </FormSection>
    </Form>
  )
}

import { SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Cents } from '#kernel/cents.ts'
import { money } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { openFile, useAct, useRead } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { useSite } from '#web/site.ts'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { say, sayRefused } from '#web/ui/say.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { readMyDrawer } from '../drawers/contract.ts'
import { printReceipt, takePayment } from '../payments/contract.ts'
import type { Kind, Method } from '../payments/payment.ts'
import { OpenDrawer } from './OpenDrawer.tsx'
import { type Account, everything, kindWords, methodChoices, referenceWords } from './words.ts'

const kinds = (['statement', 'balance', 'deposit', 'copay'] as const).map((value) => ({
  value,
  label: kindWords[value],
}))

/** Money a patient gives outside a check-in: by mail, by telephone, at the desk. */
export function PaymentForm({ account, onDone }: { account: Account; onDone: () => void }) {
  const { site } = useSite()
  const mayDrawer = useMay('drawers.use')
  const siteId = site?.id as Id<'Site'> | undefined
  const drawer = useRead(readMyDrawer, mayDrawer && siteId ? { query: { siteId } } : null)
  const take = useAct(takePayment, { invalidates: everything })
  const [id] = useState<Id<'Payment'>>(() => newId())
  const owes = account.patientCents > 0
  const form = useForm({
    name: `payment ${account.patientId}`,
    initial: {
      kind: (owes ? 'statement' : 'deposit') as Kind,
      amountCents: (owes ? account.patientCents : null) as Cents | null,
      method: 'card' as Method,
      reference: '',
    },
    check: (v) => [
      ...(v.amountCents ? [] : [{ pointer: '/amountCents', message: 'Enter what was paid.' }]),
      ...(v.method === 'check' && !v.reference.trim()
        ? [{ pointer: '/reference', message: 'Enter the number of the check.' }]
        : []),
    ],
    submit: (v) =>
      take.attempt({
        params: { id: account.patientId },
        body: {
          id,
          siteId: siteId!,
          kind: v.kind,
          method: v.method,
          reference: v.reference.trim() || null,
          amountCents: v.amountCents!,
        },
      }),
    done: (reply) => {
      say(
        `Receipt ${reply.receiptNumber}${reply.creditCents > 0 ? `, $${money(reply.creditCents)} kept as credit` : ''}`,
      )
      openFile(printReceipt, { params: { id: reply.id } }).catch(sayRefused)
      onDone()
    },
  })
  const v = form.values
  return (
    <Form
      of={form}
      act={v.amountCents ? `Take $${money(v.amountCents)} and print the receipt` : 'Take the payment'}
    >
      <FormSection
        hint={
          owes
            ? `Owes $${money(account.patientCents)}. It pays the oldest charges first; what is above it is kept as credit.`
            : 'Nothing is owed: it is kept as credit.'
        }
      >
        <SegmentedControl
          aria-label="What it is for"
          data={kinds}
          value={v.kind}
          onChange={(kind) => form.set({ kind: kind as Kind })}
        />
        <MoneyField label="Amount" {...form.field('amountCents')} />
        <SegmentedControl
          aria-label="How it is paid"
          data={methodChoices}
          value={v.method}
          onChange={(method) => form.set({ method: method as Method })}
        />
        <TextInput label={referenceWords[v.method]} {...form.text('reference')} />
        {v.method === 'cash' && siteId && drawer.data?.drawer === null && <OpenDrawer siteId={siteId} />}
      </FormSection>
    </Form>
  )
}

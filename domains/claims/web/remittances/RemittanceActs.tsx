import { Modal, TextInput } from '@mantine/core'
import type { Cents } from '#kernel/cents.ts'
import { useAct } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form } from '#web/ui/Form.tsx'
import { Money } from '#web/ui/Money.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { depositRemittance, reverseRemittance, setAside } from '../../remittances/contract.ts'
import type { PayersClaim, Remittance } from './words.ts'

const money = ['/remittances', '/remittance-claims', '/claims', '/denials']

export function Deposit({ remittance, onClose }: { remittance: Remittance; onClose: () => void }) {
  const today = useToday()
  const deposit = useAct(depositRemittance, { success: 'Deposited', invalidates: money })
  const form = useForm({
    name: `deposit ${remittance.id}`,
    initial: {
      depositedOn: today as Temporal.PlainDate | null,
      amountCents: remittance.amountCents as Cents | null,
    },
    check: ({ depositedOn, amountCents }) => [
      ...(depositedOn
        ? []
        : [{ pointer: '/depositedOn', message: 'Enter the day from the bank statement.' }]),
      ...(amountCents === null ? [{ pointer: '/amountCents', message: 'Enter what the bank shows.' }] : []),
    ],
    submit: ({ depositedOn, amountCents }) =>
      deposit.attempt({
        params: { id: remittance.id },
        body: { depositedOn: depositedOn!, amountCents: amountCents!, version: remittance.version },
      }),
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title="The money has arrived">
      <p>
        {remittance.payerName} paid <Money cents={remittance.amountCents} sign /> as {remittance.trace}.
        Compare with the bank.
      </p>
      <Form of={form} act="Mark as deposited">
        <DateField past label="Day at the bank" max={today} {...form.field('depositedOn')} />
        <MoneyField label="Amount at the bank" {...form.field('amountCents')} />
      </Form>
    </Modal>
  )
}

export function TakeBack({ remittance, onClose }: { remittance: Remittance; onClose: () => void }) {
  const back = useAct(reverseRemittance, { success: 'Taken back', invalidates: money })
  const form = useForm({
    name: `take back ${remittance.id}`,
    initial: { reason: '' },
    check: ({ reason }) =>
      reason.trim() ? [] : [{ pointer: '/reason', message: 'Write why, for those who ask later.' }],
    submit: ({ reason }) =>
      back.attempt({ params: { id: remittance.id }, body: { reason, version: remittance.version } }),
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title="Take this remittance back?">
      <p>
        Each of its {remittance.postedCount} posted claims is reversed in the books, what patients owe by it
        is taken back, and the denials it opened are closed. The same file can then be dropped again.
      </p>
      <Form of={form} act={`Take back ${remittance.trace}`}>
        <TextInput label="Why" {...form.text('reason')} />
      </Form>
    </Modal>
  )
}

export function SetAside({
  claim,
  onClose,
  onDone,
}: {
  claim: PayersClaim
  onClose: () => void
  onDone: () => void
}) {
  const put = useAct(setAside, { success: 'Set aside', invalidates: money })
  const form = useForm({
    name: `set aside ${claim.id}`,
    initial: { reason: '' },
    check: ({ reason }) =>
      reason.trim() ? [] : [{ pointer: '/reason', message: 'Write whose it is, or why it is not posted.' }],
    submit: ({ reason }) =>
      put.attempt({ params: { id: claim.id }, body: { reason, version: claim.version } }),
    done: onDone,
  })
  return (
    <Modal opened onClose={onClose} title={`Set claim ${claim.claimNumber} aside`}>
      <p>
        Nothing is posted for it. The <Money cents={claim.paidCents} sign /> the payer paid stays unapplied
        until it is returned or explained.
      </p>
      <Form of={form} act="Set it aside">
        <TextInput label="Why" placeholder="Patient of another practice" {...form.text('reason')} />
      </Form>
    </Modal>
  )
}

import { Modal, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { money } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import {
  assignDenial,
  readAssignees,
  resubmitDenial,
  snoozeDenial,
  writeOffDenial,
} from '../../denials/contract.ts'
import { kindWords, writeOffKinds } from '../../denials/denial.ts'
import { type Opened, touched } from './words.ts'

type Asked = { denial: Opened; onClose: () => void }

export function WriteOff({ denial, onClose }: Asked) {
  const write = useAct(writeOffDenial, { success: 'Written off', invalidates: touched })
  const form = useForm({
    name: `write off ${denial.id}`,
    initial: {
      kind: (denial.category === 'timely-filing' ? 'timely-filing' : 'administrative') as
        | 'timely-filing'
        | 'administrative',
      reason: '',
    },
    check: ({ reason }) =>
      reason.trim() ? [] : [{ pointer: '/reason', message: 'Write why it is given up.' }],
    submit: (typed) =>
      write.attempt({ params: { id: denial.id }, body: { ...typed, version: denial.version } }),
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title="Write the denied amount off">
      <p>
        ${money(denial.leftCents)} is given up: insurance owes it no more, and the patient is not billed.
        Above ${money(denial.limitCents)} the owner decides.
      </p>
      <Form of={form} act={`Write off $${money(denial.leftCents)}`}>
        <Select
          label="As"
          allowDeselect={false}
          data={writeOffKinds.map((value) => ({
            value,
            label: kindWords[value].replace(/^./, (letter) => letter.toUpperCase()),
          }))}
          {...form.field('kind')}
          onChange={(kind) => kind && form.set({ kind: kind as (typeof writeOffKinds)[number] })}
        />
        <TextInput label="Why" {...form.text('reason')} />
      </Form>
    </Modal>
  )
}

export function Resubmit({ denial, onClose }: Asked) {
  const again = useAct(resubmitDenial, { success: 'Sent again as a replacement', invalidates: touched })
  const [claimId] = useState<Id<'Claim'>>(() => newId())
  const form = useForm({
    name: `resubmit ${denial.id}`,
    initial: { reason: '', payerControlNumber: denial.payerControlNumber ?? '' },
    check: ({ reason }) =>
      reason.trim() ? [] : [{ pointer: '/reason', message: 'Write what is corrected.' }],
    submit: ({ reason, payerControlNumber }) =>
      again.attempt({
        params: { id: denial.id },
        body: {
          claimId,
          reason,
          payerControlNumber: payerControlNumber.trim() || null,
          version: denial.version,
        },
      }),
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={`Send claim ${denial.claimNumber} again`}>
      <p>
        A replacement (frequency 7) of the whole claim is checked and stands among the claims ready to go.
        Correct the card, codes or authorisation first.
      </p>
      <Form of={form} act="Make the replacement">
        <TextInput label="What is corrected" {...form.text('reason')} />
        <TextInput
          label="Payer’s number of the claim"
          description="It stands on the remittance."
          {...form.text('payerControlNumber')}
        />
      </Form>
    </Modal>
  )
}

export function Snooze({ denial, onClose }: Asked) {
  const today = useToday()
  const snooze = useAct(snoozeDenial, { success: 'Put off', invalidates: touched })
  const form = useForm({
    name: `snooze ${denial.id}`,
    initial: { nextActionOn: today.add({ weeks: 1 }) as Temporal.PlainDate | null, note: '' },
    check: ({ nextActionOn }) =>
      nextActionOn ? [] : [{ pointer: '/nextActionOn', message: 'Enter the day it is worked next.' }],
    submit: ({ nextActionOn, note }) =>
      snooze.attempt({
        params: { id: denial.id },
        body: { nextActionOn: nextActionOn!, note: note.trim() || null, version: denial.version },
      }),
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title="Put off to another day">
      <Form of={form} act="Put it off">
        <DateField label="Worked next on" min={today} {...form.field('nextActionOn')} />
        <TextInput label="What was done (optional)" {...form.text('note')} />
      </Form>
    </Modal>
  )
}

/** `forWriteOff`: somebody who may not write off hands the denial to somebody who may. */
export function Assign({ denial, onClose, forWriteOff = false }: Asked & { forWriteOff?: boolean }) {
  const read = useRead(readAssignees, {})
  const assign = useAct(assignDenial, { success: 'Given over', invalidates: touched })
  const form = useForm({
    name: `assign ${denial.id}`,
    initial: { ownerId: denial.ownerId },
    submit: ({ ownerId }) =>
      assign.attempt({ params: { id: denial.id }, body: { ownerId, version: denial.version } }),
    done: onClose,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={forWriteOff ? 'Ask the office manager to write this off' : 'Give it to somebody'}
    >
      {forWriteOff && (
        <p>
          Whoever takes payments writes nothing off. Give the denial to a manager; above $
          {money(denial.limitCents)} to the owner.
        </p>
      )}
      <Loaded of={read} rows={2}>
        {({ colleagues }) => (
          <Form of={form} act="Give it over">
            <Select
              label="Who works it"
              searchable
              clearable
              placeholder="Nobody: back to everybody"
              data={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.field('ownerId')}
              onChange={(ownerId) => form.set({ ownerId: ownerId as Id<'User'> | null })}
            />
          </Form>
        )}
      </Loaded>
    </Modal>
  )
}

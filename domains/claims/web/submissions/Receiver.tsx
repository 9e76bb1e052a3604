import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { useAct } from '#web/api.ts'
import { Form } from '#web/ui/Form.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { changeClearinghouse, type readSubmissions } from '../../submissions/contract.ts'

type Clearinghouse = Reply<typeof readSubmissions>['clearinghouse']
const qualifiers = [
  { value: 'ZZ', label: 'ZZ: as agreed' },
  { value: '30', label: '30: tax number' },
  { value: '01', label: '01: DUNS' },
  { value: '27', label: '27: Medicare carrier' },
  { value: '28', label: '28: Medicare intermediary' },
  { value: '29', label: '29: Medicare provider' },
] as const
type Qualifier = (typeof qualifiers)[number]['value']

/** To whom the files are addressed. */
export function Receiver({ of, mayChange }: { of: Clearinghouse; mayChange: boolean }) {
  const [changing, setChanging] = useState(false)
  const close = () => setChanging(false)
  return (
    <Section
      title="Clearinghouse"
      actions={
        mayChange && (
          <Button variant="default" size="compact-sm" onClick={() => setChanging(true)}>
            Change
          </Button>
        )
      }
    >
      <Facts
        columns={2}
        of={[
          ['Name', of.name],
          ['Receiver id', `${of.id} (${of.qualifier})`],
        ]}
      />
      <Modal opened={changing} onClose={close} title="To whom claim files are addressed">
        <Change of={of} onDone={close} />
      </Modal>
    </Section>
  )
}

function Change({ of, onDone }: { of: Clearinghouse; onDone: () => void }) {
  const change = useAct(changeClearinghouse, { success: 'Saved: the next file is addressed so' })
  const form = useForm({
    name: 'clearinghouse',
    initial: { name: of.name, id: of.id, qualifier: of.qualifier as Qualifier | null },
    check: ({ id }) =>
      /^[A-Za-z0-9]{2,15}$/.test(id.trim())
        ? []
        : [{ pointer: '/id', message: 'Two to fifteen letters and digits, as the clearinghouse gave it.' }],
    submit: ({ name, id, qualifier }) =>
      change.attempt({ body: { name: name.trim(), id: id.trim(), qualifier: qualifier ?? 'ZZ' } }),
    done: onDone,
  })
  return (
    <Form of={form} act="Save">
      <TextInput label="Name" data-autofocus {...form.text('name')} />
      <TextInput label="Receiver id" {...form.text('id')} />
      <Select
        label="Kind of id"
        data={[...qualifiers]}
        allowDeselect={false}
        {...form.field('qualifier')}
        onChange={(value) => form.set({ qualifier: value as Qualifier })}
      />
    </Form>
  )
}

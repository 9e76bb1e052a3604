import { Button, Group, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { money } from '#kernel/cents.ts'
import type { Reply } from '#kernel/contract.ts'
import { useAddress } from '#web/address.ts'
import { useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Facts } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status, type Tone } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { When, useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { decideAdjustment, payRefund, readAdjustments } from '../adjustments/contract.ts'
import { adjustmentWords, everything } from './words.ts'

type Row = Reply<typeof readAdjustments>['adjustments'][number]

const states: Record<Row['state'], { label: string; tone: Tone }> = {
  requested: { label: 'Asked for', tone: 'soon' },
  approved: { label: 'Approved', tone: 'active' },
  declined: { label: 'Declined', tone: 'neutral' },
  paid: { label: 'Paid', tone: 'good' },
}

const columns: readonly Column<Row>[] = [
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  { key: 'kind', title: 'What', cell: (row) => adjustmentWords[row.kind], sort: (row) => row.kind },
  { key: 'about', title: 'About', cell: (row) => row.about },
  {
    key: 'amount',
    title: 'Amount',
    align: 'right',
    cell: (row) => <Money cents={row.amountCents} />,
    sort: (row) => row.amountCents,
  },
  { key: 'reason', title: 'Why', cell: (row) => row.reason },
  {
    key: 'asked',
    title: 'Asked',
    cell: (row) => (
      <>
        <When at={row.requestedAt} /> by {row.requestedByName}
      </>
    ),
    sort: (row) => row.requestedAt,
  },
  {
    key: 'state',
    title: 'State',
    cell: (row) => <Status tone={states[row.state].tone}>{states[row.state].label}</Status>,
    sort: (row) => row.state,
  },
]

/** One person asks, another decides: nobody finds a way to approve their own. */
export default function AdjustmentsPage() {
  const [show, setShow] = useAddress<'requested' | 'to-pay' | 'all'>('show', 'requested')
  const [open, setOpen] = useAddress('open', '')
  const read = useRead(readAdjustments, { query: { show } }, { keepPrevious: true })
  useLive(['billing'], [readAdjustments])
  const chosen = read.data?.adjustments.find(({ id }) => id === open)
  return (
    <>
      <PageHeader
        title="Refunds and write-offs"
        facts={read.data && `Above $${money(read.data.limitCents)} the owner decides`}
      >
        <SegmentedControl
          aria-label="Which requests"
          data={[
            { value: 'requested', label: 'To decide' },
            { value: 'to-pay', label: 'Refunds to pay' },
            { value: 'all', label: 'All of late' },
          ]}
          value={show}
          onChange={(next) => setShow(next as typeof show)}
        />
      </PageHeader>
      <Loaded of={read} rows={8}>
        {({ adjustments }) => (
          <DataTable
            name="adjustments"
            label="Refunds and write-offs"
            rows={adjustments}
            rowId={(row) => row.id}
            rowName={(row) => `${adjustmentWords[row.kind]} of ${row.patientName}`}
            columns={columns}
            onOpen={(row) => setOpen(row.id, 'step')}
            openId={open}
            empty={{
              title: 'Nothing waits here',
              detail: 'Billers ask for refunds and write-offs on the patient’s account.',
            }}
          />
        )}
      </Loaded>
      {chosen && (
        <SidePanel
          key={chosen.id}
          title={adjustmentWords[chosen.kind]}
          full={`/patients/${chosen.patientId}?tab=account`}
          onClose={() => setOpen('')}
        >
          <Decide row={chosen} onDone={() => setOpen('')} />
        </SidePanel>
      )}
    </>
  )
}

function Decide({ row, onDone }: { row: Row; onDone: () => void }) {
  const mayDecide = useMay('adjustments.approve')
  const [note, setNote] = useState('')
  const decide = useAct(decideAdjustment, { invalidates: everything, success: 'Decided' })
  const say = async (approve: boolean) => {
    const done = await decide.run({
      params: { id: row.id },
      body: { approve, note: note.trim() || null, version: row.version },
    })
    if (done) onDone()
  }
  return (
    <>
      <Facts
        of={[
          ['Patient', `${row.patientName}, MRN ${row.mrn}`],
          ['About', row.about],
          ['Amount', <Money key="amount" cents={row.amountCents} sign />],
          ['Why', row.reason],
          ['Asked by', row.requestedByName],
          ...(row.decidedByName
            ? [
                [
                  'Decided by',
                  `${row.decidedByName}${row.decisionNote ? `: ${row.decisionNote}` : ''}`,
                ] as const,
              ]
            : []),
        ]}
      />
      {row.state === 'requested' && mayDecide && row.isOwn && (
        <p>You asked for it: another person decides.</p>
      )}
      {row.state === 'requested' && mayDecide && !row.isOwn && (
        <>
          <TextInput
            label="Note (optional)"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            mt="md"
          />
          <Group mt="md" gap="sm">
            <Button loading={decide.busy} onClick={() => void say(true)}>
              Approve ${money(row.amountCents)}
            </Button>
            <Button variant="default" disabled={decide.busy} onClick={() => void say(false)}>
              Decline
            </Button>
          </Group>
        </>
      )}
      {row.state === 'approved' && row.kind === 'refund' && mayDecide && <Pay row={row} onDone={onDone} />}
    </>
  )
}

function Pay({ row, onDone }: { row: Row; onDone: () => void }) {
  const today = useToday()
  const pay = useAct(payRefund, { invalidates: everything, success: 'Refund recorded as paid' })
  const form = useForm({
    name: `refund ${row.id}`,
    initial: { paidOn: today as Temporal.PlainDate | null, reference: '' },
    check: (v) => [
      ...(v.paidOn ? [] : [{ pointer: '/paidOn', message: 'Enter the day.' }]),
      ...(v.reference.trim()
        ? []
        : [{ pointer: '/reference', message: 'Enter the check or confirmation number.' }]),
    ],
    submit: (v) =>
      pay.attempt({
        params: { id: row.id },
        body: { paidOn: v.paidOn!, reference: v.reference.trim(), version: row.version },
      }),
    done: onDone,
  })
  return (
    <Form of={form} act="It was paid">
      <FormSection title="Paid back">
        <DateField past label="Day" {...form.field('paidOn')} />
        <TextInput label="Check or confirmation number" {...form.text('reference')} />
      </FormSection>
    </Form>
  )
}

import { Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { cents, money } from '#kernel/cents.ts'
import type { Reply } from '#kernel/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAddress } from '#web/address.ts'
import { useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useSite } from '#web/site.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate, When, useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { makeDeposit, readDeposits, readDrawers, readNextDeposit } from '../drawers/contract.ts'
import type { Method } from '../payments/payment.ts'
import { everything, methodWords } from './words.ts'

type Drawer = Reply<typeof readDrawers>['drawers'][number]
type Deposit = Reply<typeof readDeposits>['deposits'][number]
type Next = Reply<typeof readNextDeposit>

const drawerColumns: readonly Column<Drawer>[] = [
  { key: 'who', title: 'Drawer of', cell: (row) => row.openedByName, sort: (row) => row.openedByName },
  { key: 'site', title: 'Site', cell: (row) => row.siteName, sort: (row) => row.siteName },
  { key: 'opened', title: 'Opened', cell: (row) => <When at={row.openedAt} />, sort: (row) => row.openedAt },
  {
    key: 'state',
    title: 'State',
    cell: (row) =>
      row.closedAt === null ? (
        <Status tone="active">Open</Status>
      ) : row.differenceCents === 0 ? (
        <Status tone="good">Right</Status>
      ) : (
        <Status tone="harm">
          <Money cents={Math.abs(row.differenceCents ?? 0)} sign />{' '}
          {(row.differenceCents ?? 0) > 0 ? 'over' : 'short'}
        </Status>
      ),
    sort: (row) => Math.abs(row.differenceCents ?? 0),
  },
  { key: 'float', title: 'Float', align: 'right', cell: (row) => <Money cents={row.floatCents} /> },
  {
    key: 'counted',
    title: 'Counted',
    align: 'right',
    cell: (row) => row.countedCents !== null && <Money cents={row.countedCents} />,
  },
  {
    key: 'expected',
    title: 'Expected',
    align: 'right',
    cell: (row) => row.expectedCents !== null && <Money cents={row.expectedCents} />,
  },
]

const depositColumns: readonly Column<Deposit>[] = [
  {
    key: 'on',
    title: 'Deposited',
    cell: (row) => <OnDate date={row.depositedOn} short />,
    sort: (row) => row.depositedOn,
  },
  { key: 'site', title: 'Site', cell: (row) => row.siteName },
  { key: 'reference', title: 'Reference', cell: (row) => row.reference },
  { key: 'payments', title: 'Payments', align: 'right', cell: (row) => row.paymentCount },
  {
    key: 'amount',
    title: 'Amount',
    align: 'right',
    cell: (row) => <Money cents={row.amountCents} />,
    sort: (row) => row.amountCents,
  },
  { key: 'by', title: 'Made by', cell: (row) => row.madeByName },
]

/** From the drawers to the bank. Who takes cash does not bring it there alone: drawers are counted before. */
export default function DepositsPage() {
  const { site } = useSite()
  const siteId = site?.id as Id<'Site'> | undefined
  const [show, setShow] = useAddress<'recent' | 'left-open'>('show', 'recent')
  const drawers = useRead(readDrawers, { query: { show } }, { keepPrevious: true })
  const next = useRead(readNextDeposit, siteId ? { query: { siteId } } : null)
  const made = useRead(readDeposits, { query: {} })
  useLive(['billing'], [readDrawers, readNextDeposit, readDeposits])
  return (
    <>
      <PageHeader title="Deposits" facts={site?.name} />
      {siteId && (
        <Loaded of={next} rows={3}>
          {(bag) => <NextDeposit key={JSON.stringify(bag.methods)} siteId={siteId} bag={bag} />}
        </Loaded>
      )}
      <Section title="Drawers">
        <SegmentedControl
          aria-label="Which drawers"
          data={[
            { value: 'recent', label: 'All of late' },
            { value: 'left-open', label: 'Left open from an earlier day' },
          ]}
          value={show}
          onChange={(value) => setShow(value as typeof show)}
        />
        <Loaded of={drawers} rows={4}>
          {(reply) => (
            <DataTable
              name="drawers"
              label="Drawers"
              rows={reply.drawers}
              rowId={(row) => row.id}
              rowName={(row) => `drawer of ${row.openedByName}`}
              columns={drawerColumns}
              sortKey="drawers"
              empty={{ title: show === 'recent' ? 'No drawers yet' : 'No drawer was left open' }}
            />
          )}
        </Loaded>
      </Section>
      <Section title="Deposits made">
        <Loaded of={made} rows={4}>
          {({ deposits }) => (
            <DataTable
              name="deposits"
              label="Deposits made"
              rows={deposits}
              rowId={(row) => row.id}
              rowName={(row) => `deposit of ${row.depositedOn.toString()}`}
              columns={depositColumns}
              sortKey="deposits"
              empty={{ title: 'No deposits yet' }}
            />
          )}
        </Loaded>
      </Section>
    </>
  )
}

function NextDeposit({ siteId, bag }: { siteId: Id<'Site'>; bag: Next }) {
  const today = useToday()
  const [id] = useState<Id<'Deposit'>>(() => newId())
  const make = useAct(makeDeposit, {
    invalidates: everything,
    success: ({ amountCents }) => `Deposit of $${money(amountCents)} posted`,
  })
  const form = useForm({
    name: `deposit ${siteId}`,
    initial: {
      methods: bag.methods.map(({ method }) => method) as readonly Method[],
      depositedOn: today as Temporal.PlainDate | null,
      reference: '',
    },
    check: (v) => [
      ...(v.methods.length > 0 ? [] : [{ pointer: '/methods', message: 'Choose what goes to the bank.' }]),
      ...(v.depositedOn ? [] : [{ pointer: '/depositedOn', message: 'Enter the day.' }]),
    ],
    submit: (v) =>
      make.attempt({
        body: {
          id,
          siteId,
          methods: [...v.methods],
          depositedOn: v.depositedOn!,
          reference: v.reference.trim() || null,
          amountCents: amountOf(bag, v.methods),
        },
      }),
  })
  const v = form.values
  if (bag.methods.length === 0)
    return (
      <Section title="Next deposit">
        <p>
          Nothing is waiting.
          {bag.openDrawers > 0 &&
            ` ${bag.openDrawers} open ${bag.openDrawers === 1 ? 'drawer keeps its' : 'drawers keep their'} payments until they are counted.`}
        </p>
      </Section>
    )
  return (
    <Section title="Next deposit">
      <Form of={form} act={`Deposit $${money(amountOf(bag, v.methods))}`}>
        <FormSection>
          {bag.methods.map(({ method, count, amountCents, differenceCents }) => (
            <Checkbox
              key={method}
              checked={v.methods.includes(method)}
              onChange={(event) =>
                form.set({
                  methods: event.currentTarget.checked
                    ? [...v.methods, method]
                    : v.methods.filter((one) => one !== method),
                })
              }
              label={`${methodWords[method]}: $${money(amountCents)} of ${count} ${count === 1 ? 'payment' : 'payments'}${differenceCents === 0 ? '' : `, drawers ${money(differenceCents)}`}`}
            />
          ))}
          <Row>
            <DateField past label="Day" {...form.field('depositedOn')} />
            <TextInput label="Bag or slip number (optional)" {...form.text('reference')} />
          </Row>
        </FormSection>
      </Form>
    </Section>
  )
}

const amountOf = (bag: Next, methods: readonly Method[]) =>
  cents(
    bag.methods
      .filter(({ method }) => methods.includes(method))
      .reduce((sum, { amountCents }) => sum + amountCents, 0),
  )

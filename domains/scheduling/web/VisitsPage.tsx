import { SegmentedControl } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { Born, When } from '#web/ui/When.tsx'
import { type Show, readVisits } from '../day/contract.ts'
import type { Status as VisitStatus } from '../flow/visit.ts'
import { look } from './look.ts'
import { useStep } from './useStep.ts'

type Row = Reply<typeof readVisits>[number]

const lists: readonly {
  value: Show
  label: string
  empty: string
  next?: { to: VisitStatus; label: string }
}[] = [
  {
    value: 'unconfirmed',
    label: 'Not confirmed',
    empty: 'Every visit today is confirmed',
    next: { to: 'confirmed', label: 'Confirmed' },
  },
  {
    value: 'not-arrived',
    label: 'Never arrived',
    empty: 'Everybody who was due has arrived',
    next: { to: 'no_show', label: 'No-show' },
  },
  { value: 'waiting', label: 'Waiting long', empty: 'Nobody waits long for a room' },
  { value: 'overrun', label: 'Past the end', empty: 'No visit is past its end' },
  { value: 'to-move', label: 'To move', empty: 'No visit has to be moved' },
]

const columns: readonly Column<Row>[] = [
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  { key: 'born', title: 'Born', cell: (row) => <Born on={row.bornOn} />, sort: (row) => row.bornOn },
  { key: 'why', title: 'Why it is here', cell: (row) => row.why },
  {
    key: 'when',
    title: 'When',
    cell: (row) => <When at={row.startsAt} timeZone={row.timeZone} />,
    sort: (row) => row.startsAt,
  },
  { key: 'provider', title: 'Provider', cell: (row) => row.providerName, sort: (row) => row.providerName },
  { key: 'phone', title: 'Phone', cell: (row) => row.phone, optional: 'shown' },
  {
    key: 'status',
    title: 'State',
    cell: (row) => <Status tone={look[row.status].tone}>{look[row.status].word}</Status>,
    optional: 'shown',
  },
  {
    key: 'site',
    title: 'Site',
    cell: (row) => row.siteName,
    sort: (row) => row.siteName,
    optional: 'hidden',
  },
]

/** Visits that need somebody: the rows behind the cockpit's numbers. */
export default function VisitsPage() {
  const [show, setShow] = useAddress<Show>('show', 'unconfirmed')
  const list = lists.find(({ value }) => value === show) ?? lists[0]!
  const visits = useRead(readVisits, { query: { show: list.value } }, { refreshSeconds: 60 })
  useLive(['scheduling.day', 'scheduling.templates'], [readVisits])
  const step = useStep()
  const mayFlow = useMay('scheduling.flow')
  const dayOf = (row: Row) =>
    `/schedule?site=${row.siteId}&date=${row.startsAt.toZonedDateTimeISO(row.timeZone).toPlainDate().toString()}&open=${row.id}`
  const { next } = list
  return (
    <>
      <PageHeader title="Visits that need somebody">
        <SegmentedControl
          aria-label="Which visits"
          data={lists.map(({ value, label }) => ({ value, label }))}
          value={list.value}
          onChange={(value) => setShow(value as Show)}
        />
      </PageHeader>
      <Loaded of={visits} rows={8}>
        {(rows) => (
          <DataTable
            name="visits"
            label={list.label}
            rows={rows}
            rowId={(row) => row.id}
            rowName={(row) => `visit of ${row.patientName}`}
            columns={columns}
            to={dayOf}
            initialSort="when"
            filter={(row) => `${row.patientName} ${row.mrn} ${row.providerName}`}
            next={(row) =>
              next && mayFlow ? { label: next.label, run: () => void step.go(row, next.to) } : null
            }
            empty={{
              title: list.empty,
              detail: 'Visits come here by themselves and go when they are dealt with.',
            }}
          />
        )}
      </Loaded>
    </>
  )
}

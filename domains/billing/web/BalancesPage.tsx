import { SegmentedControl } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SavedViews } from '#web/ui/SavedViews.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate } from '#web/ui/When.tsx'
import { readBalances } from '../accounts/contract.ts'

type Row = Reply<typeof readBalances>['accounts'][number]

const columns: readonly Column<Row>[] = [
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  {
    key: 'mrn',
    title: 'MRN',
    cell: (row) => <span className="number">{row.mrn}</span>,
    sort: (row) => row.mrn,
  },
  {
    key: 'owed',
    title: 'Owes',
    align: 'right',
    cell: (row) => <Money cents={row.owedCents} />,
    sort: (row) => row.owedCents,
  },
  {
    key: 'credit',
    title: 'Credit kept',
    align: 'right',
    cell: (row) => <Money cents={row.creditCents} />,
    sort: (row) => row.creditCents,
  },
  {
    key: 'oldest',
    title: 'Oldest since',
    cell: (row) => row.oldestOn && <OnDate date={row.oldestOn} near />,
    sort: (row) => row.oldestOn,
  },
  {
    key: 'statement',
    title: 'Last statement',
    cell: (row) => (row.lastStatementOn ? <OnDate date={row.lastStatementOn} short /> : 'none'),
    sort: (row) => row.lastStatementOn,
    optional: 'shown',
  },
]

const shows = [
  { value: 'owing', label: 'All who owe' },
  { value: 'past-60', label: 'Over 60 days' },
  { value: 'past-90', label: 'Over 90 days' },
  { value: 'credits', label: 'Credits' },
]

/** Patients with open balances, the oldest first. Credits stand beside what is owed and are never taken off it. */
export default function BalancesPage() {
  const [show, setShow] = useAddress<'owing' | 'past-60' | 'past-90' | 'credits'>('show', 'owing')
  const read = useRead(readBalances, { query: { show } }, { keepPrevious: true })
  useLive(['billing'], [readBalances])
  return (
    <>
      <PageHeader
        title="Patient balances"
        facts={
          read.data && (
            <>
              <Money cents={read.data.owedCents} sign /> owed
              {read.data.more && ' (the oldest 500 are shown)'}
            </>
          )
        }
      >
        <SegmentedControl
          aria-label="Which balances"
          data={shows}
          value={show}
          onChange={(next) => setShow(next as typeof show)}
        />
        <SavedViews />
      </PageHeader>
      <Loaded of={read} rows={10}>
        {({ accounts, owedCents, creditCents }) => (
          <DataTable
            name="balances"
            label="Patient balances"
            rows={accounts}
            rowId={(row) => row.patientId}
            rowName={(row) => `account of ${row.patientName}`}
            columns={columns}
            to={(row) => `/patients/${row.patientId}?tab=account`}
            filter={(row) => `${row.patientName} ${row.mrn}`}
            totals={{
              patient: 'Total',
              owed: <Money cents={owedCents} />,
              credit: <Money cents={creditCents} />,
            }}
            empty={{
              title: show === 'credits' ? 'No credits' : 'Nobody owes anything here',
              detail: 'Balances appear when insurance has said what is the patient’s part.',
            }}
          />
        )}
      </Loaded>
    </>
  )
}

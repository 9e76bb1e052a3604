import { Button } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { readTrialBalance } from '../journals/contract.ts'
import { dateOf } from './dateOf.ts'

type Row = Reply<typeof readTrialBalance>['accounts'][number]

const columns: readonly Column<Row>[] = [
  { key: 'code', title: 'Account', cell: (row) => `${row.code} ${row.name}`, sort: (row) => row.code },
  {
    key: 'kind',
    title: 'Kind',
    cell: (row) => (row.contra ? `contra ${row.kind}` : row.kind),
    sort: (row) => row.kind,
    optional: 'shown',
  },
  {
    key: 'debit',
    title: 'Debits',
    align: 'right',
    cell: (row) => <Money cents={row.debitCents} />,
    sort: (row) => row.debitCents,
  },
  {
    key: 'credit',
    title: 'Credits',
    align: 'right',
    cell: (row) => <Money cents={row.creditCents} />,
    sort: (row) => row.creditCents,
  },
  {
    key: 'balance',
    title: 'Balance',
    align: 'right',
    cell: (row) => <Money cents={row.balanceCents} />,
    sort: (row) => row.balanceCents,
  },
]

/** Every account with what it holds; each opens its journals. Credits stand in parentheses. */
export default function TrialBalancePage() {
  const [from, setFrom] = useAddress('from', '')
  const [to, setTo] = useAddress('to', '')
  const period = { ...(from && { from: dateOf(from)! }), ...(to && { to: dateOf(to)! }) }
  const read = useRead(readTrialBalance, { query: period }, { keepPrevious: true })
  useLive(['billing', 'claims'], [readTrialBalance])
  const search = new URLSearchParams({ ...(from && { from }), ...(to && { to }) })
  return (
    <>
      <PageHeader
        title="Trial balance"
        facts={
          read.data &&
          (read.data.differenceCents === 0 ? (
            <Status tone="good">Balances</Status>
          ) : (
            <Status tone="harm">
              Out by <Money cents={read.data.differenceCents} sign />
            </Status>
          ))
        }
        actions={
          <>
            <PrintButton />
            <Button component={To} to="/ledger/journals" variant="default">
              Journals
            </Button>
          </>
        }
      >
        <DateField
          label="From (optional)"
          value={dateOf(from)}
          onChange={(date) => setFrom(date?.toString() ?? '')}
        />
        <DateField
          label="To (optional)"
          value={dateOf(to)}
          onChange={(date) => setTo(date?.toString() ?? '')}
        />
      </PageHeader>
      <Loaded of={read} rows={12}>
        {({ accounts, differenceCents }) => (
          <DataTable
            name="trial-balance"
            label="Trial balance"
            rows={accounts}
            rowId={(row) => row.code}
            rowName={(row) => `account ${row.code}`}
            columns={columns}
            to={(row) =>
              `/ledger/journals?${new URLSearchParams({ account: row.code, ...Object.fromEntries(search) })}`
            }
            totals={{
              code: 'Total',
              debit: <Money cents={accounts.reduce((sum, row) => sum + row.debitCents, 0)} />,
              credit: <Money cents={accounts.reduce((sum, row) => sum + row.creditCents, 0)} />,
              balance: <Money cents={differenceCents} />,
            }}
            empty={{ title: 'There is no chart of accounts' }}
          />
        )}
      </Loaded>
    </>
  )
}

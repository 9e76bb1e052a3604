import { negate } from '#kernel/cents.ts'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate } from '#web/ui/When.tsx'
import { readAccountJournals } from '../accounts/contract.ts'
import classes from './Billing.module.css'

type Line = Reply<typeof readAccountJournals>['lines'][number]

const columns: readonly Column<Line>[] = [
  {
    key: 'on',
    title: 'Posted',
    cell: (row) => <OnDate date={row.postedOn} short />,
    sort: (row) => row.postedOn,
  },
  { key: 'memo', title: 'What', cell: (row) => row.memo },
  {
    key: 'account',
    title: 'Account',
    cell: (row) => `${row.account} ${row.name}`,
    sort: (row) => row.account,
  },
  {
    key: 'debit',
    title: 'Debit',
    align: 'right',
    cell: (row) => row.amountCents > 0 && <Money cents={row.amountCents} />,
  },
  {
    key: 'credit',
    title: 'Credit',
    align: 'right',
    cell: (row) => row.amountCents < 0 && <Money cents={negate(row.amountCents)} />,
  },
]

/** The ledger's own lines behind a number: nothing is computed elsewhere. */
export function JournalLines({ patientId, chargeId }: { patientId: Id<'Patient'>; chargeId?: Id<'Charge'> }) {
  const read = useRead(readAccountJournals, {
    params: { id: patientId },
    query: chargeId ? { chargeId } : {},
  })
  return (
    <Loaded of={read} rows={6}>
      {({ lines }) => (
        <div className={classes['inPanel']}>
          <DataTable
            name="journal-lines"
            label="Journal lines"
            rows={lines.map((line, at) => ({ ...line, at }))}
            rowId={(row) => `${row.journalId} ${row.at}`}
            rowName={(row) => row.memo}
            columns={columns}
            sortKey="lines"
            empty={{ title: 'Nothing is posted' }}
          />
        </div>
      )}
    </Loaded>
  )
}

import type { Reply } from '#kernel/contract.ts'
import { Money } from '#web/ui/Money.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { When } from '#web/ui/When.tsx'
import type { readPayments } from '../payments/contract.ts'
import { kindWords, methodWords } from './words.ts'

export type PaymentRow = Reply<typeof readPayments>['payments'][number]

export const paymentColumns: readonly Column<PaymentRow>[] = [
  {
    key: 'receipt',
    title: 'Receipt',
    cell: (row) => <span className="number">{row.receiptNumber}</span>,
    sort: (row) => row.receiptNumber,
    width: '5rem',
  },
  {
    key: 'at',
    title: 'Received',
    cell: (row) => <When at={row.receivedAt} />,
    sort: (row) => row.receivedAt,
  },
  { key: 'kind', title: 'For', cell: (row) => kindWords[row.kind], sort: (row) => row.kind },
  {
    key: 'method',
    title: 'By',
    cell: (row) => {
      const method = methodWords[row.method]
      if (!row.reference) return method
      return row.reference.startsWith(method) ? row.reference : `${method} ${row.reference}`
    },
    sort: (row) => row.method,
  },
  {
    key: 'amount',
    title: 'Amount',
    align: 'right',
    cell: (row) => <Money cents={row.amountCents} />,
    sort: (row) => row.amountCents,
  },
  {
    key: 'applied',
    title: 'Applied',
    align: 'right',
    cell: (row) => <Money cents={row.appliedCents} />,
    sort: (row) => row.appliedCents,
    optional: 'shown',
  },
  {
    key: 'left',
    title: 'Credit left',
    align: 'right',
    cell: (row) => <Money cents={row.leftCents} />,
    sort: (row) => row.leftCents,
    optional: 'shown',
  },
  { key: 'by', title: 'Taken by', cell: (row) => row.receivedByName, optional: 'shown' },
  {
    key: 'state',
    title: 'State',
    cell: (row) =>
      row.voidedAt ? (
        <Status tone="harm">Void: {row.voidReason}</Status>
      ) : row.depositedOn ? (
        <Status tone="good">Deposited</Status>
      ) : (
        <Status>Not deposited</Status>
      ),
    sort: (row) => (row.voidedAt ? 'void' : (row.depositedOn?.toString() ?? '')),
  },
]

import type { Reply } from '#kernel/contract.ts'
import { Money } from '#web/ui/Money.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate } from '#web/ui/When.tsx'
import type { readClaims } from '../../claims/contract.ts'
import { stateOf } from './words.ts'

export type Claim = Reply<typeof readClaims>['claims'][number]

/** The columns of every list of claims. */
export const columns: readonly Column<Claim>[] = [
  {
    key: 'number',
    title: 'Claim',
    cell: (row) => <span className="number">{row.number}</span>,
    sort: (row) => row.number,
  },
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  {
    key: 'payer',
    title: 'Payer',
    cell: (row) => (row.rank === 'primary' ? row.payerName : `${row.payerName} (${row.rank})`),
    sort: (row) => row.payerName,
  },
  {
    key: 'service',
    title: 'Service',
    cell: (row) => <OnDate date={row.serviceOn} />,
    sort: (row) => row.serviceOn,
  },
  {
    key: 'state',
    title: 'State',
    cell: (row) => <Status tone={stateOf(row.state).tone}>{stateOf(row.state).label}</Status>,
    sort: (row) => stateOf(row.state).label,
  },
  { key: 'why', title: 'Why it is here', cell: (row) => row.why, optional: 'shown' },
  {
    key: 'fileBy',
    title: 'File by',
    cell: (row) => <OnDate date={row.fileBy} near />,
    sort: (row) => row.fileBy,
    optional: 'hidden',
  },
  {
    key: 'charge',
    title: 'Charge',
    align: 'right',
    cell: (row) => <Money cents={row.totalCents} />,
    sort: (row) => row.totalCents,
  },
  {
    key: 'open',
    title: 'Insurance owes',
    align: 'right',
    cell: (row) => <Money cents={row.insuranceCents} />,
    sort: (row) => row.insuranceCents,
    optional: 'shown',
  },
]

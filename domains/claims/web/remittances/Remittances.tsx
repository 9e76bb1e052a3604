import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useAddress } from '#web/address.ts'
import { upload, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { invalidate } from '#web/queries.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { OnDate, When } from '#web/ui/When.tsx'
import { dropRemittance, readRemittances } from '../../remittances/contract.ts'
import type { Show } from '../../remittances/remittance.ts'
import { type Remittance, methodWords, stateOf } from './words.ts'

const shows = [
  { value: 'all', label: 'All' },
  { value: 'exception', label: 'Not posted' },
  { value: 'waiting', label: 'Waiting for you' },
  { value: 'undeposited', label: 'Not deposited' },
  { value: 'late', label: 'Late at the bank' },
] as const satisfies readonly { readonly value: Show; readonly label: string }[]

const nothing: Readonly<Record<Show, { readonly title: string; readonly detail: string }>> = {
  all: {
    title: 'No remittance yet',
    detail: 'Drop the 835 files of payers or the clearinghouse above. What adds up is posted at once.',
  },
  exception: {
    title: 'Every remittance added up',
    detail: 'One that does not stands here, with the reason.',
  },
  waiting: { title: 'Nothing waits', detail: 'Claims of payers that fit none of ours stand here.' },
  late: {
    title: 'No payment is late',
    detail: 'Payments posted and not at the bank after three business days stand here.',
  },
  undeposited: {
    title: 'All payments are at the bank',
    detail: 'Posted payments stand here until deposited.',
  },
}

const columns: readonly Column<Remittance>[] = [
  { key: 'payer', title: 'Payer', cell: (row) => row.payerName, sort: (row) => row.payerName },
  {
    key: 'trace',
    title: 'Payment',
    cell: (row) => (
      <>
        <span className="number">{row.trace}</span> {methodWords(row.method)}
      </>
    ),
    sort: (row) => row.trace,
  },
  {
    key: 'paid',
    title: 'Paid',
    cell: (row) => row.paidOn && <OnDate date={row.paidOn} />,
    sort: (row) => row.paidOn,
  },
  {
    key: 'amount',
    title: 'Amount',
    align: 'right',
    cell: (row) => <Money cents={row.amountCents} />,
    sort: (row) => row.amountCents,
  },
  {
    key: 'claims',
    title: 'Claims posted',
    align: 'right',
    cell: (row) => `${row.postedCount} of ${row.claimCount}`,
    sort: (row) => row.claimCount,
    optional: 'shown',
  },
  {
    key: 'denied',
    title: 'Denied',
    align: 'right',
    cell: (row) => row.deniedCount || '–',
    sort: (row) => row.deniedCount,
    optional: 'shown',
  },
  {
    key: 'state',
    title: 'State',
    cell: (row) => <Status tone={stateOf(row).tone}>{stateOf(row).label}</Status>,
    sort: (row) => stateOf(row).label,
  },
  {
    key: 'received',
    title: 'Received',
    cell: (row) => (
      <>
        <When at={row.receivedAt} /> {row.receivedBy && `by ${row.receivedBy}`}
      </>
    ),
    sort: (row) => row.receivedAt,
    optional: 'hidden',
  },
]

export default function Remittances() {
  const [show, setShow] = useAddress<Show>('show', 'all')
  const [before, setBefore] = useAddress('before', '')
  const mayPost = useMay('remittances.post')
  const read = useRead(
    readRemittances,
    { query: { show, limit: 100, ...(before && { before: before as Remittance['id'] }) } },
    { keepPrevious: true },
  )
  useLive(['claims'], [readRemittances])
  return (
    <>
      <PageHeader title="Remittances">
        <SegmentedControl
          aria-label="Which remittances"
          data={[...shows]}
          value={show}
          onChange={(value) => {
            setBefore('')
            setShow(value as Show)
          }}
        />
      </PageHeader>
      {mayPost && <DropRemittances />}
      <Loaded of={read} rows={10}>
        {({ remittances, more }) => (
          <>
            <DataTable
              name="remittances"
              label="Remittances"
              rows={remittances}
              rowId={(row) => row.id}
              rowName={(row) => `payment ${row.trace} of ${row.payerName}`}
              columns={columns}
              to={(row) => `/remittances/${row.id}`}
              filter={(row) => `${row.payerName} ${row.trace}`}
              filterLabel="Payer or payment number"
              empty={nothing[show]}
            />
            {before && (
              <Button variant="default" mt="md" mr="sm" onClick={() => setBefore('')}>
                Newest
              </Button>
            )}
            {more && (
              <Button variant="default" mt="md" onClick={() => setBefore(remittances.at(-1)!.id, 'step')}>
                Earlier remittances
              </Button>
            )}
          </>
        )}
      </Loaded>
    </>
  )
}

type Arrived = { readonly id: string; readonly isRepeat: boolean }
type DroppedFile = { readonly key: number; readonly name: string; readonly payments: readonly Arrived[] }

/** Files as payers send them; what became of each stays in sight until one leaves the page. */
function DropRemittances() {
  const [files, setFiles] = useState<readonly DroppedFile[]>([])
  async function send(file: File, progress: (share: number) => void) {
    // Browsers give an .835 no type, or a wrong one.
    const typed = new Blob([file], { type: 'application/edi-x12' })
    const { remittances } = await upload(dropRemittance, {}, typed, progress)
    setFiles((old) => [{ key: old.length, name: file.name, payments: remittances }, ...old])
    void invalidate([readRemittances])
  }
  return (
    <>
      <FileDrop
        label="Payment advices (835)"
        accept={['.835', '.era', '.edi', '.x12', '.txt', '.dat']}
        multiple
        onFile={send}
      />
      <div role="status">
        {files.map((file) => (
          <p key={file.key} style={{ margin: '0.5rem 0' }}>
            <strong>{file.name}</strong>: {readWords(file.payments)}{' '}
            {file.payments.slice(0, 12).map((payment, index) => (
              <To key={payment.id} to={`/remittances/${payment.id}`} style={{ marginRight: '0.75rem' }}>
                {payment.isRepeat ? 'Posted earlier' : `Payment ${index + 1}`}
              </To>
            ))}
          </p>
        ))}
      </div>
    </>
  )
}

function readWords(payments: readonly Arrived[]) {
  const repeats = payments.filter(({ isRepeat }) => isRepeat).length
  const count = payments.length === 1 ? 'One payment' : `${payments.length} payments`
  if (repeats === 0) return `${count} read.`
  if (repeats === payments.length)
    return `${count}, posted from an earlier file already: nothing was posted again.`
  return `${count} read, of which ${repeats} ${repeats === 1 ? 'was' : 'were'} posted before and not again.`
}

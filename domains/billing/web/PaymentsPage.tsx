import { SegmentedControl } from '@mantine/core'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useSite } from '#web/site.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { Stat, Stats } from '#web/ui/Stat.tsx'
import type { Column } from '#web/ui/table.ts'
import { useToday } from '#web/ui/When.tsx'
import type { Id } from '#kernel/id.ts'
import { readPayments } from '../payments/contract.ts'
import { type PaymentRow, paymentColumns } from './paymentColumns.tsx'
import { usePaymentActs } from './usePaymentActs.tsx'
import { methodWords } from './words.ts'

const [receipt, ...others] = paymentColumns
const columns: readonly Column<PaymentRow>[] = [
  receipt!,
  {
    key: 'patient',
    title: 'Patient',
    cell: (row) => (
      <>
        {row.patientName} <span style={{ color: 'var(--ink-quiet)' }}>{row.mrn}</span>
      </>
    ),
    sort: (row) => row.patientName,
  },
  ...others,
]

const shows = [
  { value: 'period', label: 'Day sheet' },
  { value: 'undeposited', label: 'Not deposited' },
  { value: 'unapplied', label: 'Not applied for a week' },
]

/** What was received, by day and site; totals by method are what the drawers and the bank bag must hold. */
export default function PaymentsPage() {
  const today = useToday()
  const { site } = useSite()
  const [show, setShow] = useAddress<'period' | 'undeposited' | 'unapplied'>('show', 'period')
  const [from, setFrom] = useAddress('from', today.toString())
  const [to, setTo] = useAddress('to', today.toString())
  const read = useRead(
    readPayments,
    {
      query: {
        show,
        // Lists that somebody must work off are of every site, as the cockpit counts them.
        ...(show === 'period' && {
          from: Temporal.PlainDate.from(from),
          to: Temporal.PlainDate.from(to),
          ...(site && { siteId: site.id as Id<'Site'> }),
        }),
      },
    },
    { keepPrevious: true },
  )
  useLive(['billing'], [readPayments])
  const { acts, dialog } = usePaymentActs()
  return (
    <>
      <PageHeader
        title="Payments"
        facts={show === 'period' ? site?.name : 'All sites'}
        actions={<PrintButton />}
      >
        <SegmentedControl
          aria-label="Which payments"
          data={shows}
          value={show}
          onChange={(next) => setShow(next as typeof show)}
        />
        {show === 'period' && (
          <>
            <DateField
              label="From"
              value={Temporal.PlainDate.from(from)}
              onChange={(date) => date && setFrom(date.toString())}
            />
            <DateField
              label="To"
              value={Temporal.PlainDate.from(to)}
              onChange={(date) => date && setTo(date.toString())}
            />
          </>
        )}
      </PageHeader>
      <Loaded of={read} rows={10}>
        {(sheet) => (
          <>
            <Stats>
              <Stat label="Received" value={<Money cents={sheet.totalCents} sign />} />
              {sheet.byMethod.map(({ method, count, amountCents }) => (
                <Stat
                  key={method}
                  label={methodWords[method]}
                  value={<Money cents={amountCents} sign />}
                  compared={count === 1 ? '1 payment' : `${count} payments`}
                />
              ))}
              {sheet.voidedCents > 0 && (
                <Stat label="Voided" value={<Money cents={sheet.voidedCents} sign />} />
              )}
            </Stats>
            <DataTable
              name="payments"
              label="Payments"
              rows={sheet.payments}
              rowId={(row) => row.id}
              rowName={(row) => `receipt ${row.receiptNumber}`}
              columns={columns}
              to={(row) => `/patients/${row.patientId}?tab=account`}
              filter={(row) => `${row.patientName} ${row.mrn} ${row.receiptNumber} ${row.reference ?? ''}`}
              acts={acts}
              empty={{
                title: show === 'unapplied' ? 'No credit has waited for a week' : 'No payments',
                detail: 'Copays come from check-in; other payments are taken on the patient’s account.',
              }}
            />
          </>
        )}
      </Loaded>
      {dialog}
    </>
  )
}

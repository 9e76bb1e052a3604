import { SegmentedControl } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { useAddress, useGo } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { When, useToday } from '#web/ui/When.tsx'
import { readUnverified } from '../eligibility/contract.ts'
import type { Show } from '../eligibility/eligibility.ts'
import { standingWords } from './words.ts'

type Visit = Reply<typeof readUnverified>['visits'][number]

const why = ({ standing }: Visit) =>
  standing === 'self-pay' ? ({ tone: 'soon', label: 'No insurance card' } as const) : standingWords[standing]

const columns: readonly Column<Visit>[] = [
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  {
    key: 'mrn',
    title: 'MRN',
    cell: (row) => <span className="number">{row.mrn}</span>,
    sort: (row) => row.mrn,
    optional: 'shown',
  },
  {
    key: 'visit',
    title: 'Visit',
    cell: (row) => <When at={row.startsAt} timeZone={row.timeZone} />,
    sort: (row) => row.startsAt,
  },
  {
    key: 'why',
    title: 'Why it is here',
    cell: (row) => <Status tone={why(row).tone}>{why(row).label}</Status>,
    sort: (row) => why(row).label,
  },
  { key: 'payer', title: 'Payer', cell: (row) => row.payerName ?? '–', sort: (row) => row.payerName },
  { key: 'type', title: 'Visit type', cell: (row) => row.visitType, optional: 'hidden' },
  {
    key: 'provider',
    title: 'Provider',
    cell: (row) => row.providerName,
    sort: (row) => row.providerName,
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

const shows = [
  { value: 'all', label: 'All' },
  { value: 'ask', label: 'To be asked' },
  { value: 'ineligible', label: 'Not active' },
  { value: 'unknown', label: 'Unknown' },
  { value: 'self-pay', label: 'No card' },
]

/** Visits of the next days whose coverage nobody may rely on yet, soonest first. */
export default function CoverageToVerify() {
  const [show, setShow] = useAddress<Show | 'all'>('show', 'all')
  const [days, setDays] = useAddress<'0' | '2' | '7'>('days', '2')
  const today = useToday()
  const go = useGo()
  const read = useRead(
    readUnverified,
    {
      query: {
        ...(show !== 'all' && { show }),
        // The server's own span is the cockpit's: its numbers and these rows are the same.
        ...(days !== '2' && { from: today, to: today.add({ days: Number(days) }) }),
      },
    },
    { keepPrevious: true, refreshSeconds: 120 },
  )
  useLive(['insurance', 'scheduling.day'], [readUnverified])
  const coverage = (row: Visit) => `/patients/${row.patientId}?tab=coverage`
  return (
    <>
      <PageHeader title="Coverage to verify">
        <SegmentedControl
          aria-label="Which visits"
          data={shows}
          value={show}
          onChange={(value) => setShow(value as Show | 'all')}
        />
        <SegmentedControl
          aria-label="Until when"
          data={[
            { value: '0', label: 'Today' },
            { value: '2', label: 'Next 2 days' },
            { value: '7', label: 'Next 7 days' },
          ]}
          value={days}
          onChange={(value) => setDays(value as typeof days)}
        />
      </PageHeader>
      <Loaded of={read} rows={10}>
        {({ visits }) => (
          <DataTable
            name="coverage-to-verify"
            label="Visits whose coverage is to be verified"
            rows={visits}
            rowId={(row) => row.id}
            rowName={(row) => `visit of ${row.patientName}`}
            columns={columns}
            to={coverage}
            next={(row) => ({
              label: row.standing === 'self-pay' ? 'Add a card' : 'Verify',
              run: () => go(row.standing === 'self-pay' ? `${coverage(row)}&panel=new` : coverage(row)),
            })}
            filter={(row) => `${row.patientName} ${row.mrn} ${row.payerName ?? ''} ${row.providerName}`}
            filterLabel="Patient, payer or provider"
            empty={{
              title: 'Every coverage is verified',
              detail: 'Visits stand here until the payer has said that the plan is active that day.',
            }}
          />
        )}
      </Loaded>
    </>
  )
}

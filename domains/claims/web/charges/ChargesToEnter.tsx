import { SegmentedControl } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { useAddress, useGo } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate } from '#web/ui/When.tsx'
import { readChargesToEnter } from '../../charges/contract.ts'

type Visit = Reply<typeof readChargesToEnter>['visits'][number]
type Show = 'all' | 'late'

const columns: readonly Column<Visit>[] = [
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  { key: 'mrn', title: 'MRN', cell: (row) => <span className="number">{row.mrn}</span>, optional: 'shown' },
  {
    key: 'day',
    title: 'Seen',
    cell: (row) => <OnDate date={row.serviceOn} near />,
    sort: (row) => row.serviceOn,
  },
  { key: 'type', title: 'Visit', cell: (row) => row.visitType, sort: (row) => row.visitType },
  { key: 'provider', title: 'Provider', cell: (row) => row.providerName, sort: (row) => row.providerName },
  { key: 'site', title: 'Site', cell: (row) => row.siteName, sort: (row) => row.siteName, optional: 'shown' },
  {
    key: 'state',
    title: 'State',
    cell: (row) =>
      row.late ? (
        <Status tone="harm">Late</Status>
      ) : (
        <Status tone={row.status === 'checked_out' ? 'soon' : 'active'}>
          {row.status === 'checked_out' ? 'Checked out' : 'Provider done'}
        </Status>
      ),
    sort: (row) => (row.late ? 0 : 1),
  },
]

export default function ChargesToEnter() {
  const [show, setShow] = useAddress<Show>('show', 'all')
  // Every site of the person, unless the cockpit sent them here for one.
  const [siteId] = useAddress<Id<'Site'> | ''>('site', '')
  const go = useGo()
  const mayEnter = useMay('charges.enter')
  const read = useRead(
    readChargesToEnter,
    { query: { show, ...(siteId && { siteId }) } },
    { keepPrevious: true },
  )
  useLive(['claims', 'scheduling.day'], [readChargesToEnter])
  return (
    <>
      <PageHeader title="Charges to enter">
        <SegmentedControl
          aria-label="Which visits"
          data={[
            { value: 'all', label: 'All not charged' },
            { value: 'late', label: 'Late' },
          ]}
          value={show}
          onChange={(value) => setShow(value as Show)}
        />
      </PageHeader>
      <Loaded of={read} rows={10}>
        {({ visits }) => (
          <DataTable
            name="charges-to-enter"
            label="Visits not charged yet"
            rows={visits}
            rowId={(row) => row.id}
            rowName={(row) => `visit of ${row.patientName}`}
            columns={columns}
            to={(row) => `/charges/${row.id}`}
            initialSort="day"
            filter={(row) => `${row.patientName} ${row.mrn} ${row.providerName}`}
            filterLabel="Patient, MRN or provider"
            next={(row) => (mayEnter ? { label: 'Charge', run: () => go(`/charges/${row.id}`) } : null)}
            empty={{
              title: show === 'late' ? 'No visit is late' : 'Every visit is charged',
              detail:
                'Visits appear here when the provider is done, until they are charged or marked as no charge.',
            }}
          />
        )}
      </Loaded>
    </>
  )
}

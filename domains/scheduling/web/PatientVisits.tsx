import { Button } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import type { Reply } from '#kernel/contract.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { When } from '#web/ui/When.tsx'
import { readPatientVisits } from '../day/contract.ts'
import { look } from './look.ts'

type Row = Reply<typeof readPatientVisits>[number]

const columns: readonly Column<Row>[] = [
  {
    key: 'when',
    title: 'When',
    cell: (row) => <When at={row.startsAt} timeZone={row.timeZone} />,
    sort: (row) => row.startsAt,
  },
  { key: 'type', title: 'Visit', cell: (row) => row.typeName, sort: (row) => row.typeName },
  { key: 'provider', title: 'Provider', cell: (row) => row.providerName, sort: (row) => row.providerName },
  { key: 'site', title: 'Where', cell: (row) => row.siteName, optional: 'shown' },
  { key: 'reason', title: 'Reason', cell: (row) => row.reason, optional: 'shown' },
  {
    key: 'status',
    title: 'State',
    cell: (row) => <Status tone={look[row.status].tone}>{look[row.status].word}</Status>,
    sort: (row) => row.status,
  },
]

/** The tab of a patient's page: every visit, latest first, each opening on its day. */
export default function PatientVisits({ patientId }: { patientId: Id<'Patient'> }) {
  const visits = useRead(readPatientVisits, { params: { patientId } })
  const mayBook = useMay('scheduling.book')
  useLive(['scheduling.day'], [readPatientVisits])
  return (
    <Loaded of={visits} rows={6}>
      {(rows) => (
        <DataTable
          name="patient-visits"
          label="Appointments"
          rows={rows}
          rowId={(row) => row.id}
          rowName={(row) => `${row.typeName} with ${row.providerName}`}
          columns={columns}
          sortKey="visits"
          initialSort="-when"
          to={(row) =>
            `/schedule?site=${row.siteId}&date=${row.startsAt.toZonedDateTimeISO(row.timeZone).toPlainDate().toString()}&open=${row.id}`
          }
          tools={
            mayBook && (
              <Button variant="default" component={To} to={`/schedule?open=new&patient=${patientId}`}>
                Book a visit
              </Button>
            )
          }
          empty={{ title: 'No visit yet', detail: 'Booked, kept and missed visits will stand here.' }}
        />
      )}
    </Loaded>
  )
}

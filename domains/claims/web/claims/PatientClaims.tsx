import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { readClaims } from '../../claims/contract.ts'
import { columns } from './columns.tsx'

const shown = columns.filter(({ key }) => key !== 'patient' && key !== 'why')

/** The claims of one patient, newest service first. */
export default function PatientClaims({ patientId }: { patientId: Id<'Patient'> }) {
  const read = useRead(readClaims, { query: { show: 'all', patientId } })
  useLive(['claims'], [readClaims])
  return (
    <Loaded of={read} rows={5}>
      {({ claims }) => (
        <DataTable
          name="patient-claims"
          label="Claims of the patient"
          rows={claims}
          rowId={(row) => row.id}
          rowName={(row) => `claim ${row.number}`}
          columns={shown}
          to={(row) => `/claims/${row.id}`}
          initialSort="-service"
          sortKey="claims"
          empty={{ title: 'No claim yet', detail: 'Each charged visit with an insurance card makes one.' }}
        />
      )}
    </Loaded>
  )
}

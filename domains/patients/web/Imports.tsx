import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { useAddress, useGo } from '#web/address.ts'
import { upload, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { Problem } from '#web/problem.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Status, type Tone } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { When } from '#web/ui/When.tsx'
import { listImports, uploadImport } from '../imports/contract.ts'
import { outcomes } from '../imports/import.ts'

type Import = Reply<typeof listImports>[number]

export const importStates: Readonly<
  Record<Import['state'], { readonly label: string; readonly tone: Tone }>
> = {
  previewed: { label: 'Waits for a decision', tone: 'soon' },
  applied: { label: 'Applied', tone: 'good' },
  discarded: { label: 'Discarded', tone: 'neutral' },
  undone: { label: 'Taken back', tone: 'neutral' },
}

export const sizeWords = (bytes: number) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`

const countWords = ({ counts }: Import) =>
  Object.entries(outcomes)
    .filter(([key]) => counts[key])
    .map(([key, label]) => `${counts[key]} ${label.toLowerCase()}`)
    .join(', ')

const columns: readonly Column<Import>[] = [
  {
    key: 'at',
    title: 'Read',
    cell: (row) => <When at={row.createdAt} />,
    sort: (row) => row.createdAt,
    width: '15rem',
  },
  { key: 'by', title: 'By', cell: (row) => row.createdBy, sort: (row) => row.createdBy },
  {
    key: 'file',
    title: 'File',
    cell: (row) => `${row.format === 'csv' ? 'List (CSV)' : 'FHIR bundle'}, ${sizeWords(row.sizeBytes)}`,
  },
  { key: 'rows', title: 'Rows', cell: countWords },
  {
    key: 'state',
    title: 'State',
    cell: (row) => <Status tone={importStates[row.state].tone}>{importStates[row.state].label}</Status>,
    sort: (row) => row.state,
  },
]

/** The file under a type the server takes as a stream; what it is, its first letters say. */
const typed = (file: File) =>
  new Blob([file], { type: /json$/i.test(file.name) ? 'application/fhir+json' : 'text/csv' })

export default function Imports() {
  const [state, setState] = useAddress<Import['state'] | 'all'>('state', 'all')
  const [problem, setProblem] = useState<Problem | null>(null)
  const go = useGo()
  const imports = useRead(listImports, { query: state === 'all' ? {} : { state } }, { keepPrevious: true })
  useLive(['patients:imports', 'patients'], [listImports])

  async function read(file: File, progress: (share: number) => void) {
    setProblem(null)
    try {
      const { id } = await upload(uploadImport, { query: { id: newId<'Import'>() } }, typed(file), progress)
      go(`/patients/imports/${id}`)
    } catch (failure) {
      if (failure instanceof Problem) setProblem(failure)
      throw failure
    }
  }
  const earlier = problem?.facts['importId']
  return (
    <>
      <PageHeader title="Imports of patients" />
      <Section title="Read a file">
        <p>
          A list as CSV with headings (last name, first name, date of birth and whatever else there is), or a
          FHIR R4 bundle. Nothing is written until you have seen what is in it.
        </p>
        <FileDrop
          label="Patients"
          accept={['.csv', '.txt', '.json', 'text/csv', 'application/json', 'application/fhir+json']}
          onFile={read}
        />
        {typeof earlier === 'string' && (
          <Button component={To} to={`/patients/imports/${earlier}`} variant="default" mt="md">
            Open the import of this file
          </Button>
        )}
      </Section>
      <Section
        title="Earlier imports"
        actions={
          <SegmentedControl
            size="xs"
            aria-label="Which imports"
            data={[
              { value: 'all', label: 'All' },
              { value: 'previewed', label: 'Waiting' },
              { value: 'applied', label: 'Applied' },
            ]}
            value={state}
            onChange={(value) => setState(value as Import['state'] | 'all')}
          />
        }
      >
        <Loaded of={imports} rows={4}>
          {(rows) => (
            <DataTable
              name="patient-imports"
              label="Imports of patients"
              rows={rows}
              rowId={(row) => row.id}
              rowName={(row) => `import of ${row.createdAt.toString()}`}
              columns={columns}
              to={(row) => `/patients/imports/${row.id}`}
              empty={{
                title: 'No import yet',
                detail: 'Files you read stand here with what became of each row.',
              }}
            />
          )}
        </Loaded>
      </Section>
    </>
  )
}

import { Button, Checkbox, Group, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { useAddress, useGo, useParam } from '#web/address.ts'
import { downloadFile, useAct, useRead } from '#web/api.ts'
import { ConfirmDanger } from '#web/ui/ConfirmDanger.tsx'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Stat, Stats } from '#web/ui/Stat.tsx'
import { Status, type Tone } from '#web/ui/Status.tsx'
import { sayRefused } from '#web/ui/say.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { When } from '#web/ui/When.tsx'
import { dateShort } from '#web/ui/when.ts'
import {
  applyImport,
  discardImport,
  downloadReport,
  readImport,
  readImportRows,
  undoImport,
} from '../imports/contract.ts'
import { type Outcome, outcomes } from '../imports/import.ts'
import { importStates, sizeWords } from './Imports.tsx'

type Import = Reply<typeof readImport>
type Row = Reply<typeof readImportRows>['rows'][number]

const tones: Readonly<Record<Outcome, Tone>> = {
  new: 'active',
  possible: 'soon',
  probable: 'harm',
  here: 'neutral',
  repeated: 'neutral',
  refused: 'harm',
  added: 'good',
}

const columns: readonly Column<Row>[] = [
  {
    key: 'line',
    title: 'Line',
    cell: (row) => <span className="number">{row.line}</span>,
    sort: (row) => row.line,
    width: '5rem',
  },
  { key: 'label', title: 'Name', cell: (row) => row.label, sort: (row) => row.label },
  { key: 'born', title: 'Birth date', cell: (row) => row.bornOn && dateShort(row.bornOn), width: '8rem' },
  {
    key: 'outcome',
    title: 'Outcome',
    cell: (row) => <Status tone={tones[row.outcome]}>{outcomes[row.outcome]}</Status>,
    width: '13rem',
  },
  {
    key: 'notes',
    title: 'What to know',
    cell: (row) => (
      <>
        {row.added && <To to={`/patients/${row.added.patientId}`}>MRN {row.added.mrn}</To>}
        {row.notes.map(({ where, message }) => (
          <div key={where + message}>
            <strong>{where}</strong>: {message}
          </div>
        ))}
        {!row.added &&
          row.leads.slice(0, 3).map(({ patientId, mrn, score }) => (
            <div key={patientId}>
              <To to={`/patients/${patientId}`}>MRN {mrn}</To> (score {score})
            </div>
          ))}
      </>
    ),
  },
]

export default function ImportPage() {
  const importId = useParam<Id<'Import'>>('importId')
  const read = useRead(readImport, { params: { importId } })
  return (
    <Loaded of={read} rows={6}>
      {(one) => (
        <>
          <PageHeader
            title="Import of patients"
            facts={
              <>
                <Status tone={importStates[one.state].tone}>{importStates[one.state].label}</Status>{' '}
                {one.format === 'csv' ? 'List (CSV)' : 'FHIR bundle'}, {sizeWords(one.sizeBytes)}, read{' '}
                <When at={one.createdAt} /> {one.createdBy && `by ${one.createdBy}`}
              </>
            }
            actions={<Actions one={one} />}
          />
          <Stats>
            {Object.entries(outcomes)
              .filter(([key]) => one.counts[key])
              .map(([key, label]) => (
                <Stat
                  key={key}
                  label={label}
                  value={(one.counts[key] ?? 0).toLocaleString('en-US')}
                  to={`/patients/imports/${importId}?outcome=${key}`}
                />
              ))}
          </Stats>
          <Rows one={one} />
        </>
      )}
    </Loaded>
  )
}

function Actions({ one }: { one: Import }) {
  const [withPossible, setWithPossible] = useState(false)
  const [asking, setAsking] = useState<'discard' | 'undo' | null>(null)
  const given = { params: { importId: one.id } }
  const go = useGo()
  const apply = useAct(applyImport, {
    success: ({ counts }) => `${(counts['added'] ?? 0).toLocaleString('en-US')} patients added`,
  })
  const discard = useAct(discardImport, { success: 'Discarded' })
  const undo = useAct(undoImport, { success: 'Taken back: its patients are gone' })
  const possible = one.counts['possible'] ?? 0
  const adding = (one.counts['new'] ?? 0) + (withPossible ? possible : 0)
  return (
    <Group gap="sm">
      <Button variant="default" onClick={() => void downloadFile(downloadReport, given).catch(sayRefused)}>
        Report as CSV
      </Button>
      {one.state === 'previewed' && (
        <>
          {possible > 0 && (
            <Checkbox
              label={`Also the ${possible} possibly here`}
              checked={withPossible}
              onChange={(event) => setWithPossible(event.currentTarget.checked)}
            />
          )}
          <Button variant="default" onClick={() => setAsking('discard')}>
            Discard
          </Button>
          <Button
            loading={apply.busy}
            disabled={adding === 0}
            onClick={() => void apply.run({ ...given, body: { withPossible } })}
          >
            Add {adding.toLocaleString('en-US')} {adding === 1 ? 'patient' : 'patients'}
          </Button>
        </>
      )}
      {one.state === 'applied' && (one.counts['added'] ?? 0) > 0 && (
        <Button variant="default" onClick={() => setAsking('undo')}>
          Take back
        </Button>
      )}
      {asking === 'discard' && (
        <ConfirmDanger
          opened
          onClose={() => setAsking(null)}
          title="Discard this import?"
          act="Discard the import"
          onConfirm={async () => {
            if (await discard.run(given)) go('/patients/imports')
          }}
        >
          Nothing of it is written. The file can be read again later.
        </ConfirmDanger>
      )}
      {asking === 'undo' && (
        <ConfirmDanger
          opened
          onClose={() => setAsking(null)}
          title="Take this import back?"
          act={`Remove ${(one.counts['added'] ?? 0).toLocaleString('en-US')} patients`}
          onConfirm={() => undo.run(given)}
        >
          The patients it added are removed. This works only while nothing was done with any of them.
        </ConfirmDanger>
      )}
    </Group>
  )
}

function Rows({ one }: { one: Import }) {
  const [outcome, setOutcome] = useAddress<Outcome | 'all'>('outcome', 'all')
  const [after, setAfter] = useAddress('after', '0')
  const read = useRead(
    readImportRows,
    {
      params: { importId: one.id },
      query: { after: Number(after) || 0, ...(outcome !== 'all' && { outcome }) },
    },
    { keepPrevious: true },
  )
  const present = Object.entries(outcomes).filter(([key]) => one.counts[key])
  return (
    <Section
      title="Row by row"
      actions={
        present.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Which rows"
            data={[{ value: 'all', label: 'All' }, ...present.map(([value, label]) => ({ value, label }))]}
            value={outcome}
            onChange={(value) => {
              setOutcome(value as Outcome | 'all')
              setAfter('0')
            }}
          />
        )
      }
    >
      <Loaded of={read} rows={10}>
        {({ rows, more }) => (
          <>
            <DataTable
              name="import-rows"
              label="Rows of the import"
              rows={rows}
              rowId={(row) => String(row.line)}
              rowName={(row) => `line ${row.line}`}
              columns={columns}
              empty={{ title: 'No such row' }}
            />
            {(more || after !== '0') && (
              <Group mt="md">
                {after !== '0' && (
                  <Button variant="default" onClick={() => setAfter('0')}>
                    First rows
                  </Button>
                )}
                {more && (
                  <Button variant="default" onClick={() => setAfter(String(rows.at(-1)?.line ?? 0), 'step')}>
                    Next rows
                  </Button>
                )}
                <Text c="dimmed">The report as CSV has them all.</Text>
              </Group>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

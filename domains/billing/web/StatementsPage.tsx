import { Button, SegmentedControl } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { useAddress } from '#web/address.ts'
import { openFile, useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { sayRefused } from '#web/ui/say.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate } from '#web/ui/When.tsx'
import { makeStatements, printStatement, readStatements, readStatementsDue } from '../statements/contract.ts'
import { everything, stageWords } from './words.ts'

type Due = Reply<typeof readStatementsDue>['patients'][number]
type Made = Reply<typeof readStatements>['statements'][number]

const dueColumns: readonly Column<Due>[] = [
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  { key: 'mrn', title: 'MRN', cell: (row) => <span className="number">{row.mrn}</span>, optional: 'shown' },
  { key: 'stage', title: 'Stage', cell: (row) => stageWords[row.stage], sort: (row) => row.stage },
  { key: 'why', title: 'Why', cell: (row) => row.why },
  {
    key: 'due',
    title: 'Patient owes',
    align: 'right',
    cell: (row) => <Money cents={row.dueCents} />,
    sort: (row) => row.dueCents,
  },
  {
    key: 'pending',
    title: 'With insurance',
    align: 'right',
    cell: (row) => <Money cents={row.pendingCents} />,
    optional: 'hidden',
  },
  {
    key: 'credit',
    title: 'Credit kept',
    align: 'right',
    cell: (row) => <Money cents={row.creditCents} />,
    optional: 'shown',
  },
  {
    key: 'oldest',
    title: 'Oldest since',
    cell: (row) => <OnDate date={row.oldestOn} short />,
    sort: (row) => row.oldestOn,
  },
  {
    key: 'next',
    title: 'Next',
    cell: (row) => row.nextOn && <OnDate date={row.nextOn} short />,
    sort: (row) => row.nextOn,
    optional: 'shown',
  },
]

const madeColumns: readonly Column<Made>[] = [
  {
    key: 'number',
    title: 'Statement',
    cell: (row) => <span className="number">{row.number}</span>,
    sort: (row) => row.number,
  },
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  { key: 'mrn', title: 'MRN', cell: (row) => <span className="number">{row.mrn}</span> },
  { key: 'stage', title: 'Stage', cell: (row) => stageWords[row.stage], sort: (row) => row.stage },
  {
    key: 'balance',
    title: 'Balance',
    align: 'right',
    cell: (row) => <Money cents={row.balanceCents} />,
    sort: (row) => row.balanceCents,
  },
  {
    key: 'made',
    title: 'Made',
    cell: (row) => <OnDate date={row.madeOn} short />,
    sort: (row) => row.madeOn,
  },
  { key: 'due', title: 'Pay by', cell: (row) => <OnDate date={row.dueOn} short />, sort: (row) => row.dueOn },
]

type Show = 'due' | 'waiting' | 'held' | 'review' | 'made'

/** Who gets a statement today, and what went out. Nobody is asked for what insurance still has to answer. */
export default function StatementsPage() {
  const [show, setShow] = useAddress<Show>('show', 'due')
  const due = useRead(
    readStatementsDue,
    { query: { show: show === 'made' ? 'due' : show } },
    { keepPrevious: true },
  )
  useLive(['billing'], [readStatementsDue, readStatements])
  const mayMake = useMay('statements.make')
  const make = useAct(makeStatements, {
    invalidates: everything,
    success: ({ made, left }) =>
      `${made.length} ${made.length === 1 ? 'statement' : 'statements'} made${left.length > 0 ? `, ${left.length} left out` : ''}`,
  })
  // The server takes a hundred at a time: each is a document written safely to the disk.
  const makeAll = async (rows: readonly Due[]) => {
    for (let from = 0; from < rows.length; from += 100)
      await make.run({ body: { patientIds: rows.slice(from, from + 100).map(({ patientId }) => patientId) } })
  }
  const counts = due.data?.counts
  const choice = (value: Show, label: string, count?: number) => ({
    value,
    label: count === undefined ? label : `${label} (${count})`,
  })
  return (
    <>
      <PageHeader
        title="Statements"
        actions={
          mayMake &&
          show === 'due' &&
          due.data &&
          due.data.patients.length > 0 && (
            <Button loading={make.busy} onClick={() => void makeAll(due.data.patients)}>
              Make{' '}
              {due.data.patients.length === 1
                ? 'the statement'
                : `all ${due.data.patients.length} statements`}
            </Button>
          )
        }
      >
        <SegmentedControl
          aria-label="Which statements"
          data={[
            choice('due', 'Due today', counts?.due),
            choice('waiting', 'Sent, waiting', counts?.waiting),
            choice('held', 'Held', counts?.held),
            choice('review', 'To review', counts?.review),
            choice('made', 'Made'),
          ]}
          value={show}
          onChange={(next) => setShow(next as Show)}
        />
      </PageHeader>
      {show === 'made' ? (
        <MadeTable />
      ) : (
        <Loaded of={due} rows={10}>
          {({ patients }) => (
            <DataTable
              name="statements-due"
              label="Statements"
              rows={patients}
              rowId={(row) => row.patientId}
              rowName={(row) => `statement of ${row.patientName}`}
              columns={dueColumns}
              to={(row) => `/patients/${row.patientId}?tab=account`}
              filter={(row) => `${row.patientName} ${row.mrn}`}
              {...(mayMake && show === 'due' && { bulk: [{ label: 'Make statements', run: makeAll }] })}
              empty={{
                title: show === 'due' ? 'No statement is due today' : 'Nobody is here',
                detail: 'A first statement is due when a balance of the patient appears.',
              }}
            />
          )}
        </Loaded>
      )}
    </>
  )
}

function MadeTable() {
  const [patientId] = useAddress('patient', '')
  const read = useRead(readStatements, { query: patientId ? { patientId: patientId as Id<'Patient'> } : {} })
  return (
    <Loaded of={read} rows={10}>
      {({ statements }) => (
        <DataTable
          name="statements-made"
          label="Statements made"
          rows={statements}
          rowId={(row) => row.id}
          rowName={(row) => `statement ${row.number}`}
          columns={madeColumns}
          to={(row) => `/patients/${row.patientId}?tab=account`}
          next={(row) =>
            row.hasPaper
              ? {
                  label: 'Print',
                  run: () => {
                    openFile(printStatement, { params: { id: row.id } }).catch(sayRefused)
                  },
                }
              : null
          }
          filter={(row) => `${row.patientName} ${row.mrn} ${row.number}`}
          sortKey="made"
          empty={{ title: 'No statements yet', detail: 'Make them from the list of those due.' }}
        />
      )}
    </Loaded>
  )
}

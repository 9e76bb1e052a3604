import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useRef, useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { useAddress, useGo } from '#web/address.ts'
import { readAhead, useRead } from '#web/api.ts'
import { useKeys } from '#web/keys.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { phoneWords } from '#web/ui/readTyped.ts'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { Born } from '#web/ui/When.tsx'
import { readPatient } from '../registration/contract.ts'
import { listPatients, readRecentPatients, searchPatients } from '../search/contract.ts'
import { sexWords, stateWords } from './words.ts'

type Row = Reply<typeof readRecentPatients>[number]
type Show = 'recent' | 'pre-registered' | 'inquiry' | 'restriction-open'

const columns: readonly Column<Row>[] = [
  { key: 'name', title: 'Name', cell: (row) => row.name, sort: (row) => row.name },
  {
    key: 'born',
    title: 'Birth date',
    cell: (row) => <Born on={row.bornOn} />,
    sort: (row) => row.bornOn,
    width: '11rem',
  },
  {
    key: 'mrn',
    title: 'MRN',
    cell: (row) => <span className="number">{row.mrn}</span>,
    sort: (row) => row.mrn,
    width: '7rem',
  },
  { key: 'sex', title: 'Sex', cell: (row) => sexWords[row.sex], optional: 'hidden', width: '6rem' },
  {
    key: 'phone',
    title: 'Phone',
    cell: (row) => row.phone && <span className="number">{phoneWords(row.phone)}</span>,
    optional: 'shown',
    width: '10rem',
  },
  { key: 'city', title: 'City', cell: (row) => row.city, sort: (row) => row.city, optional: 'shown' },
  {
    key: 'state',
    title: 'Record',
    cell: (row) => <Status tone={stateWords[row.state].tone}>{stateWords[row.state].label}</Status>,
    sort: (row) => row.state,
    width: '10rem',
  },
]

export default function Patients() {
  const [typed, setTyped] = useState('')
  const [sought] = useDebouncedValue(typed.trim(), 120)
  const [show, setShow] = useAddress<Show>('show', 'recent')
  const mayRegister = useMay('patients.register')
  const mayImport = useMay('patients.import')
  const search = useRef<HTMLInputElement>(null)
  const go = useGo()
  useLive(['patients'])
  useKeys('Patients', [
    { keys: '/', label: 'Search', run: () => search.current?.focus() },
    ...(mayRegister ? [{ keys: 'n', label: 'New patient', run: () => go('/patients/new') }] : []),
  ])

  return (
    <>
      <PageHeader
        title="Patients"
        actions={
          <>
            {mayImport && (
              <Button component={To} to="/patients/imports" variant="default">
                Import
              </Button>
            )}
            {mayRegister && (
              <Button component={To} to="/patients/new" leftSection={<Icon name="plus" />}>
                New patient
              </Button>
            )}
          </>
        }
      >
        <TextInput
          ref={search}
          type="search"
          aria-label="Find a patient by name, birth date, phone, MRN or email"
          placeholder="Name, birth date, phone, MRN or email"
          leftSection={<Icon name="search" />}
          autoFocus
          autoComplete="off"
          w="26rem"
          maw="100%"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {sought === '' && (
          <SegmentedControl
            aria-label="Which patients"
            data={[
              { value: 'recent', label: 'Opened lately' },
              { value: 'pre-registered', label: 'Pre-registered' },
              { value: 'inquiry', label: 'Inquiries' },
              { value: 'restriction-open', label: 'Restriction to decide' },
            ]}
            value={show}
            onChange={(value) => setShow(value as Show)}
          />
        )}
      </PageHeader>
      {sought !== '' ? <Found text={sought} /> : show === 'recent' ? <Recent /> : <Waiting show={show} />}
    </>
  )
}

function Table({
  name,
  label,
  rows,
  empty,
}: {
  name: string
  label: string
  rows: readonly Row[]
  empty: Empty
}) {
  return (
    <DataTable
      name={name}
      label={label}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      columns={columns}
      to={(row) => `/patients/${row.id}`}
      onPoint={(row) => readAhead(readPatient, { params: { id: row.id } })}
      empty={empty}
    />
  )
}
type Empty = { readonly title: string; readonly detail: string }

function Found({ text }: { text: string }) {
  const found = useRead(searchPatients, { body: { text, limit: 50 } }, { keepPrevious: true })
  return (
    <Loaded of={found} rows={8}>
      {(rows) => (
        <Table
          name="patients"
          label="Patients found"
          rows={rows}
          empty={{
            title: 'Nobody here answers to that',
            detail: 'Try fewer letters, the birth date as 3/14/75, or the last four digits of the phone.',
          }}
        />
      )}
    </Loaded>
  )
}

function Recent() {
  const recent = useRead(readRecentPatients, {})
  return (
    <Loaded of={recent} rows={8}>
      {(rows) => (
        <Table
          name="patients"
          label="Patients you opened lately"
          rows={rows}
          empty={{
            title: 'The patients you open will be here',
            detail: 'Type a name, a birth date, a phone number or an MRN above to find one.',
          }}
        />
      )}
    </Loaded>
  )
}

const waitingWords: Readonly<Record<Exclude<Show, 'recent'>, Empty & { readonly label: string }>> = {
  'pre-registered': {
    label: 'Patients who still lack something',
    title: 'Nobody is pre-registered',
    detail: 'Patients stand here while something of the minimum data set is missing.',
  },
  inquiry: {
    label: 'Inquiries',
    title: 'No inquiry is open',
    detail: 'People who asked about the practice stand here until they are registered.',
  },
  'restriction-open': {
    label: 'Patients who asked for a restriction',
    title: 'No request waits for a decision',
    detail: 'Requests to restrict disclosures stand here until somebody decides.',
  },
}

function Waiting({ show }: { show: Exclude<Show, 'recent'> }) {
  const [after, setAfter] = useAddress('after', '')
  const query = { show, ...(after && { after: after as Row['id'] }) }
  const waiting = useRead(listPatients, { query }, { keepPrevious: true })
  const { label, ...empty } = waitingWords[show]
  return (
    <Loaded of={waiting} rows={8}>
      {({ patients, more }) => (
        <>
          <Table name="patients" label={label} rows={patients} empty={empty} />
          {(more || after) && (
            <Button.Group mt="md">
              {after && (
                <Button variant="default" onClick={() => setAfter('')}>
                  From the beginning
                </Button>
              )}
              {more && (
                <Button variant="default" onClick={() => setAfter(patients.at(-1)!.id, 'step')}>
                  Next {patients.length}
                </Button>
              )}
            </Button.Group>
          )}
        </>
      )}
    </Loaded>
  )
}

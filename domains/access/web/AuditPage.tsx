import { Button, Group, Select, TextInput } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useSite } from '#web/site.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SavedViews } from '#web/ui/SavedViews.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { When } from '#web/ui/When.tsx'
import { listAudit } from '../audit/contract.ts'
import classes from './Access.module.css'
import { AuditCheck } from './AuditCheck.tsx'
import { type Entry, EntryPanel } from './EntryPanel.tsx'
import { type Kind, kindWords, kinds, outcomes } from './words.ts'

const columns: readonly Column<Entry>[] = [
  { key: 'at', title: 'When', cell: (entry) => <When at={entry.at} /> },
  { key: 'actor', title: 'Who', cell: (entry) => entry.actor },
  { key: 'role', title: 'Role', cell: (entry) => entry.role, optional: 'hidden' },
  { key: 'kind', title: 'Did what', cell: (entry) => kindWords[entry.kind] },
  { key: 'subject', title: 'To what', cell: (entry) => entry.about },
  { key: 'reason', title: 'Why', cell: (entry) => entry.reason, optional: 'shown' },
  { key: 'origin', title: 'From', cell: (entry) => entry.origin, optional: 'hidden' },
  {
    key: 'outcome',
    title: 'Outcome',
    cell: (entry) =>
      entry.outcome === 'done' ? (
        <Status tone="good">Done</Status>
      ) : (
        <Status tone={entry.outcome === 'refused' ? 'soon' : 'harm'}>
          {entry.outcome === 'refused' ? 'Refused' : 'Failed'}
        </Status>
      ),
  },
]

const asDate = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? Temporal.PlainDate.from(text) : null)
const outcomeWords = { done: 'Done', refused: 'Refused', failed: 'Failed' }

/** Who did what, when, from where; newest first. The filters stand in the address. */
export default function AuditPage() {
  const [actorId, setActor] = useAddress('person', '')
  const [patientId, setPatient] = useAddress('patient', '')
  const [kind, setKind] = useAddress('kind', '')
  const [outcome, setOutcome] = useAddress('outcome', '')
  const [subject, setSubject] = useAddress('about', '')
  const [from, setFrom] = useAddress('from', '')
  const [to, setTo] = useAddress('to', '')
  const [before, setBefore] = useAddress('before', '')
  const [open, setOpen] = useAddress('open', '')
  const timeZone = useSite().site?.timeZone ?? Temporal.Now.timeZoneId()

  const days = { from: asDate(from), to: asDate(to) }
  const audit = useRead(
    listAudit,
    {
      query: {
        timeZone,
        ...(before && { before: Number(before) }),
        ...(actorId && { actorId: actorId as Id<'User'> }),
        ...(patientId && { patientId: patientId as Id<'Patient'> }),
        ...(kind && { kind: kind as Kind }),
        ...(outcome && { outcome: outcome as (typeof outcomes)[number] }),
        ...(subject && { subject }),
        ...(days.from && { from: days.from }),
        ...(days.to && { to: days.to }),
      },
    },
    { keepPrevious: true },
  )
  /** Another filter begins at the newest again. */
  const filter = (set: (value: string) => void) => (value: string | null) => {
    if (before) setBefore('')
    set(value ?? '')
  }

  return (
    <>
      <PageHeader title="Audit log" actions={<AuditCheck />}>
        <SavedViews />
      </PageHeader>
      <div className={classes['filters']} role="search" aria-label="Filters">
        <Select
          label="Who"
          placeholder="Anybody"
          searchable
          clearable
          data={(audit.data?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={actorId || null}
          onChange={filter(setActor)}
        />
        <Select
          label="Did what"
          placeholder="Anything"
          clearable
          data={kinds.map((value) => ({ value, label: kindWords[value] }))}
          value={kind || null}
          onChange={filter(setKind)}
        />
        <Select
          label="Outcome"
          placeholder="Any"
          clearable
          data={outcomes.map((value) => ({ value, label: outcomeWords[value] }))}
          value={outcome || null}
          onChange={filter(setOutcome)}
        />
        <TextInput
          key={subject}
          label="To what"
          placeholder="patients, billing.payment …"
          defaultValue={subject}
          onBlur={(event) => filter(setSubject)(event.currentTarget.value.trim())}
          onKeyDown={(event) => {
            if (event.key === 'Enter') filter(setSubject)(event.currentTarget.value.trim())
          }}
        />
        <DateField
          past
          label="From"
          id="audit-from"
          error={undefined}
          value={days.from}
          onChange={(date) => filter(setFrom)(date?.toString() ?? '')}
        />
        <DateField
          past
          label="To"
          id="audit-to"
          error={undefined}
          value={days.to}
          onChange={(date) => filter(setTo)(date?.toString() ?? '')}
        />
        {patientId && (
          <Button variant="default" onClick={() => filter(setPatient)('')}>
            Of every patient again
          </Button>
        )}
      </div>
      <Loaded of={audit} rows={12}>
        {({ entries, more }) => {
          const chosen = entries.find(({ id }) => String(id) === open)
          return (
            <>
              <DataTable
                name="audit"
                label="Audit log"
                rows={entries}
                rowId={(entry) => String(entry.id)}
                rowName={(entry) => `entry ${entry.id}`}
                columns={columns}
                openId={open}
                onOpen={(entry) => setOpen(String(entry.id), 'step')}
                empty={{ title: 'Nothing was recorded', detail: 'Widen the filters above.' }}
              />
              <Group gap="sm" mt="md">
                {before && (
                  <Button variant="default" onClick={() => setBefore('')}>
                    Newest
                  </Button>
                )}
                {more && (
                  <Button variant="default" onClick={() => setBefore(String(entries.at(-1)!.id), 'step')}>
                    Older
                  </Button>
                )}
              </Group>
              {chosen && (
                <EntryPanel entry={chosen} onClose={() => setOpen('')} onPatient={filter(setPatient)} />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

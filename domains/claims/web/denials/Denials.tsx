import { SegmentedControl } from '@mantine/core'
import { sum } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { useAddress } from '#web/address.ts'
import { readAhead, useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay, useSession } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SavedViews } from '#web/ui/SavedViews.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate, useToday } from '#web/ui/When.tsx'
import { assignDenial, readDenial, readDenials } from '../../denials/contract.ts'
import type { Show } from '../../denials/denial.ts'
import { DenialPanel } from './DenialPanel.tsx'
import { type Denial, causeWords, isSettled, reasonOf, stateWords } from './words.ts'

const shows: readonly (readonly [Show, string])[] = [
  ['open', 'Open'],
  ['mine', 'Mine'],
  ['unassigned', 'Nobody’s'],
  ['overdue', 'Past their day'],
  ['deadline', 'Appeal ends soon'],
  ['closed', 'Settled'],
]

const nothing: Readonly<Record<Show, { readonly title: string; readonly detail: string }>> = {
  open: { title: 'Nothing is denied', detail: 'Denials of remittances stand here by themselves.' },
  mine: { title: 'You have none', detail: 'Take one from the open denials: its owner is who works it.' },
  unassigned: { title: 'Each denial has somebody', detail: 'Those nobody has taken stand here.' },
  overdue: { title: 'Nothing is late', detail: 'Denials past the day of their next action stand here.' },
  deadline: {
    title: 'No appeal ends soon',
    detail: 'Denials whose appeal must be written within 30 days stand here.',
  },
  closed: {
    title: 'Nothing is settled yet',
    detail: 'Recovered, written off and billed denials stand here.',
  },
}

/** A day that must not pass, in a word and a shape. */
function Deadline({ on }: { on: Temporal.PlainDate }) {
  const days = useToday().until(on).days
  return (
    <Status tone={days < 0 ? 'harm' : days <= 30 ? 'soon' : 'neutral'}>
      <OnDate short date={on} />
    </Status>
  )
}

function NextAction({ on }: { on: Temporal.PlainDate }) {
  const late = Temporal.PlainDate.compare(on, useToday()) < 0
  return (
    <Status tone={late ? 'harm' : 'neutral'}>
      <OnDate short date={on} />
    </Status>
  )
}

const columns: readonly Column<Denial>[] = [
  {
    key: 'claim',
    title: 'Claim',
    cell: (row) => <span className="number">{row.claimNumber}</span>,
    sort: (row) => row.claimNumber,
    width: '6rem',
  },
  {
    key: 'why',
    title: 'Why it is here',
    cell: (row) => (
      <>
        <strong>{reasonOf(row)}</strong> {row.meaning}
      </>
    ),
    sort: reasonOf,
  },
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  {
    key: 'payer',
    title: 'Payer',
    cell: (row) => row.payerName,
    sort: (row) => row.payerName,
    optional: 'shown',
  },
  {
    key: 'cause',
    title: 'Cause',
    cell: (row) => causeWords[row.cause] ?? row.cause,
    sort: (row) => row.cause,
    optional: 'hidden',
  },
  {
    key: 'amount',
    title: 'Amount',
    align: 'right',
    cell: (row) => <Money cents={isSettled(row) ? row.amountCents : row.leftCents} />,
    sort: (row) => (isSettled(row) ? row.amountCents : row.leftCents),
  },
  {
    key: 'deadline',
    title: 'Appeal until',
    cell: (row) => row.appealUntilOn && <Deadline on={row.appealUntilOn} />,
    sort: (row) => row.appealUntilOn,
  },
  {
    key: 'next',
    title: 'Next action',
    cell: (row) => !isSettled(row) && row.nextActionOn && <NextAction on={row.nextActionOn} />,
    sort: (row) => row.nextActionOn,
    optional: 'shown',
  },
  {
    key: 'state',
    title: 'State',
    cell: (row) => <Status tone={stateWords[row.state].tone}>{stateWords[row.state].label}</Status>,
    sort: (row) => stateWords[row.state].label,
    optional: 'hidden',
  },
  {
    key: 'owner',
    title: 'Who has it',
    cell: (row) => row.ownerName ?? <span style={{ color: 'var(--ink-quiet)' }}>Nobody</span>,
    sort: (row) => row.ownerName,
    optional: 'shown',
  },
]

/** Denials by deadline and amount; one is worked in the panel beside the list. */
export default function Denials() {
  const [show, setShow] = useAddress<Show>('show', 'open')
  const [openId, setOpen] = useAddress<Id<'Denial'> | ''>('open', '')
  const mayWork = useMay('denials.work')
  const { user } = useSession()
  const read = useRead(readDenials, { query: { show } }, { keepPrevious: true })
  const take = useAct(assignDenial, { success: 'Yours', invalidates: ['/denials'] })
  useLive(['claims'], [readDenials, readDenial])
  const assign = ({ id, version }: Denial) =>
    take.run({ params: { id }, body: { ownerId: user.id, version } })
  const canTake = (row: Denial) => !isSettled(row) && row.ownerId !== user.id
  return (
    <Loaded of={read} rows={10}>
      {({ denials, counts, more }) => (
        <>
          <PageHeader
            title="Denials"
            facts={
              show !== 'closed' && (
                <>
                  <Money cents={sum(denials.map(({ leftCents }) => leftCents))} sign /> to be won
                </>
              )
            }
          >
            <SegmentedControl
              aria-label="Which denials"
              data={shows.map(([value, label]) => ({ value, label: `${label} ${counts[value] ?? 0}` }))}
              value={show}
              onChange={(value) => setShow(value as Show)}
            />
            <SavedViews />
          </PageHeader>
          <DataTable
            name="denials"
            label="Denials"
            rows={denials}
            rowId={(row) => row.id}
            rowName={(row) => `denial ${reasonOf(row)} of claim ${row.claimNumber}`}
            columns={columns}
            onOpen={(row) => setOpen(row.id, 'step')}
            openId={openId}
            onPoint={(row) => readAhead(readDenial, { params: { id: row.id } })}
            filter={(row) =>
              `${row.claimNumber} ${row.patientName} ${row.payerName} ${reasonOf(row)} ${row.meaning}`
            }
            filterLabel="Claim, patient, payer or reason"
            {...(mayWork && {
              acts: [
                { label: 'Assign to me', key: 'a', when: canTake, run: (row: Denial) => void assign(row) },
              ],
              bulk: [
                {
                  label: 'Assign to me',
                  run: async (rows: readonly Denial[]) => {
                    for (const row of rows.filter(canTake)) await assign(row)
                  },
                },
              ],
              next: (row: Denial) =>
                row.ownerId === null && !isSettled(row)
                  ? { label: 'Take', run: () => void assign(row) }
                  : null,
            })}
            empty={nothing[show]}
          />
          {more && <p>These are the first {denials.length}: work the nearest deadlines first.</p>}
          {openId && <DenialPanel key={openId} id={openId} onClose={() => setOpen('')} />}
        </>
      )}
    </Loaded>
  )
}

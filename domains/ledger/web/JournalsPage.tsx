import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { negate } from '#kernel/cents.ts'
import type { Reply } from '#kernel/contract.ts'
import { useAddress } from '#web/address.ts'
import { useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { ConfirmDanger } from '#web/ui/ConfirmDanger.tsx'
import { DataTable } from '#web/ui/DataTable.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Facts } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate, When, useToday } from '#web/ui/When.tsx'
import { readJournals, readTrialBalance, reverseJournal } from '../journals/contract.ts'
import { dateOf } from './dateOf.ts'
import classes from './Ledger.module.css'
import { PostForm } from './PostForm.tsx'

export type Journal = Reply<typeof readJournals>['journals'][number]

const size = (row: Journal) => row.lines.reduce((sum, line) => sum + Math.max(0, line.amountCents), 0)

const columns: readonly Column<Journal>[] = [
  {
    key: 'on',
    title: 'Posted',
    cell: (row) => <OnDate date={row.postedOn} short />,
    sort: (row) => row.postedOn,
  },
  { key: 'memo', title: 'What', cell: (row) => row.memo, sort: (row) => row.memo },
  {
    key: 'accounts',
    title: 'Accounts',
    cell: (row) => [...new Set(row.lines.map((line) => line.account))].join(', '),
  },
  { key: 'amount', title: 'Amount', align: 'right', cell: (row) => <Money cents={size(row)} />, sort: size },
  {
    key: 'by',
    title: 'By',
    cell: (row) => row.postedBy ?? 'Wellrun',
    sort: (row) => row.postedBy,
    optional: 'shown',
  },
  {
    key: 'state',
    title: '',
    cell: (row) =>
      row.reversedById ? (
        <Status tone="soon">Reversed</Status>
      ) : row.reversesId ? (
        <Status>Reversal</Status>
      ) : null,
  },
]

/** Everything that was posted, newest first. Nothing is edited: a mistake is reversed and posted anew. */
export default function JournalsPage() {
  const [account, setAccount] = useAddress('account', '')
  const [from, setFrom] = useAddress('from', '')
  const [to, setTo] = useAddress('to', '')
  const [open, setOpen] = useAddress('open', '')
  const mayPost = useMay('ledger.post')
  const chart = useRead(readTrialBalance, { query: {} })
  const read = useRead(
    readJournals,
    {
      query: {
        limit: 200,
        ...(account && { account }),
        ...(from && { from: dateOf(from)! }),
        ...(to && { to: dateOf(to)! }),
      },
    },
    { keepPrevious: true },
  )
  useLive(['billing', 'claims'], [readJournals])
  const chosen = read.data?.journals.find(({ id }) => id === open)
  return (
    <>
      <PageHeader
        title="Journals"
        facts={read.data?.more ? 'The newest 200: narrow the days to see older ones' : undefined}
        actions={mayPost && <Button onClick={() => setOpen('new', 'step')}>Post a journal</Button>}
      >
        <Select
          label="Account"
          clearable
          searchable
          placeholder="All accounts"
          data={(chart.data?.accounts ?? []).map(({ code, name }) => ({
            value: code,
            label: `${code} ${name}`,
          }))}
          value={account || null}
          onChange={(code) => setAccount(code ?? '')}
        />
        <DateField
          label="From (optional)"
          value={dateOf(from)}
          onChange={(date) => setFrom(date?.toString() ?? '')}
        />
        <DateField
          label="To (optional)"
          value={dateOf(to)}
          onChange={(date) => setTo(date?.toString() ?? '')}
        />
      </PageHeader>
      <Loaded of={read} rows={12}>
        {({ journals }) => (
          <DataTable
            name="journals"
            label="Journals"
            rows={journals}
            rowId={(row) => row.id}
            rowName={(row) => `journal ${row.memo} of ${row.postedOn.toString()}`}
            columns={columns}
            onOpen={(row) => setOpen(row.id, 'step')}
            openId={open}
            filter={(row) => `${row.memo} ${row.source}`}
            empty={{
              title: 'Nothing was posted here',
              detail: 'Charges, payments and remittances post by themselves.',
            }}
          />
        )}
      </Loaded>
      {open === 'new' && (
        <SidePanel title="Post a journal" onClose={() => setOpen('')}>
          <PostForm accounts={chart.data?.accounts ?? []} onDone={() => setOpen('')} />
        </SidePanel>
      )}
      {chosen && (
        <SidePanel key={chosen.id} title={chosen.memo} onClose={() => setOpen('')}>
          <OneJournal journal={chosen} />
        </SidePanel>
      )}
    </>
  )
}

function OneJournal({ journal }: { journal: Journal }) {
  const mayReverse = useMay('ledger.reverse')
  const today = useToday()
  const [asking, setAsking] = useState(false)
  const [why, setWhy] = useState('')
  const reverse = useAct(reverseJournal, { invalidates: ['/ledger'], success: 'Reversed' })
  return (
    <>
      <Facts
        of={[
          ['Posted', <OnDate key="on" date={journal.postedOn} />],
          [
            'Entered',
            <span key="at">
              <When at={journal.postedAt} /> by {journal.postedBy ?? 'Wellrun'}
            </span>,
          ],
          ['From', journal.source],
        ]}
      />
      <table className={classes['lines']} aria-label="Lines">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Debit</th>
            <th scope="col">Credit</th>
          </tr>
        </thead>
        <tbody>
          {journal.lines.map((line, at) => (
            <tr key={`${line.account} ${String(at)}`}>
              <td>
                {line.account} {line.name}
              </td>
              <td>{line.amountCents > 0 && <Money cents={line.amountCents} />}</td>
              <td>{line.amountCents < 0 && <Money cents={negate(line.amountCents)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {mayReverse && journal.source === 'ledger.by-hand' && !journal.reversedById && !journal.reversesId && (
        <Button variant="default" mt="md" onClick={() => setAsking(true)}>
          Reverse
        </Button>
      )}
      {asking && (
        <ConfirmDanger
          opened
          onClose={() => setAsking(false)}
          title="Reverse this journal"
          act="Reverse it"
          onConfirm={() =>
            reverse.run({
              params: { id: journal.id },
              body: { postedOn: today, reason: why.trim() || 'Posted by mistake' },
            })
          }
        >
          <p>
            The same lines are posted again today with debits and credits exchanged. It cannot be reversed
            twice.
          </p>
          <TextInput
            label="Why"
            placeholder="Posted by mistake"
            value={why}
            maxLength={180}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
        </ConfirmDanger>
      )}
    </>
  )
}

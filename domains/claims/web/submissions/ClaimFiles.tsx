import { Button, SegmentedControl, Table } from '@mantine/core'
import { money } from '#kernel/cents.ts'
import type { Reply } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { useAddress } from '#web/address.ts'
import { downloadFile, upload, useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { invalidate } from '#web/queries.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { say, sayRefused } from '#web/ui/say.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Status, type Tone } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { When } from '#web/ui/When.tsx'
import { Receiver } from './Receiver.tsx'
import {
  downloadSubmission,
  dropAcknowledgement,
  makeSubmission,
  markSent,
  readSubmissions,
} from '../../submissions/contract.ts'

type Files = Reply<typeof readSubmissions>
type File837 = Files['submissions'][number]
type Show = 'all' | 'silent'

const states: Readonly<Record<File837['state'], { readonly label: string; readonly tone: Tone }>> = {
  written: { label: 'Written', tone: 'soon' },
  sent: { label: 'Sent', tone: 'active' },
  acknowledged: { label: 'Readable (999)', tone: 'good' },
  rejected: { label: 'Refused', tone: 'harm' },
}
const outcomes: Readonly<
  Record<Files['acknowledgements'][number]['outcome'], { readonly label: string; readonly tone: Tone }>
> = {
  accepted: { label: 'Accepted', tone: 'good' },
  partial: { label: 'In part', tone: 'soon' },
  rejected: { label: 'Rejected', tone: 'harm' },
  unknown: { label: 'Unclear', tone: 'neutral' },
}

const columns: readonly Column<File837>[] = [
  {
    key: 'number',
    title: 'File',
    cell: (row) => <span className="number">{row.controlNumber}</span>,
    sort: (row) => row.controlNumber,
  },
  {
    key: 'made',
    title: 'Made',
    cell: (row) => (
      <>
        <When at={row.createdAt} /> {row.createdBy && `by ${row.createdBy}`}
      </>
    ),
    sort: (row) => row.createdAt,
  },
  {
    key: 'sent',
    title: 'Sent',
    cell: (row) => (row.sentAt ? <When at={row.sentAt} /> : '–'),
    sort: (row) => row.sentAt,
  },
  {
    key: 'state',
    title: 'State',
    cell: (row) => <Status tone={states[row.state].tone}>{states[row.state].label}</Status>,
    sort: (row) => row.state,
  },
  {
    key: 'claims',
    title: 'Claims',
    align: 'right',
    cell: (row) => row.claimCount,
    sort: (row) => row.claimCount,
  },
  {
    key: 'accepted',
    title: 'Accepted',
    align: 'right',
    cell: (row) => row.accepted || '–',
    sort: (row) => row.accepted,
    optional: 'shown',
  },
  {
    key: 'rejected',
    title: 'Rejected',
    align: 'right',
    cell: (row) => row.rejected || '–',
    sort: (row) => row.rejected,
    optional: 'shown',
  },
  {
    key: 'total',
    title: 'Charge',
    align: 'right',
    cell: (row) => <Money cents={row.totalCents} />,
    sort: (row) => row.totalCents,
  },
]

const download = (row: File837) =>
  downloadFile(downloadSubmission, { params: { id: row.id } }).catch(sayRefused)

/** Files of claims: made from what is ready, handed over, and what came back for them. */
export default function ClaimFiles() {
  const [show, setShow] = useAddress<Show>('show', 'all')
  const maySubmit = useMay('claims.submit')
  const read = useRead(readSubmissions, { query: { show } }, { keepPrevious: true })
  useLive(['claims'], [readSubmissions])
  const sent = useAct(markSent, { success: 'Marked as sent', invalidates: ['/submissions', '/claims'] })
  return (
    <>
      <PageHeader title="Claim files" actions={maySubmit && read.data && <Make ready={read.data.ready} />}>
        <SegmentedControl
          aria-label="Which files"
          data={[
            { value: 'all', label: 'All' },
            { value: 'silent', label: 'Without an answer' },
          ]}
          value={show}
          onChange={(value) => setShow(value as Show)}
        />
      </PageHeader>
      {maySubmit && <Answers />}
      <Loaded of={read} rows={8}>
        {({ submissions, acknowledgements, clearinghouse }) => (
          <>
            <DataTable
              name="claim-files"
              label="Claim files"
              rows={submissions}
              rowId={(row) => row.id}
              rowName={(row) => `file ${row.controlNumber}`}
              columns={columns}
              {...(maySubmit && { onOpen: (row: File837) => void download(row) })}
              initialSort="-made"
              next={(row) =>
                maySubmit && row.state === 'written'
                  ? {
                      label: 'I have sent it',
                      run: () => void sent.run({ params: { id: row.id }, body: { version: row.version } }),
                    }
                  : null
              }
              acts={maySubmit ? [{ label: 'Download', key: 'd', run: (row) => void download(row) }] : []}
              empty={{
                title: show === 'silent' ? 'Every file was answered' : 'No file was made yet',
                detail: 'All claims that are ready go into one file, which you hand to the clearinghouse.',
              }}
            />
            <Receiver key={clearinghouse.id} of={clearinghouse} mayChange={maySubmit} />
            {acknowledgements.length > 0 && <Answered of={acknowledgements} />}
          </>
        )}
      </Loaded>
    </>
  )
}

const claimsOf = (count: number) => (count === 1 ? 'one claim' : `${count} claims`)

function Make({ ready: { count, totalCents } }: { ready: Files['ready'] }) {
  const make = useAct(makeSubmission, {
    invalidates: ['/submissions', '/claims'],
    success: ({ claimCount, leftOut }) =>
      leftOut === 0
        ? `A file of ${claimsOf(claimCount)} is made`
        : `A file of ${claimsOf(claimCount)} is made; ${leftOut} were left out and stand under “To mend”`,
  })
  if (count === 0)
    return (
      <Button variant="default" component={To} to="/claims">
        No claim is ready
      </Button>
    )
  return (
    <Button loading={make.busy} onClick={() => void make.run({ body: { id: newId() } })}>
      Make a file of {claimsOf(count)}, ${money(totalCents)}
    </Button>
  )
}

/** What came back, dropped as it is: the file says by itself which answer it is. */
function Answers() {
  const read = async (file: Blob, progress: (share: number) => void) => {
    const { acknowledgements, accepted, rejected, unknown } = await upload(
      dropAcknowledgement,
      {},
      file,
      progress,
    )
    await invalidate(['/submissions', '/claims'])
    say(
      accepted + rejected + unknown === 0
        ? acknowledgements.map(({ note }) => note).join(' ')
        : `${accepted} accepted, ${rejected} rejected${unknown > 0 ? `, ${unknown} not ours` : ''}`,
    )
  }
  return (
    <FileDrop
      label="Answers of the clearinghouse (TA1, 999, 277CA)"
      accept={['.x12', '.edi', '.txt', '.999', '.277', 'application/edi-x12', 'text/plain']}
      multiple
      onFile={read}
    />
  )
}

function Answered({ of }: { of: Files['acknowledgements'] }) {
  return (
    <Section title="What came back">
      <Table aria-label="Answers">
        <Table.Tbody>
          {of.map((answer) => (
            <Table.Tr key={answer.id}>
              <Table.Td w="11rem">
                <When at={answer.receivedAt} />
              </Table.Td>
              <Table.Td w="5rem">{answer.kind}</Table.Td>
              <Table.Td w="8rem">
                <Status tone={outcomes[answer.outcome].tone}>{outcomes[answer.outcome].label}</Status>
              </Table.Td>
              <Table.Td>{answer.note}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}

import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, type ReactNode } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { useAddress } from '#web/address.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Money } from '#web/ui/Money.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { money } from '#kernel/cents.ts'
import type { readRemittance } from '../../remittances/contract.ts'
import { Settle } from './Settle.tsx'
import { type PayersClaim, type Remittance, actionWords, claimState, statusWords } from './words.ts'

const shows = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting for you' },
  { value: 'denied', label: 'Denied' },
] as const
export type ShowClaims = (typeof shows)[number]['value']

const columnsOf = (remittance: Remittance): readonly Column<PayersClaim>[] => [
  {
    key: 'number',
    title: 'Claim',
    cell: (row) => <span className="number">{row.claimNumber}</span>,
    sort: (row) => row.claimNumber,
  },
  { key: 'patient', title: 'Patient', cell: (row) => row.patientName, sort: (row) => row.patientName },
  {
    key: 'served',
    title: 'Service',
    cell: (row) => row.servedOn && <OnDate short date={Temporal.PlainDate.from(row.servedOn)} />,
    sort: (row) => row.servedOn,
    optional: 'shown',
  },
  {
    key: 'charge',
    title: 'Charged',
    align: 'right',
    cell: (row) => <Money cents={row.chargeCents} />,
    sort: (row) => row.chargeCents,
  },
  {
    key: 'paid',
    title: 'Paid',
    align: 'right',
    cell: (row) => <Money cents={row.paidCents} />,
    sort: (row) => row.paidCents,
  },
  {
    key: 'patientPart',
    title: 'Patient',
    align: 'right',
    cell: (row) => <Money cents={row.patientCents} />,
    sort: (row) => row.patientCents,
    optional: 'shown',
  },
  {
    key: 'adjustments',
    title: 'Adjusted',
    cell: (row) =>
      row.adjustments
        .map(({ group, carc, amountCents }) => `${group}-${carc} ${money(amountCents)}`)
        .join(', '),
    optional: 'shown',
  },
  {
    key: 'state',
    title: 'State',
    cell: (row) => (
      <Status tone={claimState(row, remittance).tone}>{claimState(row, remittance).label}</Status>
    ),
    sort: (row) => claimState(row, remittance).label,
  },
]

/** The payer's claims, 200 at a time; one is opened beside the list. */
export function RemittanceClaims({
  opened: { remittance, claims, more },
}: {
  opened: Reply<typeof readRemittance>
}) {
  const [show, setShow] = useAddress<ShowClaims>('show', 'all')
  const [after, setAfter] = useAddress('after', '0')
  const [openId, setOpen] = useAddress('open', '')
  const columns = useMemo(() => columnsOf(remittance), [remittance])
  const open = claims.find(({ id }) => id === openId)
  return (
    <Section
      title="Claims"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which claims"
          data={[...shows]}
          value={show}
          onChange={(value) => {
            setAfter('0')
            setShow(value as ShowClaims)
          }}
        />
      }
    >
      <DataTable
        name="remittance-claims"
        label="Claims of the remittance"
        rows={claims}
        rowId={(row) => row.id}
        rowName={(row) => `claim ${row.claimNumber}`}
        columns={columns}
        onOpen={(row) => setOpen(row.id, 'step')}
        openId={openId}
        filter={(row) => `${row.claimNumber} ${row.patientName} ${row.payerControlNumber ?? ''}`}
        filterLabel="Claim or patient"
        empty={
          show === 'waiting'
            ? { title: 'Nothing waits', detail: 'Every claim of this payment is posted or set aside.' }
            : { title: show === 'denied' ? 'No claim was denied' : 'This payment names no claim' }
        }
      />
      {after !== '0' && (
        <Button variant="default" mt="md" mr="sm" onClick={() => setAfter('0')}>
          First claims
        </Button>
      )}
      {more && (
        <Button variant="default" mt="md" onClick={() => setAfter(String(claims.at(-1)!.position), 'step')}>
          Next claims
        </Button>
      )}
      {open && (
        <SidePanel
          key={open.id}
          title={`Claim ${open.claimNumber}`}
          onClose={() => setOpen('')}
          {...(open.claimId && { full: `/claims/${open.claimId}` })}
        >
          <Opened claim={open} remittance={remittance}>
            {remittance.state === 'posted' && (open.state === 'unmatched' || open.state === 'held') && (
              <Settle claim={open} onDone={() => setOpen('')} />
            )}
          </Opened>
        </SidePanel>
      )}
    </Section>
  )
}

function Opened({
  claim,
  remittance,
  children,
}: {
  claim: PayersClaim
  remittance: Remittance
  /** What is to be decided, before the facts. */
  children?: ReactNode
}) {
  const state = claimState(claim, remittance)
  return (
    <>
      <p>
        <Status tone={state.tone}>{state.label}</Status>
        {claim.why && `: ${claim.why}`}
      </p>
      {children}
      <Facts
        of={[
          [
            'Patient',
            claim.patientId ? (
              <To key="patient" to={`/patients/${claim.patientId}`}>
                {claim.patientName}
              </To>
            ) : (
              claim.patientName || null
            ),
          ],
          ['Payer says', statusWords(claim.statusCode)],
          ['Payer’s number', claim.payerControlNumber],
          ['Service', claim.servedOn && <OnDate key="on" date={Temporal.PlainDate.from(claim.servedOn)} />],
          ['Charged', <Money key="charged" cents={claim.chargeCents} sign />],
          ['Paid', <Money key="paid" cents={claim.paidCents} sign />],
          ['Patient’s part', <Money key="part" cents={claim.patientCents} sign />],
        ]}
      />
      {claim.adjustments.length > 0 && (
        <Section title="Adjusted">
          {claim.adjustments.map(({ group, carc, amountCents, meaning, action }, index) => (
            <p key={`${group}${carc}${index}`}>
              <strong>
                {group}-{carc} <Money cents={amountCents} sign />
              </strong>{' '}
              {meaning.replace(/\.$/, '')}: {actionWords[action] ?? action}.
            </p>
          ))}
        </Section>
      )}
    </>
  )
}

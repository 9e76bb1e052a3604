import { Alert, Code, Table, Tabs } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { PatientHead } from '#domains/patients/web/PatientHead.tsx'
import { useAddress, useParam } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { Empty } from '#web/ui/Empty.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Timeline } from '#web/ui/Timeline.tsx'
import { To } from '#web/ui/To.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { read837, readClaim } from '../../claims/contract.ts'
import { ClaimActs } from './ClaimActs.tsx'
import { ClaimLines } from './ClaimLines.tsx'
import { frequencyWords, stateOf } from './words.ts'

export type ClaimRecord = Reply<typeof readClaim>

/** A claim: whose, what to do now, what it says, what happened. */
export default function ClaimPage() {
  const id = useParam<Id<'Claim'>>('claimId')
  const read = useRead(readClaim, { params: { id } })
  useLive(['claims'], [readClaim, read837])
  const [tab, setTab] = useAddress('tab', 'claim')
  return (
    <Loaded of={read} rows={12}>
      {(claim) => (
        <>
          <PatientHead patientId={claim.patientId} actions={() => <ClaimActs claim={claim} />}>
            <Tabs value={tab} onChange={(next) => setTab(next ?? 'claim')}>
              <Tabs.List>
                <Tabs.Tab value="claim">Claim</Tabs.Tab>
                <Tabs.Tab value="history">History</Tabs.Tab>
                <Tabs.Tab value="837">As sent (837P)</Tabs.Tab>
              </Tabs.List>
            </Tabs>
          </PatientHead>
          {tab === 'history' ? (
            <History claim={claim} />
          ) : tab === '837' ? (
            <Segments id={id} />
          ) : (
            <Told claim={claim} />
          )}
        </>
      )}
    </Loaded>
  )
}

function Told({ claim }: { claim: ClaimRecord }) {
  return (
    <>
      <Findings claim={claim} />
      <Section
        title={`Claim ${claim.number}`}
        facts={<Status tone={stateOf(claim.state).tone}>{stateOf(claim.state).label}</Status>}
      >
        <Facts
          columns={3}
          of={[
            ['Payer', `${claim.payerName}${claim.rank === 'primary' ? '' : ` (${claim.rank})`}`],
            ['Plan', claim.planName],
            [
              'Member number',
              <span key="member" className="number">
                {claim.memberId}
              </span>,
            ],
            ['Service', <OnDate key="service" date={claim.serviceOn} />],
            ['Provider', claim.providerName],
            ['Site', claim.siteName],
            ['Charge', <Money key="charge" cents={claim.totalCents} />],
            ['Insurance owes', <Money key="owes" cents={claim.insuranceCents} />],
            ['File by', <OnDate key="by" date={claim.fileBy} near />],
            [
              'Kind',
              <>
                {frequencyWords(claim.frequency)}
                {claim.replaces && <To to={`/claims/${claim.replaces.id}`}> of an earlier claim</To>}
                {claim.replacedBy && (
                  <To to={`/claims/${claim.replacedBy.id}`}> (replaced by a later one)</To>
                )}
              </>,
            ],
            ["Payer's claim number", claim.payerControlNumber],
            ['Authorization', claim.priorAuthorization],
            ['Referral', claim.referralNumber],
            [
              'Visit',
              <To key="visit" to={`/charges/${claim.appointmentId}`}>
                Charges of the visit
              </To>,
            ],
          ]}
        />
      </Section>
      <ClaimLines claim={claim} />
    </>
  )
}

/** What keeps it from going out, and how to mend each. */
function Findings({ claim }: { claim: ClaimRecord }) {
  if (claim.state === 'held')
    return (
      <Alert color="yellow" title="Held" mb="md">
        {claim.holdReason}
      </Alert>
    )
  if (claim.findings.length === 0) return null
  const errors = claim.findings.filter(({ severity }) => severity === 'error')
  return (
    <Section title={errors.length > 0 ? 'What to mend' : 'Worth a look before sending'}>
      <Table aria-label="Findings">
        <Table.Tbody>
          {claim.findings.map((finding, index) => (
            <Table.Tr key={`${finding.edit}${index}`}>
              <Table.Td w="7rem">
                <Status tone={finding.severity === 'error' ? 'harm' : 'soon'}>
                  {finding.severity === 'error' ? 'Stops it' : 'Warning'}
                </Status>
              </Table.Td>
              <Table.Td>{finding.message}</Table.Td>
              <Table.Td>{finding.fix}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}

function History({ claim }: { claim: ClaimRecord }) {
  return (
    <Section title="What happened">
      <Timeline
        of={claim.events.toReversed().map((event) => ({
          id: event.id,
          at: event.at,
          who: event.by,
          what: stateOf(event.toState).label,
          detail: event.note,
        }))}
      />
    </Section>
  )
}

function Segments({ id }: { id: Id<'Claim'> }) {
  const read = useRead(read837, { params: { id } })
  return (
    <Section title="The claim as it is written in the file">
      <Loaded of={read} rows={12}>
        {({ segments }) =>
          segments.length === 0 ? (
            <Empty title="Nothing is written yet" />
          ) : (
            <Code block>{segments.join('\n')}</Code>
          )
        }
      </Loaded>
    </Section>
  )
}

import { Button, Checkbox, Group, Table, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { useAct, useRead } from '#web/api.ts'
import { Problem } from '#web/problem.ts'
import { useMay } from '#web/session.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { Refused } from '#web/ui/Refused.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Status } from '#web/ui/Status.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { matchClaim, readCandidates } from '../../remittances/contract.ts'
import { SetAside } from './RemittanceActs.tsx'
import type { PayersClaim } from './words.ts'

type Candidate = Reply<typeof readCandidates>['candidates'][number]

/** Which claim of ours the payer means: its words above, our claims below in the same columns, what differs marked. */
export function Settle({ claim, onDone }: { claim: PayersClaim; onDone: () => void }) {
  const mayPost = useMay('remittances.post')
  const [overpayment, setOverpayment] = useState(false)
  const [typed, setTyped] = useState('')
  const [number, setNumber] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [aside, setSettingAside] = useState(false)
  const read = useRead(readCandidates, { params: { id: claim.id }, query: number ? { number } : {} })
  const match = useAct(matchClaim, {
    success: 'Posted',
    invalidates: ['/remittances', '/remittance-claims', '/claims', '/denials'],
  })

  async function post(candidate: Candidate) {
    setProblem(null)
    try {
      await match.attempt({
        params: { id: claim.id },
        body: { claimId: candidate.claimId, overpayment, version: claim.version },
      })
      onDone()
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      setProblem(failure)
    }
  }
  const search = (event: FormEvent) => {
    event.preventDefault()
    setNumber(typed.trim())
  }
  return (
    <Section
      title="Which claim of ours is it?"
      actions={
        mayPost && (
          <Button variant="default" size="compact-sm" onClick={() => setSettingAside(true)}>
            Not ours: set aside
          </Button>
        )
      }
    >
      {problem !== null && <Refused problem={problem} />}
      <form onSubmit={search}>
        <Group gap="sm" align="end" mb="sm">
          <TextInput
            label="Claim number"
            placeholder="W100234"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            Look for it
          </Button>
        </Group>
      </form>
      {mayPost && claim.state === 'held' && (
        <Checkbox
          mb="sm"
          label="Post as overpayment: what is paid beyond what is open stays the payer’s"
          checked={overpayment}
          onChange={(event) => setOverpayment(event.currentTarget.checked)}
        />
      )}
      <Loaded of={read} rows={3}>
        {({ candidates }) => (
          <>
            <Table aria-label="The payer’s claim and ours" verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Claim</Table.Th>
                  <Table.Th>Patient and day</Table.Th>
                  <Table.Th ta="right">Charged</Table.Th>
                  <Table.Th>
                    <span className="for-screen-readers">Choose</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                <Table.Tr bg="var(--ground-quiet)">
                  <Table.Th scope="row">{claim.claimNumber}</Table.Th>
                  <Table.Td>
                    {claim.patientName}
                    <br />
                    {claim.servedOn && <OnDate short date={Temporal.PlainDate.from(claim.servedOn)} />}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Money cents={claim.chargeCents} />
                  </Table.Td>
                  <Table.Td>as the payer wrote</Table.Td>
                </Table.Tr>
                {likeliestFirst(candidates, claim).map((candidate) => (
                  <Ours
                    key={candidate.claimId}
                    ours={candidate}
                    theirs={claim}
                    {...(mayPost && { onPost: () => void post(candidate) })}
                    busy={match.busy}
                  />
                ))}
              </Table.Tbody>
            </Table>
            {candidates.length === 0 && (
              <p>
                {number
                  ? `There is no claim ${number}. Check the number.`
                  : 'No claim of ours has this day and amount, or this member. Look for it by its number, or set it aside.'}
              </p>
            )}
          </>
        )}
      </Loaded>
      {aside && <SetAside claim={claim} onClose={() => setSettingAside(false)} onDone={onDone} />}
    </Section>
  )
}

const sameDay = (ours: Candidate, theirs: PayersClaim) => ours.serviceOn.toString() === theirs.servedOn
const sameCharge = (ours: Candidate, theirs: PayersClaim) => ours.totalCents === Math.abs(theirs.chargeCents)

const likeliestFirst = (candidates: readonly Candidate[], theirs: PayersClaim) => {
  const likeness = (ours: Candidate) => Number(sameDay(ours, theirs)) + Number(sameCharge(ours, theirs))
  return candidates.toSorted((a, b) => likeness(b) - likeness(a))
}

function Ours({
  ours,
  theirs,
  onPost,
  busy,
}: {
  ours: Candidate
  theirs: PayersClaim
  onPost?: () => void
  busy: boolean
}) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{ours.number}</Table.Th>
      <Table.Td>
        {ours.patientName}
        <br />
        <Differs unless={sameDay(ours, theirs)}>
          <OnDate short date={ours.serviceOn} />
        </Differs>
      </Table.Td>
      <Table.Td ta="right">
        <Differs unless={sameCharge(ours, theirs)}>
          <Money cents={ours.totalCents} />
        </Differs>
      </Table.Td>
      <Table.Td ta="right">
        {onPost && (
          <Button
            size="compact-sm"
            variant="default"
            loading={busy}
            onClick={onPost}
            aria-label={`Post to claim ${ours.number}`}
          >
            It is this one
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** Marked, unless it is the same. */
const Differs = ({ unless, children }: { unless: boolean; children: ReactNode }) =>
  unless ? children : <Status tone="soon">{children}</Status>

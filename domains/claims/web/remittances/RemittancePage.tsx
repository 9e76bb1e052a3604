import { Button } from '@mantine/core'
import { useState } from 'react'
import { negate } from '#kernel/cents.ts'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { useAddress, useParam } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { Stat, Stats } from '#web/ui/Stat.tsx'
import { Status } from '#web/ui/Status.tsx'
import { OnDate, When } from '#web/ui/When.tsx'
import { readRemittance } from '../../remittances/contract.ts'
import { RemittanceClaims, type ShowClaims } from './RemittanceClaims.tsx'
import { Deposit, TakeBack } from './RemittanceActs.tsx'
import { type Remittance, canBeDeposited, methodWords, stateOf } from './words.ts'

type Opened = Reply<typeof readRemittance>

export default function RemittancePage() {
  const id = useParam<Id<'Remittance'>>('remittanceId')
  const [show] = useAddress<ShowClaims>('show', 'all')
  const [after] = useAddress('after', '0')
  const read = useRead(
    readRemittance,
    { params: { id }, query: { show, after: Number(after) || 0 } },
    { keepPrevious: true },
  )
  useLive(['claims'], [readRemittance])
  return (
    <Loaded of={read} rows={8}>
      {(opened) => (
        <>
          <PageHeader
            title="Remittance"
            facts={
              <>
                {opened.remittance.payerName}{' '}
                <Status tone={stateOf(opened.remittance).tone}>{stateOf(opened.remittance).label}</Status>
              </>
            }
            actions={<Acts remittance={opened.remittance} />}
          />
          <Payment opened={opened} />
          <RemittanceClaims opened={opened} />
        </>
      )}
    </Loaded>
  )
}

function Acts({ remittance }: { remittance: Remittance }) {
  const mayPost = useMay('remittances.post')
  const mayReverse = useMay('remittances.reverse')
  const [asking, setAsking] = useState<'deposit' | 'back' | null>(null)
  const close = () => setAsking(null)
  return (
    <>
      {mayReverse && remittance.state === 'posted' && remittance.depositedOn === null && (
        <Button variant="default" onClick={() => setAsking('back')}>
          Take it back
        </Button>
      )}
      {mayPost && canBeDeposited(remittance) && (
        <Button onClick={() => setAsking('deposit')}>The money has arrived</Button>
      )}
      {asking === 'deposit' && <Deposit remittance={remittance} onClose={close} />}
      {asking === 'back' && <TakeBack remittance={remittance} onClose={close} />}
    </>
  )
}

function Payment({ opened: { remittance, totals } }: { opened: Opened }) {
  const at = `/remittances/${remittance.id}`
  const adds = totals.differenceCents === 0
  const waiting = remittance.state === 'posted' ? remittance.waitingCount : 0
  return (
    <>
      {remittance.problems.length > 0 && (
        <Section title="Why nothing was posted">
          <ul>
            {remittance.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <p>Ask the payer for a corrected file and drop it: it takes the place of this one.</p>
        </Section>
      )}
      <Section title="The payment">
        <Facts
          columns={2}
          of={[
            ['Payment', `${remittance.trace}, ${methodWords(remittance.method)}`],
            ['Claims paid', <Money key="paid" cents={totals.paidCents} sign />],
            ['Paid on', remittance.paidOn && <OnDate key="on" date={remittance.paidOn} />],
            // Positive takes away from the payment (PLB); shown as it counts.
            ['Provider adjustments', <Money key="plb" cents={negate(totals.providerAdjustmentCents)} sign />],
            [
              'At the bank',
              remittance.depositedOn ? <OnDate key="bank" date={remittance.depositedOn} /> : 'Not yet',
            ],
            ['Payment made', <Money key="amount" cents={totals.amountCents} sign />],
            [
              'Received',
              <span key="received">
                <When at={remittance.receivedAt} /> {remittance.receivedBy && `by ${remittance.receivedBy}`}
              </span>,
            ],
            [
              'Adds up',
              <Status key="adds" tone={adds ? 'good' : 'harm'}>
                {adds ? (
                  'To the cent'
                ) : (
                  <>
                    Off by <Money cents={Math.abs(totals.differenceCents)} sign />
                  </>
                )}
              </Status>,
            ],
          ]}
        />
      </Section>
      <Stats>
        <Stat label="Claims" value={remittance.claimCount} to={at} />
        <Stat label="Posted" value={remittance.postedCount} />
        <Stat
          label="Waiting for you"
          value={waiting}
          to={`${at}?show=waiting`}
          tone={waiting > 0 ? 'soon' : 'neutral'}
        />
        <Stat
          label="Denied"
          value={remittance.deniedCount}
          to={`${at}?show=denied`}
          tone={remittance.deniedCount > 0 ? 'harm' : 'neutral'}
        />
      </Stats>
    </>
  )
}

import { Button, Group } from '@mantine/core'
import { negate } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { useAddress } from '#web/address.ts'
import { downloadFile, openFile, useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { sayRefused } from '#web/ui/say.tsx'
import { Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Stat, Stats } from '#web/ui/Stat.tsx'
import { Flag } from '#web/ui/Status.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { buckets } from '../accounts/ageing.ts'
import { exportAccount, readAccount } from '../accounts/contract.ts'
import { applyCredits } from '../payments/contract.ts'
import { endHold, makeStatements, printStatement } from '../statements/contract.ts'
import { AccountCharges } from './AccountCharges.tsx'
import { AccountPayments } from './AccountPayments.tsx'
import { AskForm } from './AskForm.tsx'
import classes from './Billing.module.css'
import { HoldForm } from './HoldForm.tsx'
import { JournalLines } from './JournalLines.tsx'
import { PaymentForm } from './PaymentForm.tsx'
import { type Account, everything, holdWords, stageWords } from './words.ts'

/** Which panel is open, as it stands in the address: "pay", "hold", "lines", "lines <charge>", "charge <id>", "payment <id>". */
type Panel = string

/** The account of a patient: who owes what and since when, and everything behind each number. */
export default function AccountSection({ patientId }: { patientId: Id<'Patient'> }) {
  const [panel, setPanel] = useAddress<Panel>('panel', '')
  const read = useRead(readAccount, { params: { id: patientId } })
  useLive(['billing', 'claims'], [readAccount])
  const open = (next: Panel) => setPanel(next, 'step')
  const close = () => setPanel('')
  return (
    <Loaded of={read} rows={8}>
      {(account) => (
        <>
          <Acts account={account} onOpen={open} />
          <Totals account={account} />
          <AccountCharges account={account} onOpen={open} />
          <AccountPayments account={account} onOpen={open} />
          <Statements account={account} onOpen={open} />
          <Panels account={account} panel={panel} onClose={close} />
        </>
      )}
    </Loaded>
  )
}

type Opening = { account: Account; onOpen: (panel: Panel) => void }

function Acts({ account, onOpen }: Opening) {
  const mayTake = useMay('payments.take')
  const mayApply = useMay('payments.apply')
  const apply = useAct(applyCredits, { invalidates: everything, success: 'Credit applied, oldest first' })
  const params = { id: account.patientId }
  return (
    <Group gap="sm" mt="sm" className="no-print">
      {mayTake && (
        <Button variant="default" onClick={() => onOpen('pay')}>
          Take a payment
        </Button>
      )}
      {mayApply && account.creditCents > 0 && account.patientCents > 0 && (
        <Button variant="default" loading={apply.busy} onClick={() => void apply.run({ params })}>
          Apply the credit
        </Button>
      )}
      <Button variant="default" onClick={() => onOpen('lines')}>
        Journal lines
      </Button>
      <Button
        variant="default"
        onClick={() => {
          downloadFile(exportAccount, { params }).catch(sayRefused)
        }}
      >
        Export
      </Button>
    </Group>
  )
}

function Totals({ account }: { account: Account }) {
  return (
    <>
      <Stats>
        <Stat label="Insurance owes" value={<Money cents={account.insuranceCents} sign />} />
        <Stat
          label="Patient owes"
          value={<Money cents={account.patientCents} sign />}
          tone={account.patientCents > 0 ? 'soon' : 'neutral'}
        />
        <Stat label="Credit kept" value={<Money cents={account.creditCents} sign />} />
        {account.refundsCents > 0 && (
          <Stat label="Refunds to pay" value={<Money cents={account.refundsCents} sign />} />
        )}
      </Stats>
      <table className={classes['ages']} aria-label="By age in days">
        <thead>
          <tr>
            <th scope="col">By age in days</th>
            {buckets.map((bucket) => (
              <th key={bucket} scope="col">
                {bucket}
              </th>
            ))}
            <th scope="col">Credits</th>
          </tr>
        </thead>
        <tbody>
          <AgeRow name="Patient, since it became theirs" ageing={account.patientAgeing} />
          <AgeRow name="Insurance, since the service" ageing={account.insuranceAgeing} />
        </tbody>
      </table>
    </>
  )
}

function AgeRow({ name, ageing }: { name: string; ageing: Account['patientAgeing'] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {ageing.buckets.map((cents, at) => (
        <td key={buckets[at]}>
          <Money cents={cents} />
        </td>
      ))}
      <td>
        <Money cents={negate(ageing.creditCents)} />
      </td>
    </tr>
  )
}

function Statements({ account, onOpen }: Opening) {
  const mayMake = useMay('statements.make')
  const mayRead = useMay('statements.read')
  const end = useAct(endHold, { invalidates: everything, success: 'Statements go on' })
  const make = useAct(makeStatements, {
    invalidates: everything,
    success: ({ made, left }) => (made.length > 0 ? 'Statement made' : (left[0]?.why ?? 'Nothing to send')),
  })
  return (
    <Section
      title="Statements"
      actions={
        mayMake && (
          <Group gap="xs">
            <Button
              variant="default"
              size="compact-sm"
              loading={make.busy}
              disabled={account.patientCents <= 0}
              onClick={() => void make.run({ body: { patientIds: [account.patientId] } })}
            >
              Make a statement now
            </Button>
            <Button variant="default" size="compact-sm" onClick={() => onOpen('hold')}>
              Hold
            </Button>
          </Group>
        )
      }
    >
      {account.holds.map((hold) => (
        <p key={hold.id}>
          <Flag tone="soon">
            Held since <OnDate date={hold.beginsOn} short />:{' '}
            {holdWords[hold.reason as keyof typeof holdWords].toLowerCase()}
          </Flag>{' '}
          {hold.note}{' '}
          {mayMake && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => void end.run({ params: { id: hold.id }, body: { version: hold.version } })}
            >
              End the hold
            </Button>
          )}
        </p>
      ))}
      {account.statements.length === 0 && <p>None was sent.</p>}
      {account.statements.map((statement) => (
        <p key={statement.id}>
          <OnDate date={statement.madeOn} short /> · {stageWords[statement.stage]} ·{' '}
          <Money cents={statement.balanceCents} sign /> · due <OnDate date={statement.dueOn} short />{' '}
          {mayRead && statement.hasPaper && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => {
                openFile(printStatement, { params: { id: statement.id } }).catch(sayRefused)
              }}
            >
              Statement {statement.number}
            </Button>
          )}
        </p>
      ))}
    </Section>
  )
}

function Panels({ account, panel, onClose }: { account: Account; panel: Panel; onClose: () => void }) {
  const [verb, id] = panel.split(' ')
  const charges = account.visits.flatMap((visit) => visit.charges)
  const charge = charges.find((one) => one.id === id)
  const payment = account.payments.find((one) => one.id === id)
  if (verb === 'pay')
    return (
      <SidePanel title="Take a payment" onClose={onClose}>
        <PaymentForm account={account} onDone={onClose} />
      </SidePanel>
    )
  if (verb === 'hold')
    return (
      <SidePanel title="Hold statements" onClose={onClose}>
        <HoldForm patientId={account.patientId} onDone={onClose} />
      </SidePanel>
    )
  if (verb === 'lines')
    return (
      <SidePanel title={charge ? `Journal lines of ${charge.code}` : 'Journal lines'} onClose={onClose}>
        <JournalLines patientId={account.patientId} {...(charge && { chargeId: charge.id })} />
      </SidePanel>
    )
  if (verb === 'charge' && charge)
    return (
      <SidePanel key={panel} title={`Write off for ${charge.code}`} onClose={onClose}>
        <AskForm about={{ kind: 'write-off', charge }} onDone={onClose} />
      </SidePanel>
    )
  if (verb === 'payment' && payment)
    return (
      <SidePanel key={panel} title={`Refund of receipt ${payment.receiptNumber}`} onClose={onClose}>
        <AskForm about={{ kind: 'refund', payment }} onDone={onClose} />
      </SidePanel>
    )
  return null
}

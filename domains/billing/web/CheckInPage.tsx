import { Button, Group } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import { PatientHead } from '#domains/patients/web/PatientHead.tsx'
import { useParam } from '#web/address.ts'
import { openFile, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { sayRefused } from '#web/ui/say.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { To } from '#web/ui/To.tsx'
import { When } from '#web/ui/When.tsx'
import { readCheckIn } from '../check-in/contract.ts'
import { printReceipt } from '../payments/contract.ts'
import classes from './Billing.module.css'
import { CheckInForm } from './CheckInForm.tsx'
import { type CheckInFacts, dispositionWords, kindWords, methodWords } from './words.ts'

/** Everything the desk does when a patient stands there, on one page: look, confirm, take the copay, done. */
export default function CheckInPage() {
  const id = useParam<Id<'Appointment'>>('id')
  const read = useRead(readCheckIn, { params: { id } })
  useLive(['billing', 'scheduling.day', 'insurance'], [readCheckIn])
  return (
    <Loaded of={read} rows={8}>
      {(facts) => (
        <>
          <PatientHead
            patientId={facts.patient.id}
            actions={() => (
              <Button component={To} to="/flow" variant="default">
                Patient flow
              </Button>
            )}
          />
          <p className={classes['quiet']}>
            {facts.visit.visitType} with {facts.visit.providerName},{' '}
            <When at={facts.visit.startsAt} timeZone={facts.visit.timeZone} />
            {facts.visit.arrivedAt && (
              <>
                {' '}
                · arrived <When at={facts.visit.arrivedAt} timeZone={facts.visit.timeZone} time="only" />
              </>
            )}
          </p>
          {facts.visit.mayCheckIn ? (
            <CheckInForm key={facts.visit.version} facts={facts} />
          ) : facts.settled ? (
            <Settled facts={facts} settled={facts.settled} />
          ) : (
            <NotNow status={facts.visit.status} />
          )}
        </>
      )}
    </Loaded>
  )
}

function NotNow({ status }: { status: string }) {
  const before = status === 'scheduled' || status === 'confirmed'
  return (
    <Section title={before ? 'Not arrived yet' : 'Already past check-in'}>
      <p>
        {before
          ? 'Mark the patient as arrived first: in the patient flow or on the schedule.'
          : 'This visit was moved on without settling the copay here.'}
      </p>
    </Section>
  )
}

function Settled({ facts, settled }: { facts: CheckInFacts; settled: NonNullable<CheckInFacts['settled']> }) {
  return (
    <Section
      title="Checked in"
      actions={
        <Button component={To} to="/flow">
          Next patient
        </Button>
      }
    >
      <Facts
        of={[
          [
            'When',
            <>
              <When at={settled.at} timeZone={facts.visit.timeZone} />
              {settled.byName && ` by ${settled.byName}`}
            </>,
          ],
          ...(settled.copay === 'collected' ? [] : [['Copay', dispositionWords[settled.copay]] as const]),
          ...settled.payments.map(
            (payment) =>
              [
                kindWords[payment.kind],
                <Group key={payment.id} gap="sm">
                  <span>
                    <Money cents={payment.amountCents} sign /> by {methodWords[payment.method].toLowerCase()}
                    {payment.voided && ' (void)'}
                  </span>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => {
                      openFile(printReceipt, { params: { id: payment.id } }).catch(sayRefused)
                    }}
                  >
                    Print receipt {payment.receiptNumber}
                  </Button>
                </Group>,
              ] as const,
          ),
        ]}
      />
    </Section>
  )
}

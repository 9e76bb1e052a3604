import { Alert, Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Id } from '#kernel/id.ts'
import { PatientHead } from '#domains/patients/web/PatientHead.tsx'
import { useParam } from '#web/address.ts'
import { useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { Empty } from '#web/ui/Empty.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { Status } from '#web/ui/Status.tsx'
import { To } from '#web/ui/To.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { markNoCharge, readCharges, voidCharges } from '../../charges/contract.ts'
import { isChargeable } from '../../charges/charge.ts'
import { ReasonDialog } from '../ReasonDialog.tsx'
import { stateOf } from '../claims/words.ts'
import { ChargeForm } from './ChargeForm.tsx'
import { PostedCharges } from './PostedCharges.tsx'
import { type VisitCharges, refreshed } from './visit.ts'

/** Charges of a visit: entered here, and afterwards shown with what became of them. */
export default function ChargePage() {
  const id = useParam<Id<'Appointment'>>('visitId')
  const read = useRead(readCharges, { params: { id } })
  useLive(['claims'], [readCharges])
  return (
    <Loaded of={read} rows={12}>
      {(of) => (
        <>
          <PatientHead patientId={of.visit.patientId} actions={() => <Acts of={of} />} />
          <Visit of={of} />
          <Charges key={of.visit.chargeStatus} of={of} />
        </>
      )}
    </Loaded>
  )
}

function Visit({ of: { visit, coverage, claims } }: { of: VisitCharges }) {
  return (
    <Section title="Visit">
      <Facts
        columns={3}
        of={[
          ['Day', <OnDate key="day" date={visit.serviceOn} near />],
          ['Visit', visit.visitType],
          ['Provider', visit.providerName],
          ['Site', `${visit.siteName} (place of service ${visit.placeOfService})`],
          [
            'Who pays',
            coverage
              ? `${coverage.payerName}${coverage.planName ? `, ${coverage.planName}` : ''}`
              : 'The patient: no card in force on that day',
          ],
          [
            'Claim',
            claims.length === 0 ? null : (
              <Group key="claims" gap="sm">
                {claims.map((claim) => (
                  <span key={claim.id}>
                    <To to={`/claims/${claim.id}`}>{claim.number}</To>{' '}
                    <Status tone={stateOf(claim.state).tone}>{stateOf(claim.state).label}</Status>
                  </span>
                ))}
              </Group>
            ),
          ],
        ]}
      />
    </Section>
  )
}

function Charges({ of }: { of: VisitCharges }) {
  const mayEnter = useMay('charges.enter')
  const { visit } = of
  if (visit.chargeStatus === 'captured') return <PostedCharges of={of} />
  if (!isChargeable(visit.status))
    return (
      <Empty
        title="Nothing to charge yet"
        detail="Charges are entered once the patient is with the provider."
      />
    )
  return (
    <>
      {visit.chargeStatus === 'no_charge' && (
        <Alert color="gray" title="No charge" mb="md">
          {visit.noChargeReason ?? 'Nothing is charged for this visit.'} It can still be charged below.
        </Alert>
      )}
      {mayEnter ? (
        <ChargeForm of={of} />
      ) : (
        <Empty title="Not charged yet" detail="The biller or the provider enters the charges." />
      )}
    </>
  )
}

function Acts({ of: { visit } }: { of: VisitCharges }) {
  const mayEnter = useMay('charges.enter')
  const mayVoid = useMay('charges.void')
  const [asking, setAsking] = useState<'none' | 'void' | null>(null)
  const none = useAct(markNoCharge, { invalidates: refreshed, success: 'Marked as no charge' })
  const taken = useAct(voidCharges, { invalidates: refreshed, success: 'Charges voided' })
  const close = () => setAsking(null)
  return (
    <>
      {visit.chargeStatus === 'none' && mayEnter && isChargeable(visit.status) && (
        <Button variant="default" onClick={() => setAsking('none')}>
          No charge
        </Button>
      )}
      {visit.chargeStatus === 'captured' && mayVoid && (
        <Button variant="default" onClick={() => setAsking('void')}>
          Void to correct
        </Button>
      )}
      <ReasonDialog
        opened={asking === 'none'}
        onClose={close}
        title="Nothing is charged for this visit"
        label="Why"
        placeholder="Post-operative visit within the global period"
        act="Mark as no charge"
        onReason={(reason) => none.attempt({ params: { id: visit.id }, body: { reason } })}
      />
      <ReasonDialog
        opened={asking === 'void'}
        onClose={close}
        title="Void these charges"
        label="What was wrong"
        placeholder="Modifier 25 was missing"
        act="Void the charges"
        onReason={(reason) => taken.attempt({ params: { id: visit.id }, body: { reason } })}
      >
        The charges are taken out of the books by reversing entries of today and their claim is void. What the
        patient has paid stays as a credit. Then the charges are entered anew.
      </ReasonDialog>
    </>
  )
}

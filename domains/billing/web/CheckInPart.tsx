import { Button, Group } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import { openFile, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { sayRefused } from '#web/ui/say.tsx'
import { Facts } from '#web/ui/Section.tsx'
import { To } from '#web/ui/To.tsx'
import { readCheckIn } from '../check-in/contract.ts'
import { printReceipt } from '../payments/contract.ts'
import { dispositionWords, kindWords } from './words.ts'

/** In the panel of a visit: what is due at the desk, or what was settled there. */
export default function CheckInPart({
  appointmentId,
  status,
}: {
  appointmentId: Id<'Appointment'>
  status: string
}) {
  const read = useRead(readCheckIn, { params: { id: appointmentId } })
  useLive(['billing'], [readCheckIn])
  return (
    <Loaded of={read} rows={2}>
      {(facts) => (
        <>
          <Facts
            of={[
              [
                'Copay',
                facts.settled ? (
                  dispositionWords[facts.settled.copay]
                ) : facts.copayDueCents === null ? (
                  'not known'
                ) : (
                  <Money key="due" cents={facts.copayDueCents} sign />
                ),
              ],
              ...(facts.balanceCents > 0
                ? [['Owes from before', <Money key="owes" cents={facts.balanceCents} sign />] as const]
                : []),
              ...(facts.settled?.payments ?? []).map(
                (payment) =>
                  [
                    `${kindWords[payment.kind]}${payment.voided ? ' (void)' : ''}`,
                    <Group key={payment.id} gap="xs">
                      <Money cents={payment.amountCents} sign />
                      <Button
                        size="compact-xs"
                        variant="subtle"
                        aria-label={`Print receipt ${payment.receiptNumber}`}
                        onClick={() => {
                          openFile(printReceipt, { params: { id: payment.id } }).catch(sayRefused)
                        }}
                      >
                        Receipt {payment.receiptNumber}
                      </Button>
                    </Group>,
                  ] as const,
              ),
            ]}
          />
          {facts.visit.mayCheckIn && (
            <Button component={To} to={`/visits/${appointmentId}/check-in`} mt="sm">
              {status === 'arrived' ? 'Check in with copay' : 'Settle the copay'}
            </Button>
          )}
        </>
      )}
    </Loaded>
  )
}

import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { money } from '#kernel/cents.ts'
import { openFile, useAct } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { ConfirmDanger } from '#web/ui/ConfirmDanger.tsx'
import { sayRefused } from '#web/ui/say.tsx'
import type { RowAct } from '#web/ui/table.ts'
import { useToday } from '#web/ui/When.tsx'
import { printReceipt, voidPayment } from '../payments/contract.ts'
import type { PaymentRow } from './paymentColumns.tsx'
import { everything } from './words.ts'

const usual = 'Entered by mistake'

/** What may be done with a payment wherever one is listed: print its receipt, void it on its day. */
export function usePaymentActs(): { acts: readonly RowAct<PaymentRow>[]; dialog: ReactNode } {
  const mayVoid = useMay('payments.void')
  const today = useToday()
  const [chosen, setChosen] = useState<PaymentRow | null>(null)
  const [why, setWhy] = useState('')
  const act = useAct(voidPayment, { invalidates: everything, success: 'Payment voided' })
  const acts: RowAct<PaymentRow>[] = [
    {
      label: 'Print the receipt',
      key: 'p',
      run: (row) => {
        openFile(printReceipt, { params: { id: row.id } }).catch(sayRefused)
      },
    },
    ...(mayVoid
      ? [
          {
            label: 'Void',
            harm: true,
            run: (row: PaymentRow) => {
              setWhy(usual)
              setChosen(row)
            },
            when: (row: PaymentRow) => !row.voidedAt && !row.depositedOn && row.receivedOn.equals(today),
          },
        ]
      : []),
  ]
  const dialog = chosen && (
    <ConfirmDanger
      opened
      onClose={() => setChosen(null)}
      title={`Void receipt ${chosen.receiptNumber}`}
      act={`Void the payment of $${money(chosen.amountCents)}`}
      onConfirm={() => act.run({ params: { id: chosen.id }, body: { reason: why.trim() || usual } })}
    >
      <p>
        It is taken back as if it had not been given, and what it paid is owed again. The number stays used.
      </p>
      <TextInput
        label="Why"
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        maxLength={200}
        required
      />
    </ConfirmDanger>
  )
  return { acts, dialog }
}

import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Section } from '#web/ui/Section.tsx'
import { paymentColumns } from './paymentColumns.tsx'
import { usePaymentActs } from './usePaymentActs.tsx'
import type { Account } from './words.ts'

export function AccountPayments({ account, onOpen }: { account: Account; onOpen: (panel: string) => void }) {
  const mayAsk = useMay('adjustments.request')
  const { acts, dialog } = usePaymentActs()
  return (
    <Section title="Payments">
      <DataTable
        name="account-payments"
        label="Payments of this patient"
        rows={account.payments}
        rowId={(row) => row.id}
        rowName={(row) => `receipt ${row.receiptNumber}`}
        columns={paymentColumns}
        sortKey="payments"
        acts={[
          ...acts,
          ...(mayAsk
            ? [
                {
                  label: 'Ask for a refund',
                  run: (row: Account['payments'][number]) => onOpen(`payment ${row.id}`),
                  when: (row: Account['payments'][number]) => row.leftCents > 0,
                },
              ]
            : []),
        ]}
        empty={{ title: 'No payments yet', detail: 'Copays and other payments of this patient appear here.' }}
      />
      {dialog}
    </Section>
  )
}

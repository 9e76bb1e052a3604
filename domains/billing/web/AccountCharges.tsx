import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Money } from '#web/ui/Money.tsx'
import { Section } from '#web/ui/Section.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate } from '#web/ui/When.tsx'
import type { Account } from './words.ts'

type Visit = Account['visits'][number]
type Row = Visit['charges'][number] & Pick<Visit, 'serviceOn' | 'providerName' | 'payerName'>

const money = (
  key: keyof Row & `${string}Cents`,
  title: string,
  optional?: 'shown' | 'hidden',
): Column<Row> => ({
  key,
  title,
  align: 'right',
  cell: (row) => <Money cents={row[key] ?? 0} />,
  sort: (row) => row[key],
  ...(optional && { optional }),
})

const columns: readonly Column<Row>[] = [
  {
    key: 'service',
    title: 'Service',
    cell: (row) => <OnDate date={row.serviceOn} short />,
    sort: (row) => row.serviceOn,
  },
  {
    key: 'code',
    title: 'Code',
    cell: (row) => <span className="number">{[row.code, ...row.modifiers].join(' ')}</span>,
    sort: (row) => row.code,
  },
  { key: 'provider', title: 'Provider', cell: (row) => row.providerName, optional: 'shown' },
  { key: 'payer', title: 'Payer', cell: (row) => row.payerName ?? 'Self-pay', optional: 'shown' },
  money('amountCents', 'Charged'),
  money('insurancePaidCents', 'Insurance paid'),
  money('adjustedCents', 'Adjusted'),
  money('insuranceLeftCents', 'Insurance owes'),
  money('patientPartCents', 'Patient’s part'),
  money('patientPaidCents', 'Patient paid'),
  money('writtenOffCents', 'Written off', 'hidden'),
  money('patientLeftCents', 'Patient owes'),
  {
    key: 'since',
    title: 'Since',
    cell: (row) => row.movedOn && <OnDate date={row.movedOn} short />,
    sort: (row) => row.movedOn,
    optional: 'hidden',
  },
]

/** A row for each charge, which adds up: charged is adjusted, paid or still owed. Each opens its journal lines. */
export function AccountCharges({ account, onOpen }: { account: Account; onOpen: (panel: string) => void }) {
  const mayAsk = useMay('adjustments.request')
  const rows = account.visits.flatMap(({ charges, ...visit }) =>
    charges.map((charge) => ({ ...charge, ...visit })),
  )
  const total = (key: keyof Row & `${string}Cents`) => (
    <Money cents={rows.reduce((sum, row) => sum + (row[key] ?? 0), 0)} />
  )
  return (
    <Section title="Charges">
      <DataTable
        name="account-charges"
        label="Charges of this patient"
        rows={rows}
        rowId={(row) => row.id}
        rowName={(row) => `${row.code} of ${row.serviceOn.toString()}`}
        columns={columns}
        sortKey="charges"
        onOpen={(row) => onOpen(`lines ${row.id}`)}
        acts={
          mayAsk
            ? [
                {
                  label: 'Ask for a write-off',
                  run: (row) => onOpen(`charge ${row.id}`),
                  when: (row) => row.patientLeftCents > 0,
                },
              ]
            : []
        }
        totals={{
          service: 'Total',
          amountCents: total('amountCents'),
          insurancePaidCents: total('insurancePaidCents'),
          adjustedCents: total('adjustedCents'),
          insuranceLeftCents: total('insuranceLeftCents'),
          patientPartCents: total('patientPartCents'),
          patientPaidCents: total('patientPaidCents'),
          writtenOffCents: total('writtenOffCents'),
          patientLeftCents: total('patientLeftCents'),
        }}
        empty={{ title: 'Nothing was charged yet', detail: 'Charges appear here when a visit is charged.' }}
      />
    </Section>
  )
}

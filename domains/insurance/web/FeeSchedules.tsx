import { Button } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate, useToday } from '#web/ui/When.tsx'
import { readFeeSchedules } from '../fees/contract.ts'
import { ScheduleForm } from './ScheduleForm.tsx'

export type Schedule = Reply<typeof readFeeSchedules>['schedules'][number]

/** Whose fees: what the practice charges, or what a payer has agreed to allow. */
export const whose = ({ payerName }: Schedule) => payerName ?? 'The practice’s own charges'

export function InForce({ schedule }: { schedule: Schedule }) {
  const today = useToday()
  const { effectiveFrom, effectiveTo } = schedule
  if (Temporal.PlainDate.compare(effectiveFrom, today) > 0) return <Status tone="soon">Begins later</Status>
  if (effectiveTo && Temporal.PlainDate.compare(effectiveTo, today) < 0) return <Status>Ended</Status>
  return <Status tone="good">In force</Status>
}

const columns: readonly Column<Schedule>[] = [
  { key: 'name', title: 'Schedule', cell: (row) => row.name, sort: (row) => row.name },
  { key: 'whose', title: 'Whose', cell: whose, sort: whose },
  {
    key: 'from',
    title: 'From',
    cell: (row) => <OnDate short date={row.effectiveFrom} />,
    sort: (row) => row.effectiveFrom,
  },
  {
    key: 'to',
    title: 'To',
    cell: (row) => (row.effectiveTo ? <OnDate short date={row.effectiveTo} /> : 'Open'),
    sort: (row) => row.effectiveTo,
  },
  { key: 'fees', title: 'Fees', align: 'right', cell: (row) => row.feeCount, sort: (row) => row.feeCount },
  { key: 'state', title: 'State', cell: (row) => <InForce schedule={row} /> },
]

export default function FeeSchedules() {
  const [panel, setPanel] = useAddress('panel', '')
  const mayEdit = useMay('insurance.fees.edit')
  const read = useRead(readFeeSchedules, {})
  const begin = mayEdit && <Button onClick={() => setPanel('new', 'step')}>New fee schedule</Button>
  return (
    <>
      <PageHeader title="Fee schedules" actions={begin} />
      <Loaded of={read} rows={6}>
        {({ schedules }) => {
          const copied = schedules.find(({ id }) => panel === `copy ${id}`)
          return (
            <>
              <DataTable
                name="fee-schedules"
                label="Fee schedules"
                rows={schedules}
                rowId={(row) => row.id}
                rowName={(row) => row.name}
                columns={columns}
                to={(row) => `/fee-schedules/${row.id}`}
                filter={(row) => `${row.name} ${whose(row)}`}
                {...(mayEdit && {
                  acts: [
                    {
                      label: 'Copy as a new year',
                      run: (row: Schedule) => setPanel(`copy ${row.id}`, 'step'),
                    },
                  ],
                })}
                empty={{
                  title: 'No fee schedule yet',
                  detail: 'Begin with what the practice charges; contracts of payers come beside it.',
                  action: begin,
                }}
              />
              {mayEdit && (panel === 'new' || copied) && (
                <SidePanel
                  key={panel}
                  title={copied ? `${copied.name} as a new year` : 'New fee schedule'}
                  onClose={() => setPanel('')}
                >
                  <ScheduleForm {...(copied && { copied })} onDone={() => setPanel('')} />
                </SidePanel>
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

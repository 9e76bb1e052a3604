import { Button } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { useAddress, useParam } from '#web/address.ts'
import { call, useAct, useRead } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Empty } from '#web/ui/Empty.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import type { Column } from '#web/ui/table.ts'
import { To } from '#web/ui/To.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { readFeeSchedules, readFees, setFee } from '../fees/contract.ts'
import { FeeForm } from './FeeForm.tsx'
import { FeeImport } from './FeeImport.tsx'
import { InForce, type Schedule, whose } from './FeeSchedules.tsx'
import { ScheduleForm } from './ScheduleForm.tsx'

export type Fee = Reply<typeof readFees>['fees'][number]
const keyOf = ({ code, modifier }: Fee) => (modifier ? `${code}-${modifier}` : code)

const columns: readonly Column<Fee>[] = [
  {
    key: 'code',
    title: 'Code',
    cell: (row) => <span className="number">{row.code}</span>,
    sort: (row) => keyOf(row),
    width: '10rem',
  },
  { key: 'modifier', title: 'Modifier', cell: (row) => row.modifier || '–', sort: (row) => row.modifier },
  {
    key: 'amount',
    title: 'Fee',
    align: 'right',
    cell: (row) => <Money cents={row.amountCents} />,
    sort: (row) => row.amountCents,
  },
]

export default function FeeSchedulePage() {
  const id = useParam<Id<'FeeSchedule'>>('scheduleId')
  const read = useRead(readFeeSchedules, {})
  return (
    <Loaded of={read} rows={8}>
      {({ schedules }) => {
        const schedule = schedules.find((one) => one.id === id)
        return schedule ? (
          <Opened schedule={schedule} />
        ) : (
          <Empty
            title="There is no such fee schedule"
            action={<To to="/fee-schedules">All fee schedules</To>}
          />
        )
      }}
    </Loaded>
  )
}

function Opened({ schedule }: { schedule: Schedule }) {
  const [panel, setPanel] = useAddress('panel', '')
  const mayEdit = useMay('insurance.fees.edit')
  const read = useRead(readFees, { params: { id: schedule.id } })
  const close = () => setPanel('')
  const set = useAct(setFee, {
    success: (_reply, { body: { code } }) => `${code} removed`,
    undo: (_reply, { params, body }) => {
      const before = read.data?.fees.find(
        ({ code, modifier }) => code === body.code && modifier === body.modifier,
      )
      return call(setFee, { params, body: { ...body, amountCents: before?.amountCents ?? null } })
    },
  })
  return (
    <>
      <PageHeader
        title={schedule.name}
        facts={
          <>
            {whose(schedule)}, from <OnDate short date={schedule.effectiveFrom} />{' '}
            {schedule.effectiveTo ? (
              <>
                to <OnDate short date={schedule.effectiveTo} />
              </>
            ) : (
              'on'
            )}
            {schedule.payerId && schedule.lesserOf && ', lesser of charge and contract'}{' '}
            <InForce schedule={schedule} />
          </>
        }
        actions={
          mayEdit && (
            <>
              <Button variant="default" onClick={() => setPanel('edit', 'step')}>
                Name and dates
              </Button>
              <Button variant="default" onClick={() => setPanel('import', 'step')}>
                Import a list
              </Button>
              <Button onClick={() => setPanel('add', 'step')}>Add a fee</Button>
            </>
          )
        }
      />
      <Loaded of={read} rows={10}>
        {({ fees }) => {
          const chosen = fees.find((fee) => panel === `fee ${keyOf(fee)}`)
          return (
            <>
              <div style={{ maxWidth: '40rem' }}>
                <DataTable
                  name="fees"
                  label={`Fees of ${schedule.name}`}
                  rows={fees}
                  rowId={keyOf}
                  rowName={(row) => `fee ${keyOf(row)}`}
                  columns={columns}
                  initialSort="code"
                  {...(mayEdit && {
                    onOpen: (row: Fee) => setPanel(`fee ${keyOf(row)}`, 'step'),
                    acts: [
                      {
                        label: 'Remove the fee',
                        harm: true,
                        run: (row: Fee) =>
                          void set.run({
                            params: { id: schedule.id },
                            body: { code: row.code, modifier: row.modifier, amountCents: null },
                          }),
                      },
                    ],
                  })}
                  {...(chosen && { openId: keyOf(chosen) })}
                  filter={keyOf}
                  filterLabel="Code"
                  empty={{
                    title: 'No fee yet',
                    detail: 'Import the payer’s list as CSV, or add fees one by one.',
                  }}
                />
              </div>
              {mayEdit && (panel === 'add' || chosen) && (
                <SidePanel key={panel} title={chosen ? `Fee ${keyOf(chosen)}` : 'Add a fee'} onClose={close}>
                  <FeeForm scheduleId={schedule.id} {...(chosen && { fee: chosen })} onDone={close} />
                </SidePanel>
              )}
            </>
          )
        }}
      </Loaded>
      {mayEdit && panel === 'edit' && (
        <SidePanel title="Name and dates" onClose={close}>
          <ScheduleForm schedule={schedule} onDone={close} />
        </SidePanel>
      )}
      {mayEdit && panel === 'import' && (
        <SidePanel title="Import a list of fees" onClose={close}>
          <FeeImport scheduleId={schedule.id} onDone={close} />
        </SidePanel>
      )}
    </>
  )
}

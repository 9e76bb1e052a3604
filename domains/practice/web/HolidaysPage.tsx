import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useMay, useSession } from '#web/session.ts'
import { ConfirmDanger } from '#web/ui/ConfirmDanger.tsx'
import { DataTable } from '#web/ui/DataTable.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import type { Column } from '#web/ui/table.ts'
import { useForm } from '#web/ui/useForm.ts'
import { OnDate, useToday } from '#web/ui/When.tsx'
import { dateWords } from '#web/ui/when.ts'
import { addFederalHolidays, addHoliday, readPractice, removeHoliday } from '../sites/contract.ts'

type Holiday = Reply<typeof readPractice>['holidays'][number] & { readonly where: string }

const columns: readonly Column<Holiday>[] = [
  {
    key: 'heldOn',
    title: 'Day',
    cell: (one) => <OnDate date={one.heldOn} near />,
    sort: (one) => one.heldOn.toString(),
  },
  { key: 'name', title: 'Holiday', cell: (one) => one.name, sort: (one) => one.name },
  { key: 'where', title: 'Closed', cell: (one) => one.where, sort: (one) => one.where },
]

/** Days on which a site, or every site, is closed: nothing is booked then. */
export default function HolidaysPage() {
  const read = useRead(readPractice, {})
  const mayEdit = useMay('practice.edit')
  const today = useToday()
  const [open, setOpen] = useAddress('open', '')
  const [removing, setRemoving] = useState<Holiday | null>(null)
  const federal = useAct(addFederalHolidays, {
    success: 'Federal holidays added',
    invalidates: ['/practice'],
  })
  const remove = useAct(removeHoliday, { success: 'Removed', invalidates: ['/practice'] })
  const years = [today.year, today.year + 1]
  return (
    <>
      <PageHeader
        title="Holidays"
        actions={
          mayEdit && (
            <>
              {years.map((year) => (
                <Button
                  key={year}
                  variant="default"
                  loading={federal.busy}
                  onClick={() => void federal.run({ body: { year } })}
                >
                  Add the federal holidays of {year}
                </Button>
              ))}
              <Button onClick={() => setOpen('new')}>Add a holiday</Button>
            </>
          )
        }
      />
      <Loaded of={read} rows={10}>
        {({ holidays, sites }) => (
          <DataTable
            name="holidays"
            label="Holidays"
            rows={holidays.map((one) => ({
              ...one,
              where: one.siteId
                ? (sites.find(({ id }) => id === one.siteId)?.name ?? 'One site')
                : 'Every site',
            }))}
            rowId={(one) => one.id}
            rowName={(one) => `${one.name} on ${dateWords(one.heldOn)}`}
            columns={columns}
            initialSort="heldOn"
            {...(mayEdit
              ? { next: (one: Holiday) => ({ label: 'Remove', run: () => setRemoving(one) }) }
              : {})}
            empty={{
              title: 'No holidays are listed',
              detail: 'Add the federal ones of a year at once, then what your own office keeps.',
            }}
          />
        )}
      </Loaded>
      {open === 'new' && mayEdit && <HolidayForm onClose={() => setOpen('')} />}
      <ConfirmDanger
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={removing ? `Open on ${dateWords(removing.heldOn)}?` : ''}
        act="Remove the holiday"
        onConfirm={async () => {
          if (removing) await remove.run({ params: { id: removing.id } })
        }}
      >
        Visits can then be booked on that day, within the usual hours.
      </ConfirmDanger>
    </>
  )
}

function HolidayForm({ onClose }: { onClose: () => void }) {
  const { sites } = useSession()
  const add = useAct(addHoliday, { success: 'Added', invalidates: ['/practice'] })
  const form = useForm({
    name: 'holiday new',
    initial: { heldOn: null as Temporal.PlainDate | null, name: '', siteId: 'all' as string | null },
    check: ({ heldOn, name }) => [
      ...(heldOn ? [] : [{ pointer: '/heldOn', message: 'Enter the day.' }]),
      ...(name.trim() ? [] : [{ pointer: '/name', message: 'Say which holiday it is.' }]),
    ],
    submit: ({ heldOn, name, siteId }) =>
      add.attempt({
        body: {
          id: newId<'Holiday'>(),
          heldOn: heldOn!,
          name: name.trim(),
          siteId: siteId === 'all' ? null : (siteId as Id<'Site'>),
        },
      }),
    done: onClose,
  })
  return (
    <SidePanel title="New holiday" onClose={onClose}>
      <Form of={form} act="Add the holiday">
        <FormSection>
          <DateField label="Day" {...form.field('heldOn')} />
          <TextInput label="Name" maxLength={80} {...form.text('name')} />
          <Select
            label="Closed"
            data={[
              { value: 'all', label: 'Every site' },
              ...sites.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            {...form.field('siteId')}
            allowDeselect={false}
          />
        </FormSection>
      </Form>
    </SidePanel>
  )
}

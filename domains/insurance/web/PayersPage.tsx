import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Id, newId } from '#kernel/id.ts'
import { useAddress } from '#web/address.ts'
import { useAct, useRead } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PhoneField } from '#web/ui/MoneyField.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { phoneWords } from '#web/ui/readTyped.ts'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { useForm } from '#web/ui/useForm.ts'
import { type Payer, addPayer, changePayer, filingCodes, readPayers } from '../payers/contract.ts'

const kinds = new Map(filingCodes)

const columns: readonly Column<Payer>[] = [
  { key: 'name', title: 'Payer', cell: (row) => row.name, sort: (row) => row.name },
  {
    key: 'code',
    title: 'Electronic id',
    cell: (row) => <span className="number">{row.payerCode}</span>,
    sort: (row) => row.payerCode,
  },
  {
    key: 'kind',
    title: 'Kind',
    cell: (row) => kinds.get(row.filingCode) ?? row.filingCode,
    sort: (row) => kinds.get(row.filingCode),
  },
  {
    key: 'phone',
    title: 'Telephone',
    cell: (row) => row.phone && phoneWords(row.phone),
    optional: 'shown',
  },
  {
    key: 'filing',
    title: 'Filing limit',
    align: 'right',
    cell: (row) => (row.filingCode === 'MB' ? '1 year (by law)' : `${row.timelyFilingDays} days`),
    sort: (row) => row.timelyFilingDays,
  },
  {
    key: 'active',
    title: 'State',
    cell: (row) => (
      <Status tone={row.active ? 'good' : 'neutral'}>{row.active ? 'Billed' : 'No longer billed'}</Status>
    ),
    sort: (row) => String(row.active),
  },
]

export default function PayersPage() {
  const [open, setOpen] = useAddress('open', '')
  const mayEdit = useMay('insurance.payers.edit')
  const read = useRead(readPayers, {})
  const add = mayEdit && <Button onClick={() => setOpen('new', 'step')}>Add a payer</Button>
  return (
    <>
      <PageHeader title="Payers" actions={add} />
      <Loaded of={read} rows={8}>
        {({ payers }) => {
          const chosen = payers.find(({ id }) => id === open)
          return (
            <>
              <DataTable
                name="payers"
                label="Payers"
                rows={payers}
                rowId={(row) => row.id}
                rowName={(row) => row.name}
                columns={columns}
                {...(mayEdit && { onOpen: (row: Payer) => setOpen(row.id, 'step') })}
                openId={open}
                filter={(row) => `${row.name} ${row.payerCode} ${kinds.get(row.filingCode) ?? ''}`}
                empty={{
                  title: 'No payer yet',
                  detail: 'Add the payers you bill: cards, claims and fee schedules name them.',
                  action: add,
                }}
              />
              {mayEdit && (open === 'new' || chosen) && (
                <SidePanel
                  key={open}
                  title={chosen ? chosen.name : 'Add a payer'}
                  onClose={() => setOpen('')}
                >
                  <PayerForm {...(chosen && { payer: chosen })} onDone={() => setOpen('')} />
                </SidePanel>
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

function PayerForm({ payer, onDone }: { payer?: Payer; onDone: () => void }) {
  const add = useAct(addPayer, { success: 'Payer added' })
  const change = useAct(changePayer, { success: 'Payer saved' })
  const [id] = useState<Id<'Payer'>>(() => newId())
  const form = useForm({
    name: `payer ${payer?.id ?? 'new'}`,
    initial: {
      name: payer?.name ?? '',
      payerCode: payer?.payerCode ?? '',
      filingCode: payer?.filingCode ?? 'CI',
      phone: payer?.phone ?? null,
      address: payer?.address ?? '',
      city: payer?.city ?? '',
      stateCode: payer?.stateCode ?? '',
      zip: payer?.zip ?? '',
      timelyFilingDays: payer?.timelyFilingDays ?? 180,
      active: payer?.active ?? true,
    },
    check: ({ name, payerCode }) => [
      ...(name.trim() ? [] : [{ pointer: '/name', message: 'Enter the payer’s name.' }]),
      ...(/^[A-Za-z0-9]{2,80}$/.test(payerCode.trim())
        ? []
        : [{ pointer: '/payerCode', message: 'Letters and digits, from the clearinghouse’s payer list.' }]),
    ],
    submit: (typed) => {
      const body = {
        ...typed,
        payerCode: typed.payerCode.trim(),
        address: typed.address.trim() || null,
        city: typed.city.trim() || null,
        stateCode: typed.stateCode.trim().toUpperCase() || null,
        zip: typed.zip.replaceAll(/\D/g, '') || null,
      }
      return payer
        ? change.attempt({ params: { id: payer.id }, body: { ...body, version: payer.version } })
        : add.attempt({ body: { id, ...body } })
    },
    done: onDone,
  })
  return (
    <Form of={form} act={payer ? 'Save the payer' : 'Add the payer'}>
      <FormSection>
        <TextInput label="Name" {...form.text('name')} />
        <TextInput
          label="Electronic payer id"
          description="As the clearinghouse lists it."
          {...form.text('payerCode')}
        />
        <Select
          label="Kind of payer"
          searchable
          allowDeselect={false}
          data={filingCodes.map(([value, label]) => ({ value, label }))}
          {...form.field('filingCode')}
          onChange={(filingCode) => filingCode && form.set({ filingCode })}
        />
        <NumberInput
          label="Filing limit in days"
          description="From the day of service. Medicare Part B has one year by law."
          min={1}
          max={1095}
          allowDecimal={false}
          maw="10rem"
          {...form.field('timelyFilingDays')}
          onChange={(days) => typeof days === 'number' && form.set({ timelyFilingDays: days })}
        />
      </FormSection>
      <FormSection title="How to reach it">
        <PhoneField label="Telephone (optional)" {...form.field('phone')} />
        <TextInput label="Address for paper claims (optional)" {...form.text('address')} />
        <Row>
          <TextInput label="City (optional)" {...form.text('city')} />
          <TextInput label="State (optional)" maxLength={2} maw="6rem" {...form.text('stateCode')} />
          <TextInput label="ZIP (optional)" maw="8rem" {...form.text('zip')} />
        </Row>
      </FormSection>
      <Checkbox label="The practice bills this payer" {...form.check('active')} />
    </Form>
  )
}

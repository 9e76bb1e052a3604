import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { useForm } from '#web/ui/useForm.ts'
import { addVisitType, editVisitType, readVisitTypes } from '../visit-types/contract.ts'
import { colours, roomKinds } from '../visit-types/visit-type.ts'

type VisitType = Reply<typeof readVisitTypes>[number]

const roomWords = {
  exam: 'Exam room',
  procedure: 'Procedure room',
  lab: 'Laboratory',
  consult: 'Consultation room',
  telehealth: 'Telehealth room',
}
const forWhom = { any: 'Everybody', new: 'New patients', established: 'Established patients' }
const columns: readonly Column<VisitType>[] = [
  { key: 'name', title: 'Visit type', cell: (type) => type.name, sort: (type) => type.name },
  {
    key: 'minutes',
    title: 'Minutes',
    align: 'right',
    cell: (type) => type.durationMinutes,
    sort: (type) => type.durationMinutes,
  },
  {
    key: 'buffers',
    title: 'Kept free before, after',
    cell: (type) => `${type.bufferBeforeMinutes}, ${type.bufferAfterMinutes} min`,
  },
  {
    key: 'room',
    title: 'Room',
    cell: (type) => (type.roomKind ? roomWords[type.roomKind] : 'None'),
    sort: (type) => type.roomKind,
  },
  { key: 'for', title: 'For', cell: (type) => forWhom[type.meantFor], sort: (type) => type.meantFor },
  {
    key: 'state',
    title: 'State',
    cell: (type) => (type.active ? <Status tone="good">Booked</Status> : <Status>No longer booked</Status>),
    sort: (type) => String(!type.active),
  },
]

/** What can be booked. Changes count for bookings from now on. */
export default function VisitTypesPage() {
  const [open, setOpen] = useAddress('open', '')
  const types = useRead(readVisitTypes, {})
  const mayEdit = useMay('scheduling.templates')
  return (
    <>
      <PageHeader
        title="Visit types"
        actions={mayEdit && <Button onClick={() => setOpen('new')}>Add a visit type</Button>}
      />
      <Loaded of={types} rows={8}>
        {(rows) => {
          const chosen = rows.find(({ id }) => id === open)
          return (
            <>
              <DataTable
                name="visit-types"
                label="Visit types"
                rows={rows}
                rowId={(type) => type.id}
                rowName={(type) => type.name}
                columns={columns}
                initialSort="name"
                openId={open}
                {...(mayEdit ? { onOpen: (type: VisitType) => setOpen(type.id, 'step') } : {})}
                empty={{
                  title: 'No visit types yet',
                  detail: 'A visit type says how long a visit takes and what room it needs.',
                }}
              />
              {(chosen || open === 'new') && mayEdit && (
                <VisitTypeForm key={open} type={chosen ?? null} onClose={() => setOpen('')} />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

const fresh = {
  name: '',
  durationMinutes: 20,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  roomKind: 'exam' as VisitType['roomKind'],
  meantFor: 'any' as VisitType['meantFor'],
  colour: 'teal' as VisitType['colour'],
  onlineBookable: false,
  needsAuthorisation: false,
  active: true,
}

function VisitTypeForm({ type, onClose }: { type: VisitType | null; onClose: () => void }) {
  const add = useAct(addVisitType, { success: 'Added' })
  const edit = useAct(editVisitType, { success: 'Saved' })
  const form = useForm({
    name: `visit type ${type?.id ?? 'new'}`,
    initial: type ? { ...fresh, ...pick(type) } : fresh,
    check: (values) =>
      values.name.trim() ? [] : [{ pointer: '/name', message: 'Give the visit type a name.' }],
    submit: ({ active, ...facts }) =>
      type
        ? edit.attempt({ params: { id: type.id }, body: { ...facts, active, version: type.version } })
        : add.attempt({ body: { id: newId<'VisitType'>(), ...facts } }),
    done: onClose,
  })
  const minutes = (key: 'durationMinutes' | 'bufferBeforeMinutes' | 'bufferAfterMinutes') => {
    const { onChange, ...field } = form.field(key)
    return {
      ...field,
      onChange: (value: string | number) => onChange(Number(value)),
      min: 0,
      max: 480,
      step: 5,
    }
  }
  return (
    <SidePanel title={type ? type.name : 'New visit type'} onClose={onClose}>
      <Form of={form} act={type ? 'Save' : 'Add the visit type'}>
        <FormSection>
          <TextInput label="Name" {...form.text('name')} />
          <Row>
            <NumberInput label="Minutes" {...minutes('durationMinutes')} />
            <NumberInput label="Free before" {...minutes('bufferBeforeMinutes')} />
            <NumberInput label="Free after" {...minutes('bufferAfterMinutes')} />
          </Row>
          <Select
            label="Room it needs"
            data={[
              { value: '', label: 'None' },
              ...roomKinds.map((kind) => ({ value: kind, label: roomWords[kind] })),
            ]}
            {...form.field('roomKind')}
            value={form.values.roomKind ?? ''}
            onChange={(kind) => form.set({ roomKind: roomKinds.find((one) => one === kind) ?? null })}
            allowDeselect={false}
          />
          <Select
            label="Meant for"
            data={Object.entries(forWhom).map(([value, label]) => ({ value, label }))}
            value={form.values.meantFor}
            onChange={(value) => form.set({ meantFor: (value ?? 'any') as VisitType['meantFor'] })}
            allowDeselect={false}
          />
          <Select
            label="Colour on the board"
            data={colours.map((colour) => ({
              value: colour,
              label: colour.charAt(0).toUpperCase() + colour.slice(1),
            }))}
            value={form.values.colour}
            onChange={(value) => form.set({ colour: colours.find((one) => one === value) ?? 'teal' })}
            allowDeselect={false}
          />
          <Checkbox label="Patients may book it online" {...form.check('onlineBookable')} />
          <Checkbox label="Needs an authorisation" {...form.check('needsAuthorisation')} />
          {type && <Checkbox label="Still booked" {...form.check('active')} />}
        </FormSection>
      </Form>
    </SidePanel>
  )
}

const pick = ({ id: _id, version: _version, ...facts }: VisitType & { id: Id<'VisitType'> }) => facts

import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useLive } from '#web/live.ts'
import { useMay, useSession } from '#web/session.ts'
import { useSite } from '#web/site.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { useForm } from '#web/ui/useForm.ts'
import { addRoom, editRoom, readRooms } from '../rooms/contract.ts'
import { roomKinds } from '../rooms/room.ts'

type Room = Reply<typeof readRooms>[number] & { readonly siteName: string }

const kindWords: Readonly<Record<Room['kind'], string>> = {
  exam: 'Exam room',
  procedure: 'Procedure room',
  lab: 'Laboratory',
  consult: 'Consultation room',
  telehealth: 'Telehealth room',
}
const columns: readonly Column<Room>[] = [
  { key: 'name', title: 'Room', cell: (room) => room.name, sort: (room) => room.name },
  { key: 'kind', title: 'Kind', cell: (room) => kindWords[room.kind], sort: (room) => room.kind },
  { key: 'site', title: 'Site', cell: (room) => room.siteName, sort: (room) => room.siteName },
  {
    key: 'state',
    title: 'State',
    cell: (room) => (room.active ? <Status tone="good">In use</Status> : <Status>Closed</Status>),
    sort: (room) => String(!room.active),
  },
]

/** The rooms visits are booked into. A closed room takes no new ones. */
export default function RoomsPage() {
  const [open, setOpen] = useAddress('open', '')
  const { sites } = useSession()
  const rooms = useRead(readRooms, {})
  const mayEdit = useMay('facilities.edit')
  useLive(['facilities.rooms'], [readRooms])
  return (
    <>
      <PageHeader
        title="Rooms"
        actions={mayEdit && <Button onClick={() => setOpen('new')}>Add a room</Button>}
      />
      <Loaded of={rooms} rows={8}>
        {(all) => {
          const rows = all.map((room) => ({
            ...room,
            siteName: sites.find(({ id }) => id === room.siteId)?.name ?? '',
          }))
          const chosen = rows.find(({ id }) => id === open)
          return (
            <>
              <DataTable
                name="rooms"
                label="Rooms"
                rows={rows}
                rowId={(room) => room.id}
                rowName={(room) => `${room.name}, ${room.siteName}`}
                columns={columns}
                initialSort="name"
                openId={open}
                {...(mayEdit ? { onOpen: (room: Room) => setOpen(room.id, 'step') } : {})}
                empty={{
                  title: 'No rooms yet',
                  detail: 'Visits that need a room can be booked once there is one.',
                }}
              />
              {mayEdit && (chosen || open === 'new') && (
                <RoomForm key={open} room={chosen ?? null} onClose={() => setOpen('')} />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

function RoomForm({ room, onClose }: { room: Room | null; onClose: () => void }) {
  const { sites } = useSession()
  const { site } = useSite()
  const add = useAct(addRoom, { success: 'Added' })
  const edit = useAct(editRoom, { success: 'Saved' })
  const form = useForm({
    name: `room ${room?.id ?? 'new'}`,
    initial: {
      siteId: (room?.siteId ?? site?.id ?? null) as string | null,
      name: room?.name ?? '',
      kind: (room?.kind ?? 'exam') as string | null,
      active: room?.active ?? true,
    },
    check: ({ name }) => (name.trim() ? [] : [{ pointer: '/name', message: 'Give the room a name.' }]),
    submit: ({ siteId, name, kind, active }) => {
      const facts = { name: name.trim(), kind: roomKinds.find((one) => one === kind) ?? 'exam' }
      return room
        ? edit.attempt({ params: { id: room.id }, body: { ...facts, active, version: room.version } })
        : add.attempt({ body: { id: newId<'Room'>(), siteId: siteId as Id<'Site'>, ...facts } })
    },
    done: onClose,
  })
  return (
    <SidePanel title={room?.name ?? 'New room'} onClose={onClose}>
      <Form of={form} act={room ? 'Save' : 'Add the room'}>
        <FormSection>
          <TextInput
            label="Name"
            description="As it stands on the door."
            maxLength={60}
            {...form.text('name')}
          />
          <Select
            label="Kind"
            data={roomKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
            {...form.field('kind')}
            allowDeselect={false}
          />
          {room ? (
            <Checkbox
              label="In use"
              description="A closed room takes no new visits; those already booked are listed to be moved."
              {...form.check('active')}
            />
          ) : (
            <Select
              label="Site"
              data={sites.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.field('siteId')}
              allowDeselect={false}
            />
          )}
        </FormSection>
      </Form>
    </SidePanel>
  )
}

import { Button, SegmentedControl } from '@mantine/core'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import type { Column } from '#web/ui/table.ts'
import { When } from '#web/ui/When.tsx'
import { listUsers } from '../users/contract.ts'
import { InvitePanel } from './InvitePanel.tsx'
import { UserPanel } from './UserPanel.tsx'
import { type User, UserState } from './UserState.tsx'

const columns: readonly Column<User>[] = [
  { key: 'name', title: 'Name', cell: (user) => user.displayName, sort: (user) => user.displayName },
  { key: 'userName', title: 'User name', cell: (user) => user.userName, sort: (user) => user.userName },
  {
    key: 'roles',
    title: 'Roles',
    cell: (user) => user.roles.map(({ title }) => title).join(', ') || 'None',
    sort: (user) => user.roles[0]?.title,
  },
  {
    key: 'sites',
    title: 'Sites',
    cell: (user) => (user.allSites ? 'All' : user.sites.map(({ name }) => name).join(', ') || 'None'),
  },
  {
    key: 'secondFactor',
    title: 'Second factor',
    cell: (user) => (user.secondFactor ? 'Set up' : 'None'),
    sort: (user) => String(user.secondFactor),
    optional: 'shown',
  },
  {
    key: 'lastSeen',
    title: 'Last used',
    cell: (user) => (user.lastSeenAt ? <When at={user.lastSeenAt} /> : 'Never'),
    sort: (user) => user.lastSeenAt,
    optional: 'shown',
  },
  { key: 'state', title: 'State', cell: (user) => <UserState user={user} />, sort: (user) => user.state },
]

const shown = {
  all: () => true,
  active: (user: User) => user.state === 'active',
  waiting: (user: User) => user.waiting,
  disabled: (user: User) => user.state === 'disabled',
}
const filters = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'waiting', label: 'Need a new link' },
  { value: 'disabled', label: 'Disabled' },
]

/** Who signs in, with which roles, at which sites. */
export default function UsersPage() {
  const [open, setOpen] = useAddress('open', '')
  const [show, setShow] = useAddress<keyof typeof shown>('show', 'all')
  const users = useRead(listUsers, {})
  const mayEdit = useMay('access.users.edit')
  useLive(['access'], [listUsers])
  return (
    <>
      <PageHeader
        title="People who sign in"
        actions={mayEdit && <Button onClick={() => setOpen('new', 'step')}>Invite somebody</Button>}
      >
        <SegmentedControl
          aria-label="Which people"
          data={filters}
          value={show}
          onChange={(value) => setShow(value as keyof typeof shown)}
        />
      </PageHeader>
      <Loaded of={users} rows={10}>
        {({ users: all, roles, sites }) => {
          const chosen = all.find(({ id }) => id === open)
          return (
            <>
              <DataTable
                name="users"
                label="People who sign in"
                rows={all.filter(shown[show] ?? shown.all)}
                rowId={(user) => user.id}
                rowName={(user) => user.displayName}
                columns={columns}
                initialSort="name"
                openId={open}
                onOpen={(user) => setOpen(user.id, 'step')}
                filter={(user) => `${user.displayName} ${user.userName} ${user.email ?? ''}`}
                empty={{ title: 'Nobody here', detail: 'Choose another filter above, or invite somebody.' }}
              />
              {chosen && (
                <UserPanel
                  key={chosen.id}
                  user={chosen}
                  roles={roles}
                  sites={sites}
                  onClose={() => setOpen('')}
                />
              )}
              {open === 'new' && mayEdit && (
                <InvitePanel roles={roles} sites={sites} onClose={() => setOpen('')} />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

import { Button } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useLive } from '#web/live.ts'
import { useMay, useSession } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { OnDate } from '#web/ui/When.tsx'
import { readStaff } from '../staff/contract.ts'
import { ProviderForm, StaffForm } from './StaffForms.tsx'

export type Person = Reply<typeof readStaff>[number] & { readonly siteName: string }

const columns: readonly Column<Person>[] = [
  {
    key: 'name',
    title: 'Name',
    cell: (person) => `${person.lastName}, ${person.firstName}`,
    sort: (person) => `${person.lastName} ${person.firstName}`,
  },
  { key: 'title', title: 'Job', cell: (person) => person.jobTitle, sort: (person) => person.jobTitle },
  {
    key: 'provider',
    title: 'Provider',
    cell: (person) =>
      person.provider &&
      `${person.provider.displayName}, ${person.provider.credential}, NPI ${person.provider.npi}`,
    sort: (person) => person.provider?.displayName,
  },
  { key: 'site', title: 'Site', cell: (person) => person.siteName, sort: (person) => person.siteName },
  {
    key: 'since',
    title: 'Since',
    cell: (person) => <OnDate date={person.hiredOn} short />,
    sort: (person) => person.hiredOn,
    optional: 'shown',
  },
  {
    key: 'state',
    title: 'State',
    cell: (person) => (person.endedOn ? <Status>Left</Status> : <Status tone="good">Works here</Status>),
    sort: (person) => person.endedOn,
  },
]

/** Everybody who works here; whoever sees patients is also listed as a provider, with an NPI. */
export default function StaffPage() {
  const [open, setOpen] = useAddress('open', '')
  const { sites } = useSession()
  const staff = useRead(readStaff, {})
  const mayEdit = useMay('workforce.edit')
  useLive(['workforce.staff'], [readStaff])
  return (
    <>
      <PageHeader
        title="Staff and providers"
        actions={mayEdit && <Button onClick={() => setOpen('new')}>Add somebody</Button>}
      />
      <Loaded of={staff} rows={10}>
        {(all) => {
          const rows = all.map((person) => ({
            ...person,
            siteName: sites.find(({ id }) => id === person.siteId)?.name ?? '',
          }))
          const chosen = rows.find(({ id }) => id === open)
          return (
            <>
              <DataTable
                name="staff"
                label="Staff and providers"
                rows={rows}
                rowId={(person) => person.id}
                rowName={(person) => `${person.firstName} ${person.lastName}`}
                columns={columns}
                initialSort="name"
                openId={open}
                {...(mayEdit ? { onOpen: (person: Person) => setOpen(person.id, 'step') } : {})}
                filter={(person) =>
                  `${person.firstName} ${person.lastName} ${person.jobTitle} ${person.provider?.npi ?? ''}`
                }
                empty={{
                  title: 'Nobody is listed yet',
                  detail:
                    'Add the people who work here. Those who see patients are then listed as providers.',
                }}
              />
              {mayEdit && (chosen || open === 'new') && (
                <SidePanel
                  key={open}
                  title={chosen ? `${chosen.firstName} ${chosen.lastName}` : 'Somebody new'}
                  onClose={() => setOpen('')}
                >
                  <StaffForm person={chosen ?? null} onDone={(id) => setOpen(id)} />
                  {chosen && <ProviderForm person={chosen} />}
                </SidePanel>
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

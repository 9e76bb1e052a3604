import { Button, UnstyledButton } from '@mantine/core'
import { Fragment } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { listRoles } from '../roles/contract.ts'
import classes from './Access.module.css'
import { RolePanel } from './RolePanel.tsx'

type Roles = Reply<typeof listRoles>

/** "access.users.read" belongs to access. */
const areaOf = (permission: string) => permission.split('.')[0]!

/** What each role may do: permissions down, roles across. */
export default function RolesPage() {
  const [open, setOpen] = useAddress('open', '')
  const roles = useRead(listRoles, {})
  const mayEdit = useMay('access.roles.edit')
  useLive(['access'], [listRoles])
  return (
    <>
      <PageHeader
        title="Roles"
        facts={mayEdit ? 'Choose a role to change it.' : undefined}
        actions={mayEdit && <Button onClick={() => setOpen('new', 'step')}>Add a role</Button>}
      />
      <Loaded of={roles} rows={12}>
        {(all) => {
          const chosen = all.roles.find(({ id }) => id === open)
          return (
            <>
              <Matrix all={all} onOpen={mayEdit ? (id) => setOpen(id, 'step') : null} />
              {mayEdit && (chosen || open === 'new') && (
                <RolePanel
                  key={`${open} ${chosen?.version}`}
                  role={chosen ?? null}
                  permissions={all.permissions}
                  onClose={() => setOpen('')}
                />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

function Matrix({ all, onOpen }: { all: Roles; onOpen: ((id: string) => void) | null }) {
  const held = new Map(all.roles.map(({ id, permissions }) => [id, new Set(permissions)]))
  const areas = Map.groupBy(all.permissions, ({ name }) => areaOf(name))
  return (
    <div className={classes['scroller']} tabIndex={0} role="region" aria-label="What each role may do">
      <table className={classes['matrix']}>
        <thead>
          <tr>
            <th scope="col">May</th>
            {all.roles.map(({ id, title, people }) => (
              <th scope="col" key={id} className={classes['held']}>
                {onOpen ? (
                  <UnstyledButton className={classes['role']} onClick={() => onOpen(id)}>
                    {title}
                  </UnstyledButton>
                ) : (
                  title
                )}
                <div className={classes['quiet']}>{people === 1 ? '1 person' : `${people} people`}</div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...areas].map(([area, permissions]) => (
            <Fragment key={area}>
              <tr>
                <th scope="rowgroup" colSpan={all.roles.length + 1}>
                  {area.charAt(0).toUpperCase() + area.slice(1)}
                </th>
              </tr>
              {permissions.map(({ name, title }) => (
                <tr key={name}>
                  <th scope="row">{title}</th>
                  {all.roles.map(({ id }) => (
                    <td key={id} className={classes['held']}>
                      {held.get(id)?.has(name) ? (
                        <span role="img" aria-label="yes">
                          ●
                        </span>
                      ) : (
                        <span role="img" aria-label="no" />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

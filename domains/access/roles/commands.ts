import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { recordAudit } from '#platform/audit.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { rolesTopic } from '../sessions/authenticator.ts'
import { lockGrants, mustLeaveSomebodyInCharge } from '../users/commands.ts'

type RoleFacts = {
  readonly title: string
  readonly needsSecondFactor: boolean
  readonly idleMinutes: number
  readonly permissions: readonly string[]
}

export async function addRole(
  tx: Tx,
  { id, title, needsSecondFactor, idleMinutes, permissions }: RoleFacts & { id: Id<'Role'> },
) {
  await tx.db
    .insertInto('access.role')
    .values({ id, name: nameOf(title, id), title, needsSecondFactor, idleMinutes })
    .execute()
    .catch(refuseIfViolated({ role_pkey: AlreadyExists }))
  await setPermissions(tx, id, title, permissions)
  return { version: 1 }
}

/** In force with the next request of everybody who has the role. */
export async function editRole(
  tx: Tx,
  id: Id<'Role'>,
  { title, needsSecondFactor, idleMinutes, permissions, version }: RoleFacts & { version: number },
) {
  await lockGrants(tx)
  const role = await tx.db.selectFrom('access.role').select('id').where('id', '=', id).executeTakeFirst()
  if (!role) refuse(NotFound, 'There is no such role.')
  const { numUpdatedRows } = await tx.db
    .updateTable('access.role')
    .set({ title, needsSecondFactor, idleMinutes, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) refuse(Stale)
  await setPermissions(tx, id, title, permissions)
  await mustLeaveSomebodyInCharge(tx)
  return { version: version + 1 }
}

async function setPermissions(tx: Tx, roleId: Id<'Role'>, title: string, permissions: readonly string[]) {
  const { rows: known } = await sql`select from access.permission where name = any(${permissions})`.execute(
    tx.db,
  )
  if (known.length !== new Set(permissions).size) refuse(NotFound, 'There is no such permission.')
  const removed = await sql<{ permission: string }>`
    delete from access.role_permission where role_id = ${roleId} and permission <> all(${permissions})
    returning permission`.execute(tx.db)
  const added = await sql<{ permission: string }>`
    insert into access.role_permission (role_id, permission) select ${roleId}, unnest(${permissions}::text[])
    on conflict do nothing returning permission`.execute(tx.db)
  const named = (rows: readonly { permission: string }[]) =>
    rows.map(({ permission }) => permission).join(', ')
  await recordAudit(tx.db, tx.actor, tx.origin, {
    kind: 'permission',
    subject: 'access.role',
    recordId: roleId,
    reason: `${title}: added ${named(added.rows) || 'nothing'}; removed ${named(removed.rows) || 'nothing'}`,
  })
  await tx.touch(rolesTopic)
}

/** A role is known to the program by a name that does not change with its title. */
const nameOf = (title: string, id: string) =>
  `${title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}-${id.slice(-4)}`

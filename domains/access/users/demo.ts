import { type Id, newId } from '#kernel/id.ts'
import { reason, refuse } from '#kernel/refusal.ts'
import type { RoleName } from '#platform/wiring.ts'
import type { Tx } from '#platform/transaction.ts'
import { hashPassword } from '../account/password-hash.ts'
import { setAccess } from './commands.ts'

const NotADemo = reason('not-a-demo', 409, 'Only the demo practice has logins with known passwords.')

/**
 * A login of the demo practice, with a password that everybody may know and no second factor. Refused where the
 * practice is not the demo; and should a demo practice ever be turned into a real one, the second factor is asked for
 * from then on.
 */
export async function demoUser(
  tx: Tx,
  given: {
    readonly id?: Id<'User'>
    readonly userName: string
    readonly displayName: string
    readonly password: string
    readonly roles: readonly RoleName[]
    /** Null: every site. */
    readonly siteIds: readonly Id<'Site'>[] | null
  },
): Promise<Id<'User'>> {
  const demo = await tx.db
    .selectFrom('practice.organisation')
    .select('id')
    .where('isDemo', '=', true)
    .executeTakeFirst()
  if (!demo) refuse(NotADemo)
  const { id = newId<'User'>(), userName, displayName, siteIds } = given
  await tx.db
    .insertInto('access.user')
    .values({
      id,
      userName,
      displayName,
      state: 'active',
      isDemo: true,
      allSites: siteIds === null,
      passwordHash: await hashPassword(given.password),
      passwordChangedAt: tx.now,
    })
    .execute()
  const roles = await tx.db
    .selectFrom('access.role')
    .select('id')
    .where('name', 'in', [...given.roles])
    .execute()
  await setAccess(tx, id, {
    roleIds: roles.map((role) => role.id),
    allSites: siteIds === null,
    siteIds: siteIds ?? [],
  })
  return id
}

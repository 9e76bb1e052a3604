import type { Id } from '#kernel/id.ts'
import type { Db, DbTransaction } from '#platform/database.ts'
import { isCommonPassword } from './common-passwords.ts'
import { hashPassword } from './password-hash.ts'
import { mustBeStrong } from './password.ts'

type Person = { readonly userName: string; readonly displayName: string; readonly hasSecondFactor: boolean }

/** The hash of a password somebody chose. Costly: before the transaction. Refuses WeakPassword. */
export async function hashChosenPassword(db: Db, person: Person, password: string): Promise<string> {
  const names = await db.selectFrom('practice.organisation').select(['name', 'legalName']).execute()
  mustBeStrong(password, {
    hasSecondFactor: person.hasSecondFactor,
    contextWords: [
      person.userName,
      person.displayName,
      ...names.flatMap(({ name, legalName }) => [name, legalName]),
    ],
    isCommon: isCommonPassword,
  })
  return hashPassword(password)
}

/**
 * Whether a role of the person asks for a second factor: only then may the password be short. A second factor that
 * somebody uses of their own will may be removed again, so it does not count.
 */
export async function mustUseSecondFactor(db: Db, userId: Id<'User'>): Promise<boolean> {
  const role = await db
    .selectFrom('access.userRole as held')
    .innerJoin('access.role as role', 'role.id', 'held.roleId')
    .select('role.id')
    .where('held.userId', '=', userId)
    .where('role.needsSecondFactor', '=', true)
    .executeTakeFirst()
  return role !== undefined
}

export async function keepPassword(
  db: DbTransaction,
  userId: Id<'User'>,
  passwordHash: string,
  now: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('access.user')
    .set({ passwordHash, passwordChangedAt: now, state: 'active' })
    .where('id', '=', userId)
    .execute()
}

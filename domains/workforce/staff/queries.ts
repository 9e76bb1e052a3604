import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'

/** Everybody at these sites (null: all), by name, with what they are as a provider. Two queries. */
export async function staff(db: Db, siteIds: readonly Id<'Site'>[] | null) {
  const people = await db
    .selectFrom('workforce.staff')
    .selectAll()
    .$if(siteIds !== null, (query) => query.where('siteId', 'in', [...siteIds!, noSite]))
    .orderBy('lastName')
    .orderBy('firstName')
    .execute()
  const providers = await db.selectFrom('workforce.provider').selectAll().execute()
  const byStaff = new Map(providers.map((provider) => [provider.staffId, provider]))
  return people.map((person) => ({ ...person, provider: byStaff.get(person.id) ?? null }))
}

export async function staffMember(db: Db, id: Id<'Staff'>) {
  const person = await db.selectFrom('workforce.staff').selectAll().where('id', '=', id).executeTakeFirst()
  if (!person) refuse(NotFound, 'There is nobody with that id.')
  const provider = await db
    .selectFrom('workforce.provider')
    .selectAll()
    .where('staffId', '=', id)
    .executeTakeFirst()
  return { ...person, provider: provider ?? null }
}

/** SQL knows no empty list. */
const noSite = '00000000-0000-0000-0000-000000000000' as Id<'Site'>

import { siteOf } from '#domains/practice/practice.ts'
import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import type { NewProvider, NewStaff, ProviderEdit, StaffEdit } from './contract.ts'
import { staffMember } from './queries.ts'
import { AlreadyProvider, NpiTaken, mustBeNpi, mustEndAfterHired } from './staff.ts'

export async function add(tx: Tx, person: NewStaff) {
  mustReachSite(tx.actor, person.siteId)
  await siteOf(tx.db, person.siteId)
  mustEndAfterHired(person.hiredOn, person.endedOn)
  await tx.db
    .insertInto('workforce.staff')
    .values(person)
    .execute()
    .catch(refuseIfViolated({ staff_pkey: AlreadyExists }))
  await tx.touch('workforce.staff')
  return staffMember(tx.db, person.id)
}

export async function edit(tx: Tx, id: Id<'Staff'>, { version, ...change }: StaffEdit) {
  const person = await tx.db
    .selectFrom('workforce.staff')
    .select(['siteId', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!person) refuse(NotFound, 'There is nobody with that id.')
  mustReachSite(tx.actor, person.siteId)
  mustReachSite(tx.actor, change.siteId)
  await siteOf(tx.db, change.siteId)
  if (person.version !== version) refuse(Stale)
  mustEndAfterHired(change.hiredOn, change.endedOn)
  await tx.db
    .updateTable('workforce.staff')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .execute()
  await tx.touch('workforce.staff')
  return staffMember(tx.db, id)
}

export async function addProvider(tx: Tx, provider: NewProvider) {
  await mustReachStaff(tx, provider.staffId)
  mustBeNpi(provider.npi)
  await tx.touch('workforce.staff')
  return tx.db
    .insertInto('workforce.provider')
    .values(provider)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(
      refuseIfViolated({
        provider_pkey: AlreadyExists,
        provider_staff_id_key: AlreadyProvider,
        provider_npi_key: NpiTaken,
      }),
    )
}

export async function editProvider(tx: Tx, id: Id<'Provider'>, { version, ...change }: ProviderEdit) {
  const provider = await tx.db
    .selectFrom('workforce.provider')
    .select(['staffId', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!provider) refuse(NotFound, 'There is no such provider.')
  await mustReachStaff(tx, provider.staffId)
  if (provider.version !== version) refuse(Stale)
  mustBeNpi(change.npi)
  await tx.touch('workforce.staff')
  return tx.db
    .updateTable('workforce.provider')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfViolated({ provider_npi_key: NpiTaken }))
}

export async function mustReachStaff({ db, actor }: Pick<Tx, 'db' | 'actor'>, id: Id<'Staff'>) {
  const person = await db
    .selectFrom('workforce.staff')
    .select('siteId')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!person) refuse(NotFound, 'There is nobody with that id.')
  mustReachSite(actor, person.siteId)
}

import { done } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { mustReachStaff } from '../staff/commands.ts'
import type { CredentialEdit, NewCredential } from './contract.ts'
import { mustBeCredential } from './credential.ts'

export async function add(tx: Tx, credential: NewCredential) {
  await mustReachStaff(tx, credential.staffId)
  mustBeCredential(credential)
  await tx.touch('workforce.credentials')
  return tx.db
    .insertInto('workforce.credential')
    .values(credential)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfViolated({ credential_pkey: AlreadyExists }))
}

export async function edit(tx: Tx, id: Id<'Credential'>, { version, ...change }: CredentialEdit) {
  await hold(tx, id, version)
  mustBeCredential(change)
  await tx.touch('workforce.credentials')
  return tx.db
    .updateTable('workforce.credential')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function remove(tx: Tx, id: Id<'Credential'>, version: number) {
  await hold(tx, id, version)
  await tx.db.deleteFrom('workforce.credential').where('id', '=', id).execute()
  await tx.touch('workforce.credentials')
  return done
}

async function hold(tx: Tx, id: Id<'Credential'>, version: number) {
  const credential = await tx.db
    .selectFrom('workforce.credential')
    .select(['staffId', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!credential) refuse(NotFound, 'There is no such credential.')
  await mustReachStaff(tx, credential.staffId)
  if (credential.version !== version) refuse(Stale)
}

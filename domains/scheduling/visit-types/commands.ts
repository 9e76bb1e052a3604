import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import type { NewVisitType, VisitTypeEdit } from './contract.ts'
import { VisitTypeNameTaken } from './visit-type.ts'

export async function add(tx: Tx, type: NewVisitType) {
  await tx.touch('scheduling.visit-types')
  return tx.db
    .insertInto('scheduling.visitType')
    .values(type)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(
      refuseIfViolated({
        visit_type_pkey: AlreadyExists,
        visit_type_name_is_used_once: VisitTypeNameTaken,
      }),
    )
}

/** Visits already booked keep the length and the buffers they were booked with. */
export async function edit(tx: Tx, id: Id<'VisitType'>, { version, ...change }: VisitTypeEdit) {
  const type = await tx.db
    .selectFrom('scheduling.visitType')
    .select('version')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!type) refuse(NotFound, 'There is no such visit type.')
  if (type.version !== version) refuse(Stale)
  await tx.touch('scheduling.visit-types')
  return tx.db
    .updateTable('scheduling.visitType')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfViolated({ visit_type_name_is_used_once: VisitTypeNameTaken }))
}

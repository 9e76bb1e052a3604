import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { Tx } from '#platform/transaction.ts'
import { type Received, readKept } from '#platform/vault.ts'
import { NotAPicture, type Side, isPicture, mostPictureBytes } from './coverage.ts'

/** Keeps the picture encrypted beside the database. An earlier one stays in the vault, named by the audit log. */
export async function keepPicture(tx: Tx, id: Id<'Coverage'>, side: Side, received: Received) {
  const card = await tx.db
    .selectFrom('insurance.coverage')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!card) refuse(NotFound, 'There is no such insurance card.')
  if (received.size > mostPictureBytes)
    refuse(NotAPicture, 'The picture is larger than 10 MB: take it again, a little smaller.')
  if (!isPicture(await startOf(received)))
    refuse(
      NotAPicture,
      'This is not a picture (PNG or JPEG). Take a photograph of the card or scan it as JPEG.',
    )
  const fileId = await received.keep(tx, { name: `card-${side}`, mediaType: 'image/jpeg' })
  await tx.db
    .updateTable('insurance.coverage')
    .set(side === 'front' ? { frontFileId: fileId } : { backFileId: fileId })
    .where('id', '=', id)
    .execute()
  await tx.touch('insurance')
}

async function startOf(received: Received): Promise<Uint8Array> {
  for await (const chunk of received.open() as AsyncIterable<Uint8Array>) return chunk.subarray(0, 8)
  return new Uint8Array()
}

export async function picture(db: Db, id: Id<'Coverage'>, side: Side) {
  const card = await db
    .selectFrom('insurance.coverage')
    .select(['patientId', 'frontFileId', 'backFileId'])
    .where('id', '=', id)
    .executeTakeFirst()
  const fileId = side === 'front' ? card?.frontFileId : card?.backFileId
  if (!card || !fileId) refuse(NotFound, 'There is no picture of that side yet.')
  const { bytes } = await readKept(db, fileId)
  return { name: `card-${side}`, bytes, patientId: card.patientId }
}

/** One claim by itself as it is sent: in the file and on paper. */
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { Actor } from '#platform/transaction.ts'
import { write837P } from '#standards/x12/837p-write.ts'
import { X12WriteError } from '#standards/x12/writer.ts'
import { clearinghouse } from '../submissions/clearinghouse.ts'
import { envelopeOf, submissionOf } from '../submissions/file.ts'
import { billOf } from './bill.ts'
import { NotPrintable } from './claim.ts'
import { claimRows } from './rows.ts'

export async function billed(db: Db, id: Id<'Claim'>, { siteIds }: Actor) {
  const rows = await claimRows(db, [id])
  const [head] = rows.heads
  if (!head || (siteIds !== null && !siteIds.includes(head.siteId)))
    refuse(NotFound, 'There is no such claim.')
  return { head, organisation: rows.organisation, claim: billOf(rows, head) }
}

/** The segments between the file's head and its end, ST to SE, for somebody who reads X12. */
export async function segmentsOf(db: Db, id: Id<'Claim'>, actor: Actor) {
  const { head, organisation, claim } = await billed(db, id, actor)
  const receiver = await clearinghouse(db)
  try {
    const text = write837P(
      envelopeOf(organisation, receiver, 1, Temporal.Now.instant()),
      submissionOf(organisation, receiver, 1, [claim]),
    )
    const segments = text.split('~').slice(2, -3)
    return { patientId: head.patientId, segments: segments.map((segment) => `${segment}~`) }
  } catch (error) {
    // The writer names places, never values.
    if (error instanceof X12WriteError)
      refuse(NotPrintable, `The claim cannot be written yet: ${error.message}`)
    throw error
  }
}

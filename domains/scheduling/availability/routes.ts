import { siteOf } from '#domains/practice/practice.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Http } from '#platform/http.ts'
import { mustReachSite } from '#platform/transaction.ts'
import { findSlots } from './contract.ts'
import { nextSlots } from './next.ts'

export function availabilityRoutes({ answer }: Http) {
  answer(findSlots, async (db, { query }, { actor }) => {
    mustReachSite(actor, query.siteId)
    const type = await db
      .selectFrom('scheduling.visitType')
      .selectAll()
      .where('id', '=', query.visitTypeId)
      .executeTakeFirst()
    if (!type) refuse(NotFound, 'There is no such visit type.')
    const now = Temporal.Now.instant()
    const { timeZone } = await siteOf(db, query.siteId)
    const slots = await nextSlots(db, {
      siteId: query.siteId,
      needs: { ...type, visitTypeId: type.id },
      providerId: query.providerId,
      from: query.from?.toZonedDateTime(timeZone).toInstant() ?? now,
      wanted: query.wanted ?? 12,
      now,
      newPatient: type.meantFor === 'new',
      patientId: query.patientId,
    })
    const names = await db.selectFrom('workforce.provider').select(['id', 'displayName']).execute()
    const nameOf = new Map(names.map(({ id, displayName }) => [id, displayName]))
    return slots.map((slot) => ({ ...slot, providerName: nameOf.get(slot.providerId) ?? '' }))
  })
}

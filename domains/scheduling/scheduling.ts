/** Visits, as the rest of the practice sees them. */
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { Appointment } from './flow/visit.ts'

export { checkIn, holdVisit, setChargeStatus, setCopayDisposition } from './flow/commands.ts'
export type { Appointment } from './flow/visit.ts'

/** One visit; refuses with NotFound where there is none. Check `mustReachSite(actor, visit.siteId)` before showing it. */
export async function appointmentOf(db: Db, id: Id<'Appointment'>): Promise<Appointment> {
  const visit = await db
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return visit ?? refuse(NotFound, 'There is no such visit.')
}

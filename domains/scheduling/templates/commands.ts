import { sql } from 'kysely'
import { siteOf, today } from '#domains/practice/practice.ts'
import { done } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import type { Absence, NewTemplate, TemplateEdit } from './contract.ts'
import { TemplatesOverlap, mustEndAfterItStarts } from './template.ts'

const refuseOverlap = refuseIfViolated({
  template_pkey: AlreadyExists,
  provider_is_in_one_place: TemplatesOverlap,
})

function mustBeInOrder({ starts, ends, effectiveFrom, effectiveTo }: TemplateEdit | NewTemplate) {
  mustEndAfterItStarts('/ends', Temporal.PlainTime.compare(ends, starts))
  if (effectiveTo)
    mustEndAfterItStarts(
      '/effectiveTo',
      Temporal.PlainDate.compare(effectiveTo.add({ days: 1 }), effectiveFrom),
    )
}

export async function add(tx: Tx, template: NewTemplate) {
  mustReachSite(tx.actor, template.siteId)
  await siteOf(tx.db, template.siteId)
  await mustBeAProvider(tx, template.providerId)
  mustBeInOrder(template)
  await tx.touch('scheduling.templates')
  return tx.db
    .insertInto('scheduling.template')
    .values(template)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseOverlap)
}

export async function edit(tx: Tx, id: Id<'Template'>, { version, ...change }: TemplateEdit) {
  await hold(tx, id, version)
  mustBeInOrder({ version, ...change })
  return tx.db
    .updateTable('scheduling.template')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseOverlap)
}

/** From today on it no longer counts; one that never came into force goes altogether. What was booked by it stays booked. */
export async function end(tx: Tx, id: Id<'Template'>, version: number) {
  const template = await hold(tx, id, version)
  const { timeZone } = await siteOf(tx.db, template.siteId)
  const yesterday = today(tx.now, timeZone).subtract({ days: 1 })
  const isUsed = await tx.db
    .selectFrom('scheduling.appointment')
    .select('id')
    .where('overbookTemplateId', '=', id)
    .limit(1)
    .executeTakeFirst()
  if (!isUsed && Temporal.PlainDate.compare(template.effectiveFrom, yesterday) > 0)
    await tx.db.deleteFrom('scheduling.template').where('id', '=', id).execute()
  else
    await tx.db
      .updateTable('scheduling.template')
      .set({
        effectiveTo:
          Temporal.PlainDate.compare(template.effectiveFrom, yesterday) > 0
            ? template.effectiveFrom
            : yesterday,
        version: version + 1,
      })
      .where('id', '=', id)
      .execute()
  return done
}

async function hold(tx: Tx, id: Id<'Template'>, version: number) {
  const template = await tx.db
    .selectFrom('scheduling.template')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!template) refuse(NotFound, 'There is no such block.')
  mustReachSite(tx.actor, template.siteId)
  if (template.version !== version) refuse(Stale)
  await tx.touch('scheduling.templates')
  return template
}

/** The time closes at once; what was booked in it waits on the list of visits to move. */
export async function addAbsence(tx: Tx, absence: Absence) {
  mustEndAfterItStarts('/endsAt', Temporal.Instant.compare(absence.endsAt, absence.startsAt))
  await mustReachProvider(tx, absence.providerId, 'There is no such provider.')
  await tx.db
    .insertInto('scheduling.absence')
    .values(absence)
    .execute()
    .catch(refuseIfViolated({ absence_pkey: AlreadyExists }))
  const { count } = await tx.db
    .selectFrom('scheduling.appointment')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('providerId', '=', absence.providerId)
    .where('status', 'in', ['scheduled', 'confirmed'])
    .where('startsAt', '<', absence.endsAt)
    .where('endsAt', '>', absence.startsAt)
    .where('endsAt', '>', tx.now)
    .executeTakeFirstOrThrow()
  await tx.touch('scheduling.templates')
  return { ...absence, visitsToMove: count }
}

export async function removeAbsence(tx: Tx, id: Id<'Absence'>) {
  const none = 'There is no such absence.'
  const absence = await tx.db
    .deleteFrom('scheduling.absence')
    .where('id', '=', id)
    .returning('providerId')
    .executeTakeFirst()
  if (!absence) refuse(NotFound, none)
  await mustReachProvider(tx, absence.providerId, none)
  await tx.touch('scheduling.templates')
  return done
}

async function mustBeAProvider({ db }: Tx, id: Id<'Provider'>) {
  const provider = await db
    .selectFrom('workforce.provider')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!provider) refuse(NotFound, 'There is no such provider.')
}

/** An absence belongs to no site: it is for those who reach one where the provider has working hours. */
async function mustReachProvider(tx: Tx, id: Id<'Provider'>, otherwise: string) {
  const { siteIds } = tx.actor
  if (siteIds === null) return mustBeAProvider(tx, id)
  const block = await tx.db
    .selectFrom('scheduling.template')
    .select('id')
    .where('providerId', '=', id)
    .where('siteId', '=', sql<never>`any(${siteIds})`)
    .limit(1)
    .executeTakeFirst()
  if (!block) refuse(NotFound, otherwise)
}

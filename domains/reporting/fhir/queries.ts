import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { officeDay, organisationOf } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, mustReachSite } from '#platform/transaction.ts'
import { writeBundle } from '#standards/fhir/bundle.ts'
import { type Resource, writeResource } from '#standards/fhir/resource.ts'
import type { Written } from './contract.ts'
import { appointmentOf, coverageOf, encounterOf, locationOf, patientOf, practitionerOf } from './resources.ts'

/** The JSON of one resource, and the patient it is about. */
export const written = (resource: Resource, patientId?: Id<'Patient'>): Written =>
  asFile(
    `${resource.resourceType}-${resource.id ?? ''}`,
    writeResource(resource),
    patientId ? [patientId] : [],
  )

const asFile = (name: string, json: object, patientIds: Id<'Patient'>[]): Written => ({
  name: `${name}.json`,
  bytes: new TextEncoder().encode(JSON.stringify(json)),
  patientIds,
})

export async function patient(db: Db, id: Id<'Patient'>) {
  const row = await db.selectFrom('patients.patient').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such patient.')
  const phones = await db
    .selectFrom('patients.phone')
    .selectAll()
    .where('patientId', '=', id)
    .orderBy('rank')
    .execute()
  const contacts = await db.selectFrom('patients.contact').selectAll().where('patientId', '=', id).execute()
  const { npi } = await organisationOf(db)
  // Record numbers are ours alone: the group's NPI makes them different from everybody else's.
  return patientOf(row, { phones, contacts, mrnSystem: `urn:wellrun:${npi}:mrn` })
}

export async function practitioners(db: Db, ids: readonly Id<'Provider'>[]) {
  const rows = await db
    .selectFrom('workforce.provider as provider')
    .innerJoin('workforce.staff as staff', 'staff.id', 'provider.staffId')
    .select(['provider.id', 'provider.npi', 'provider.credential', 'provider.active'])
    .select(['staff.firstName', 'staff.lastName'])
    .where('provider.id', '=', sql<Id<'Provider'>>`any(${ids}::uuid[])`)
    .execute()
  return rows.map(practitionerOf)
}

export async function locations(db: Db, ids: readonly Id<'Site'>[]) {
  const rows = await db
    .selectFrom('practice.site')
    .selectAll()
    .where('id', '=', sql<Id<'Site'>>`any(${ids}::uuid[])`)
    .execute()
  return rows.map(locationOf)
}

const visits = (db: Db) =>
  db
    .selectFrom('scheduling.appointment as visit')
    .innerJoin('scheduling.visitType as type', 'type.id', 'visit.visitTypeId')
    .innerJoin('practice.site as site', 'site.id', 'visit.siteId')
    .innerJoin('workforce.provider as provider', 'provider.id', 'visit.providerId')
    .selectAll('visit')
    .select(['type.name as typeName', 'site.name as siteName', 'provider.displayName as providerName'])

async function visit(db: Db, actor: Actor, id: Id<'Appointment'>) {
  const row = await visits(db).where('visit.id', '=', id).executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such visit.')
  mustReachSite(actor, row.siteId)
  return row
}

export async function appointment(db: Db, actor: Actor, id: Id<'Appointment'>) {
  const row = await visit(db, actor, id)
  return written(appointmentOf(row), row.patientId)
}

export async function encounter(db: Db, actor: Actor, id: Id<'Appointment'>) {
  const row = await visit(db, actor, id)
  const resource = encounterOf(row) ?? refuse(NotFound, 'The patient of this visit has not come yet.')
  return written(resource, row.patientId)
}

const cards = (db: Db) =>
  db
    .selectFrom('insurance.coverage as card')
    .innerJoin('insurance.payer as payer', 'payer.id', 'card.payerId')
    .selectAll('card')
    .select('payer.name as payerName')

const today = (db: Db) => officeDay(db, Temporal.Now.instant())

export async function coverage(db: Db, id: Id<'Coverage'>) {
  const row = await cards(db).where('card.id', '=', id).executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such insurance card.')
  return written(coverageOf(row, await today(db)), row.patientId)
}

/**
 * The patient, every visit at the sites one may reach (booked, and met once the patient came), every card, and the
 * providers and sites they name. `base` is where single resources are read.
 */
export async function everything(db: Db, actor: Actor, id: Id<'Patient'>, base: string): Promise<Written> {
  const about = await patient(db, id)
  const visitRows = await visits(db)
    .where('visit.patientId', '=', id)
    .$if(actor.siteIds !== null, (query) =>
      query.where('visit.siteId', '=', sql<Id<'Site'>>`any(${actor.siteIds}::uuid[])`),
    )
    .orderBy('visit.startsAt')
    .execute()
  const cardRows = await cards(db).where('card.patientId', '=', id).orderBy('card.effectiveOn').execute()
  const unique = <T>(values: readonly T[]) => [...new Set(values)]
  const day = await today(db)
  const resources: Resource[] = [
    about,
    ...(await practitioners(db, unique(visitRows.map(({ providerId }) => providerId)))),
    ...(await locations(db, unique(visitRows.map(({ siteId }) => siteId)))),
    ...cardRows.map((row) => coverageOf(row, day)),
    ...visitRows.map(appointmentOf),
    ...visitRows.flatMap((row) => encounterOf(row) ?? []),
  ]
  return asFile(`Patient-${id}-everything`, writeBundle(resources, base), [id])
}

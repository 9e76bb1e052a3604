import { type Updateable, sql } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import type { DbTransaction } from '#platform/database.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { PatientChanged } from '../events.ts'
import { candidateFrom, findAlike } from '../matching/queries.ts'
import type { Changes, Registration, ToState } from './contract.ts'
import { columnsOf, contactRows, createPatient, factsOf, latestToday, phoneRows } from './create.ts'
import { searchKeys } from './keys.ts'
import {
  CannotBeRight,
  ProbableDuplicate,
  missing,
  mustBeAbleToBecome,
  mustBePlausible,
  mustBeVerifiable,
  stageOf,
} from './patient.ts'
import { record } from './queries.ts'
import { learnWords } from './words.ts'

/**
 * Registers somebody, unless they are probably here already. Desks registering people born on the same day wait for
 * one another here, so the second of two who register one person at the same moment is told of the first. The same
 * id with the same name again is the same registration, sent twice.
 */
export async function register(tx: Tx, { inquiry, overrideReason, ...person }: Registration) {
  mustBePlausible(person, latestToday(tx.now))
  await waitForOthersBornOn(tx.db, person.bornOn)

  const sentBefore = await record(tx.db, person.id)
  if (sentBefore) {
    const same = sentBefore.lastName === person.lastName && sentBefore.firstName === person.firstName
    return same ? sentBefore : refuse(AlreadyExists, 'Another patient has this identifier.')
  }

  if (overrideReason) await tx.because(overrideReason)
  else await mustBeNobodyKnown(tx, person)
  const { id } = await createPatient(tx, { ...person, ...(inquiry && { state: 'inquiry' as const }) })
  await tx.touch(`patients:${id}`)
  return (await record(tx.db, id))!
}

async function mustBeNobodyKnown(tx: Tx, person: Omit<Registration, 'overrideReason' | 'inquiry'>) {
  const phones = (person.phones ?? []).map(({ number }) => number)
  const probable = (await findAlike(tx.db, candidateFrom({ ...person, phones }))).filter(
    ({ verdict }) => verdict === 'probable',
  )
  const [first] = probable
  // No name or birth date here: who holds the number may open the record, which is then written down.
  if (first)
    refuse(
      ProbableDuplicate,
      `MRN ${first.mrn} is probably the same person. Open that record, or say why not.`,
      {
        facts: {
          candidates: probable.map(({ patientId, mrn, score, verdict, reasons }) => ({
            patientId,
            mrn,
            score,
            verdict,
            reasons,
          })),
        },
      },
    )
}

const birthLock = 7310
const waitForOthersBornOn = async (db: DbTransaction, bornOn: Temporal.PlainDate) => {
  const day = Temporal.PlainDate.from('1970-01-01').until(bornOn, { largestUnit: 'day' }).days
  await sql`select pg_advisory_xact_lock(${birthLock}, ${day})`.execute(db)
}

/** Locks the record and makes sure it is the version its editor saw. */
async function open(tx: Tx, id: Id<'Patient'>, version: number) {
  const { rows } = await sql<{ version: number }>`
    select version from patients.patient where id = ${id} and state <> 'merged' for update`.execute(tx.db)
  if (!rows[0]) refuse(NotFound, 'There is no such patient.')
  if (rows[0].version !== version) refuse(Stale, undefined, { facts: { version: rows[0].version } })
  return (await record(tx.db, id))!
}

async function keep(tx: Tx, id: Id<'Patient'>, set: Updateable<DB['patients.patient']>) {
  await tx.db
    .updateTable('patients.patient')
    .set(set)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  await tx.announce(PatientChanged, { patientId: id })
  await tx.touch(`patients:${id}`)
  return (await record(tx.db, id))!
}

/** Changes what is given and nothing else. A changed last name is kept among the former ones: people look for it. */
export async function edit(tx: Tx, id: Id<'Patient'>, version: number, changes: Changes) {
  const today = latestToday(tx.now)
  const before = await open(tx, id, version)
  // Only what is changed is judged: an old record may hold what would not be accepted today.
  mustBePlausible({ ...changes, ...(changes.bornOn && { deceasedOn: before.deceasedOn }) }, today)
  if (changes.phones) await replacePhones(tx, id, changes.phones)
  if (changes.contacts) await replaceContacts(tx, id, changes.contacts)

  const columns = columnsOf(id, changes)
  const after = { ...before, ...changes, ...columns }
  const renamed = after.lastName !== before.lastName && !changes.formerLastNames
  const formerLastNames = renamed
    ? [...new Set([before.lastName, ...before.formerLastNames])].slice(0, 10)
    : after.formerLastNames
  await learnWords(tx.db, [after])
  return keep(tx, id, {
    ...columns,
    formerLastNames,
    ...searchKeys({ ...after, formerLastNames }),
    state: stageOf(before.state, factsOf(after), today),
  })
}

async function replacePhones(tx: Tx, patientId: Id<'Patient'>, phones: NonNullable<Changes['phones']>) {
  const known = await tx.db
    .selectFrom('patients.phone')
    .select('id')
    .where('patientId', '=', patientId)
    .execute()
  const rows = phoneRows(patientId, phones)
  await replace(known, rows, {
    remove: (ids) => tx.db.deleteFrom('patients.phone').where('id', 'in', ids).execute(),
    change: ({ id, ...row }) => tx.db.updateTable('patients.phone').set(row).where('id', '=', id).execute(),
    add: (fresh) => tx.db.insertInto('patients.phone').values(fresh).execute(),
  }).catch(refuseIfViolated({ phone_pkey: AlreadyExists }))
}

async function replaceContacts(tx: Tx, patientId: Id<'Patient'>, contacts: NonNullable<Changes['contacts']>) {
  const known = await tx.db
    .selectFrom('patients.contact')
    .select('id')
    .where('patientId', '=', patientId)
    .execute()
  const rows = contactRows(patientId, contacts)
  await replace(known, rows, {
    remove: (ids) => tx.db.deleteFrom('patients.contact').where('id', 'in', ids).execute(),
    change: ({ id, ...row }) => tx.db.updateTable('patients.contact').set(row).where('id', '=', id).execute(),
    add: (fresh) => tx.db.insertInto('patients.contact').values(fresh).execute(),
  }).catch(refuseIfViolated({ contact_pkey: AlreadyExists }))
}

/** Turns the known rows into the wanted ones, so that the history tells a change from a removal. */
async function replace<Row extends { readonly id: string }>(
  known: readonly { readonly id: Row['id'] }[],
  wanted: readonly Row[],
  how: {
    remove: (ids: Row['id'][]) => Promise<unknown>
    change: (row: Row) => Promise<unknown>
    add: (rows: Row[]) => Promise<unknown>
  },
) {
  const knownIds = new Set(known.map(({ id }) => id))
  const wantedIds = new Set(wanted.map(({ id }) => id))
  const gone = [...knownIds].filter((id) => !wantedIds.has(id))
  if (gone.length > 0) await how.remove(gone)
  for (const row of wanted) if (knownIds.has(row.id)) await how.change(row)
  const fresh = wanted.filter(({ id }) => !knownIds.has(id))
  if (fresh.length > 0) await how.add(fresh)
}

/** The desk went through the demographics with the patient. `verifiedOn` is the day at the desk. */
export async function verify(tx: Tx, id: Id<'Patient'>, version: number, verifiedOn: Temporal.PlainDate) {
  const today = latestToday(tx.now)
  const before = await open(tx, id, version)
  if (Temporal.PlainDate.compare(verifiedOn, today) > 0)
    refuse(CannotBeRight, 'Demographics cannot be verified in the future.')
  mustBeVerifiable(before.state, before, today)
  return keep(tx, id, { state: 'verified', verifiedOn })
}

export async function becomes(
  tx: Tx,
  id: Id<'Patient'>,
  version: number,
  { state, reason, deceasedOn }: ToState,
) {
  const today = latestToday(tx.now)
  const before = await open(tx, id, version)
  mustBeAbleToBecome(before.state, state)
  if (state === 'deceased') mustBePlausible({ bornOn: before.bornOn, deceasedOn }, today)
  await tx.because(reason)
  // Who becomes active again is registered at once when nothing is missing.
  const reached = state === 'pre-registered' && missing(before, today).length === 0 ? 'registered' : state
  return keep(tx, id, { state: reached, deceasedOn: state === 'deceased' ? (deceasedOn ?? null) : null })
}

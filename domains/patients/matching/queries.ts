import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import {
  type BlockingKeys,
  type Candidate,
  type Match,
  blockingKeys,
  matchPeople,
} from '#standards/person/match.ts'
import type { Sex } from '#standards/person/person.ts'
import { patientName } from '../registration/name.ts'
import type { State } from '../registration/patient.ts'
import type { Person } from './contract.ts'

export type Alike = {
  readonly patientId: Id<'Patient'>
  readonly name: string
  readonly mrn: string
  readonly bornOn: Temporal.PlainDate
  readonly sex: Sex
  readonly city: string | null
  readonly state: State
  readonly score: number
  readonly verdict: 'probable' | 'possible'
  readonly reasons: string[]
}

/** A placeholder ("1900-01-01", the clinic's own phone) may stand on thousands of records: no key brings more. */
const mostPerKey = 200

/** The patients who may be this person, most likely first: none below 55 points. */
export const findAlike = async (db: Db, person: Candidate, except?: Id<'Patient'>): Promise<Alike[]> =>
  (await findAlikeOfMany(db, [person]))[0]!.filter(({ patientId }) => patientId !== except)

/** The same for many people at once, in two queries whatever their number. */
export async function findAlikeOfMany(db: Db, people: readonly Candidate[]): Promise<Alike[][]> {
  const met = await sharingKeys(db, people.map(blockingKeys))
  const ids = [...new Set(met.map(({ id }) => id))]
  const known = new Map((await described(db, ids)).map((one) => [one.id, one]))
  const found = people.map((): Alike[] => [])
  for (const { number, id } of met) {
    const one = known.get(id)
    if (!one) continue
    const match = matchPeople(people[number]!, asCandidate(one))
    if (match.verdict !== 'none') found[number]!.push(alike(one, match, match.verdict))
  }
  return found.map((list) =>
    list.sort((a, b) => b.score - a.score || a.mrn.localeCompare(b.mrn)).slice(0, 20),
  )
}

type Meeting = { readonly number: number; readonly id: Id<'Patient'> }

/**
 * Who shares a key with whom. Each key is looked up in its own index; records of 55 and more points always share one
 * (standards/person/match.ts proves it), so nobody is missed and nobody is read in vain.
 */
async function sharingKeys(db: Db, keys: readonly BlockingKeys[]): Promise<Meeting[]> {
  const column = (of: (one: BlockingKeys) => readonly (string | undefined)[]) => {
    const pairs = keys.flatMap((one, number) =>
      of(one).flatMap((key) => (key === undefined ? [] : [{ number, key }])),
    )
    return [pairs.map(({ number }) => number), pairs.map(({ key }) => key)] as const
  }
  const births = column(({ birthDate }) => [birthDate?.toString()])
  const ssns = column(({ ssnLast4 }) => [ssnLast4])
  const phones = column((one) => one.phones)
  const emails = column((one) => one.emails)
  const doors = column((one) => one.doors)
  const { rows } = await sql<Meeting>`
    select w.number, p.id from unnest(${births[0]}::int[], ${births[1]}::date[]) w(number, key)
     cross join lateral (select id from patients.patient where born_on = w.key limit ${mostPerKey}) p
    union select w.number, p.id from unnest(${ssns[0]}::int[], ${ssns[1]}::text[]) w(number, key)
     cross join lateral (select id from patients.patient where ssn_last4 = w.key limit ${mostPerKey}) p
    union select w.number, p.id from unnest(${phones[0]}::int[], ${phones[1]}::text[]) w(number, key)
     cross join lateral (select patient_id as id from patients.phone
       where number collate "C" = w.key limit ${mostPerKey}) p
    union select w.number, p.id from unnest(${emails[0]}::int[], ${emails[1]}::text[]) w(number, key)
     cross join lateral (select id from patients.patient
       where lower(email) collate "C" = w.key and email is not null limit ${mostPerKey}) p
    union select w.number, p.id from unnest(${doors[0]}::int[], ${doors[1]}::text[]) w(number, key)
     cross join lateral (select id from patients.patient where search_door = w.key limit ${mostPerKey}) p`.execute(
    db,
  )
  return rows
}

const described = (db: Db, ids: readonly Id<'Patient'>[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('patients.patient as p')
        .select(['id', 'mrn', 'state', 'lastName', 'firstName', 'middleName', 'suffix', 'preferredName'])
        .select(['bornOn', 'sex', 'ssnLast4', 'email', 'address', 'city', 'zip'])
        .select(sql<string[]>`array(select number from patients.phone where patient_id = p.id)`.as('phones'))
        .where('id', '=', sql<Id<'Patient'>>`any(${ids}::uuid[])`)
        .where('state', '<>', 'merged')
        .execute()
type Described = Awaited<ReturnType<typeof described>>[number]

const asCandidate = (one: Described): Candidate => ({
  last: one.lastName,
  first: one.firstName,
  birthDate: one.bornOn,
  sex: one.sex,
  ssnLast4: one.ssnLast4 ?? undefined,
  phones: one.phones,
  emails: one.email ? [one.email] : [],
  addresses: one.address ? [{ line: one.address, zip: one.zip ?? '' }] : [],
})

/** What has been typed of a person so far, for comparing. */
export const candidateFrom = (person: Person): Candidate => ({
  last: person.lastName ?? '',
  first: person.firstName ?? '',
  birthDate: person.bornOn ?? undefined,
  sex: person.sex ?? undefined,
  ssnLast4: person.ssn?.replace(/\D/g, '').slice(-4),
  phones: person.phones ?? [],
  emails: person.email ? [person.email] : [],
  addresses: person.address ? [{ line: person.address, zip: person.zip ?? '' }] : [],
})

const alike = (one: Described, match: Match, verdict: Alike['verdict']): Alike => ({
  patientId: one.id,
  name: patientName(one),
  mrn: one.mrn,
  bornOn: one.bornOn,
  sex: one.sex,
  city: one.city,
  state: one.state,
  score: match.score,
  verdict,
  reasons: match.reasons
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points)
    .map(({ words }) => words),
})

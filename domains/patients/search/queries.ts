import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { soundOf } from '../registration/keys.ts'
import { patientListName } from '../registration/name.ts'
import { type Indexed, asTyped, nameScore, wordScore } from './rank.ts'
import { type Sought, readSought } from './sought.ts'

type Candidate = Indexed & { readonly id: Id<'Patient'>; readonly score?: number }

/** Enough of what was typed that other spellings would only be in the way. */
const plenty = 8
const columns = sql.raw('p.id, p.search_last, p.search_first, p.search_words')

/** The patients who answer to a text, best first. Every step reads a bounded part of one index. */
export async function search(db: Db, text: string, limit: number, today: Temporal.PlainDate) {
  const sought = readSought(text, today)
  const { names } = sought
  const candidates =
    sought.bornOn || sought.digits || sought.email
      ? await byFacts(db, sought)
      : names.length > 0
        ? await byName(db, names, limit)
        : []
  const ranked = candidates
    .map((candidate) => ({
      ...candidate,
      score: candidate.score ?? (names.length > 0 ? nameScore(names, candidate) : 1),
    }))
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) =>
        b.score - a.score || compare(a.searchLast, b.searchLast) || compare(a.searchFirst, b.searchFirst),
    )
    .slice(0, limit)
  const shown = new Map(
    (
      await show(
        db,
        ranked.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  )
  return ranked.flatMap(({ id, score }) => {
    const one = shown.get(id)
    return one ? [{ ...one, near: score < asTyped }] : []
  })
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Birth date, number and email name few people each: their names are compared outside the database. */
async function byFacts(db: Db, { bornOn, digits, email }: Sought): Promise<Candidate[]> {
  const sources: RawBuilder<unknown>[] = []
  if (bornOn) sources.push(sql`select id from patients.patient where born_on = ${bornOn} limit 500`)
  if (email)
    sources.push(sql`select id from patients.patient
      where email is not null and ${beginsWith(sql`(lower(email) collate "C")`, email)} limit 500`)
  if (digits) sources.push(byDigits(digits))
  const all = sources.map((source) => sql`p.id in (${source})`)
  const { rows } = await sql<Candidate>`
    select ${columns} from patients.patient p
     where ${sql.join(all, sql` and `)} and p.state <> 'merged' limit 500`.execute(db)
  return rows
}

const byDigits = (digits: string) => sql`
  (select id from patients.patient where ${beginsWith(sql`mrn`, digits)} order by mrn limit 100)
  union all
  (select patient_id from patients.phone
    where ${beginsWith(sql`(reverse(number) collate "C")`, digits.split('').reverse().join(''))} limit 100)
  union all
  (select patient_id from patients.phone where ${beginsWith(sql`(number collate "C")`, digits)} limit 100)`

async function byName(db: Db, names: readonly string[], limit: number): Promise<Candidate[]> {
  const found = new Map<Id<'Patient'>, Candidate>()
  const add = async (query: RawBuilder<Candidate>) => {
    for (const row of (await query.execute(db)).rows)
      if (!found.has(row.id)) found.set(row.id, { ...row, score: nameScore(names, row) })
  }
  const answering = () => [...found.values()].filter(({ score = 0 }) => score > 0).length
  await add(byBeginnings(names, limit))
  const longest = Math.max(...names.map((name) => name.length))
  if (longest < 3) return [...found.values()]
  if (answering() < limit) await add(byWords(names))
  if (answering() < plenty && names.length > 1) await add(byLastName(names))
  if (answering() < plenty) {
    const meant = await spellings(db, names)
    await add(bySpelling(meant))
    // A last name misspelled beside a nickname.
    if (names.length > 1 && answering() === 0) await add(byLastName(meant.flat()))
  }
  return [...found.values()]
}

/**
 * Last and first name by their beginnings, in either order and however the words are divided between the two: a
 * walk along an index that is already in the right order and stops when the page is full.
 */
function byBeginnings(names: readonly string[], limit: number) {
  const walk = (last: string, first: string) => sql<Candidate>`
    (select ${columns} from patients.patient p where ${beginsWith(sql`search_last`, last)}
      ${first === '' ? sql`` : sql`and ${beginsWith(sql`search_first`, first)}`} and state <> 'merged'
      order by search_last, search_first limit ${limit})`
  const whole = names.join('')
  const walks = [
    walk(whole, ''),
    sql`(select ${columns} from patients.patient p where ${beginsWith(sql`search_first`, whole)} and state <> 'merged'
      order by search_first, search_last limit ${limit})`,
  ]
  for (let at = 1; at < names.length; at++) {
    const [before, after] = [names.slice(0, at).join(''), names.slice(at).join('')]
    walks.push(walk(before, after), walk(after, before))
  }
  return sql<Candidate>`${sql.join(walks, sql` union all `)}`
}

/** Any words of the name (middle, preferred, former, a part of a double name), each by its beginning. */
const byWords = (names: readonly string[]) => sql<Candidate>`
  select ${columns} from patients.patient p
   where ${sql.join(names.map(wordBegins), sql` and `)} and state <> 'merged' limit 200`

/** For each word typed the words of names it may have been meant for, itself as a beginning among them. */
async function spellings(db: Db, names: readonly string[]): Promise<string[][]> {
  // A third of the trigrams: GARZIA finds GARCIA. The limit holds for this transaction alone.
  await sql`select set_config('pg_trgm.similarity_threshold', '0.3', true)`.execute(db)
  return Promise.all(
    names.map(async (name) => {
      if (name.length < 3) return [name]
      const { rows } = await sql<{ word: string }>`
        select distinct word from patients.name_word
         where word % ${name} or sound = ${soundOf(name)} limit 300`.execute(db)
      const alike = rows
        .map(({ word }) => ({ word, score: wordScore(name, word) }))
        .filter(({ word, score }) => score > 0 && !word.startsWith(name))
        .sort((a, b) => b.score - a.score)
        .slice(0, mostSpellings)
      return [name, ...alike.map(({ word }) => word)]
    }),
  )
}
const mostSpellings = 8

/** Names that have, for each word typed, one it may have been meant for. */
const bySpelling = (meant: readonly (readonly string[])[]) => sql<Candidate>`
  select ${columns} from patients.patient p
   where ${sql.join(
     meant.map((words) => sql`(${sql.join(words.map(wordBegins), sql` or `)})`),
     sql` and `,
   )} and state <> 'merged' limit 400`

/** Everybody of one last name, whose first names are then compared as nicknames: "bill smith" finds William. */
const byLastName = (names: readonly string[]) => sql<Candidate>`
  select ${columns} from patients.patient p
   where search_last = any(${names}::text[]) and state <> 'merged' limit 1500`

const wordBegins = (name: string) => sql`search_words like ${`% ${name}%`}`

/** A range instead of LIKE: it can be walked along the index whatever plan the statement gets. */
const beginsWith = (column: RawBuilder<unknown>, text: string) =>
  sql`(${column} >= ${text} and ${column} < ${`${text}\u{10ffff}`})`

export async function show(db: Db, ids: readonly Id<'Patient'>[]) {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('patients.patient as p')
    .select(['id', 'mrn', 'lastName', 'firstName', 'middleName', 'suffix', 'preferredName'])
    .select(['bornOn', 'sex', 'state', 'city'])
    .select(
      sql<
        string | null
      >`(select number from patients.phone where patient_id = p.id order by rank limit 1)`.as('phone'),
    )
    .where('id', '=', sql<Id<'Patient'>>`any(${ids}::uuid[])`)
    .execute()
  const shown = new Map(rows.map((row) => [row.id, { ...row, name: patientListName(row) }]))
  return ids.flatMap((id) => shown.get(id) ?? [])
}

/** What somebody opened last, from the audit log: their own memory of the day, nobody else's. */
export async function recent(db: Db, actorId: Id<'User'> | null) {
  const { rows } = await sql<{ id: Id<'Patient'> }>`
    select id from (
      select distinct on (patient_ids[1]) patient_ids[1] as id, e.id as at
        from (select id, patient_ids from audit.entry where actor_id = ${actorId} and kind = 'read'
               and subject = 'GET /patients/:id' order by id desc limit 300) e
       order by patient_ids[1], e.id desc) seen
     order by at desc limit 12`.execute(db)
  return show(
    db,
    rows.map(({ id }) => id),
  )
}

const pageLength = 50

export async function list(
  db: Db,
  { show: what, after }: { show: 'pre-registered' | 'inquiry' | 'restriction-open'; after?: Id<'Patient'> },
) {
  // Identifiers are ordered by time: a page begins where the last one ended.
  const { rows } = await (
    what === 'restriction-open'
      ? sql<{ id: Id<'Patient'> }>`
        select distinct patient_id as id from patients.restriction
         where decision = 'open' ${after ? sql`and patient_id > ${after}` : sql``}
         order by patient_id limit ${pageLength + 1}`
      : sql<{ id: Id<'Patient'> }>`
        select id from patients.patient
         where state = ${what} ${after ? sql`and id > ${after}` : sql``}
         order by id limit ${pageLength + 1}`
  ).execute(db)
  const patients = await show(
    db,
    rows.slice(0, pageLength).map(({ id }) => id),
  )
  return { patients, more: rows.length > pageLength }
}

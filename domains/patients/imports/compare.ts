import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { type Candidate, blockingKeys, candidateOf, matchPeople } from '#standards/person/match.ts'
import { sortName } from '#standards/person/name.ts'
import type { PersonFacts } from '#standards/person/person.ts'
import { plainGivenName, plainSurname } from '#standards/person/normalise.ts'
import { findAlikeOfMany } from '../matching/queries.ts'
import { keptIdentifiers } from '../registration/from-facts.ts'
import type { Outcome } from './import.ts'
import { type ImportRow, type Incoming, type Lead, judged } from './row.ts'

/** Whom a file has named so far: by number of another system, and by name with birth date. */
export type SeenBefore = Map<string, number>

type Person = PersonFacts & { readonly birthDate: Temporal.PlainDate }
type Verdict = { readonly outcome: Outcome; readonly leads: readonly Lead[]; readonly why?: string }

/** Rows as they were read, compared with the patients there are and with one another. */
export async function compared(
  db: Db,
  incoming: readonly Incoming[],
  { from, today, seen }: { from: string; today: Temporal.PlainDate; seen: SeenBefore },
): Promise<ImportRow[]> {
  const judgedRows = incoming.map((row) => {
    if ('refused' in row) return { ...row, notes: row.refused }
    const { refused, notes } = judged(row.person, from, today)
    if (refused.length > 0) return { line: row.line, label: sortName(row.person.name), notes: refused }
    return {
      ...row,
      notes: [...row.notes, ...notes.filter(({ where }) => !row.notes.some((one) => one.where === where))],
    }
  })
  const people = judgedRows.flatMap((row) => ('person' in row ? [row] : []))
  const verdicts = await verdictsOn(db, people, from, seen)
  return judgedRows.map((row): ImportRow => {
    if (!('person' in row))
      return {
        line: row.line,
        outcome: 'refused',
        label: row.label,
        bornOn: null,
        notes: row.notes,
        leads: [],
      }
    const { outcome, leads, why } = verdicts.get(row.line)!
    return {
      line: row.line,
      outcome,
      label: sortName(row.person.name),
      bornOn: row.person.birthDate.toString(),
      notes: why ? [...row.notes, { where: 'Patient', message: why }] : row.notes,
      leads,
      person: row.person,
    }
  })
}

/** For each line, whether its person is here already. Two queries for a batch, whatever its size. */
export async function verdictsOn(
  db: Db,
  rows: readonly { readonly line: number; readonly person: Person }[],
  from: string,
  seen: SeenBefore,
): Promise<Map<number, Verdict>> {
  const known = await byIdentifier(db, rows, from)
  const candidates = rows.map(({ person }) => candidateOf(person))
  const alike = rows.length === 0 ? [] : await findAlikeOfMany(db, candidates)
  const twins = alikeWithin(candidates)
  const verdicts = new Map<number, Verdict>()
  for (const [index, { line, person }] of rows.entries()) {
    const identity = identitiesOf(person, from)
    const before = identity.map((key) => seen.get(key)).find((at) => at !== undefined && at !== line)
    for (const key of identity) if (!seen.has(key)) seen.set(key, line)
    const here = keptIdentifiers(person, from).flatMap((one) => known.get(keyOf(one)) ?? [])
    const leads = (alike[index] ?? []).map(({ patientId, mrn, score }) => ({ patientId, mrn, score }))
    const [best] = alike[index] ?? []
    const twin = twins.get(index)
    if (here[0])
      verdicts.set(line, {
        outcome: 'here',
        leads: here.slice(0, 1),
        why: `This number belongs to MRN ${here[0].mrn}.`,
      })
    else if (before !== undefined)
      verdicts.set(line, { outcome: 'repeated', leads: [], why: `The same person as line ${before}.` })
    else if (twin !== undefined)
      verdicts.set(line, {
        outcome: 'repeated',
        leads: [],
        why: `Probably the same person as line ${rows[twin]!.line}.`,
      })
    else if (best)
      verdicts.set(line, {
        outcome: best.verdict,
        leads: leads.slice(0, 5),
        why: `MRN ${best.mrn}: ${best.reasons.join(', ').toLowerCase()}.`,
      })
    else verdicts.set(line, { outcome: 'new', leads: [] })
  }
  return verdicts
}

const keyOf = ({ system, value }: { system: string; value: string }) => `${system}|${value}`

const identitiesOf = (person: Person, from: string) => [
  ...keptIdentifiers(person, from).map(keyOf),
  `${plainSurname(person.name.family)}|${plainGivenName(person.name.given[0] ?? '')}|${person.birthDate.toString()}`,
]

/** Whose numbers of other systems we know already. */
async function byIdentifier(db: Db, rows: readonly { readonly person: Person }[], from: string) {
  const wanted = rows.flatMap(({ person }) => keptIdentifiers(person, from))
  const known = new Map<string, Lead>()
  if (wanted.length === 0) return known
  const { rows: found } = await sql<{ system: string; value: string; id: Id<'Patient'>; mrn: string }>`
    select i.system, i.value, p.id, p.mrn
      from unnest(${wanted.map(({ system }) => system)}::text[], ${wanted.map(({ value }) => value)}::text[]) w(system, value)
      join patients.identifier i on i.system = w.system and i.value = w.value
      join patients.patient p on p.id = i.patient_id`.execute(db)
  for (const one of found) known.set(keyOf(one), { patientId: one.id, mrn: one.mrn, score: 100 })
  return known
}

/** For the index of a person, that of an earlier one of the same batch who is probably the same. */
function alikeWithin(people: readonly Candidate[]): Map<number, number> {
  const holders = new Map<string, number[]>()
  const found = new Map<number, number>()
  for (const [index, person] of people.entries()) {
    const { birthDate, ssnLast4, phones, emails, doors } = blockingKeys(person)
    const keys = [
      ...(birthDate ? [birthDate.toString()] : []),
      ...(ssnLast4 ? [`s${ssnLast4}`] : []),
      ...phones,
      ...emails,
      ...doors,
    ]
    for (const earlier of new Set(keys.flatMap((key) => holders.get(key) ?? [])))
      if (!found.has(index) && matchPeople(person, people[earlier]!).verdict === 'probable')
        found.set(index, earlier)
    for (const key of keys) holders.set(key, [...(holders.get(key) ?? []), index])
  }
  return found
}

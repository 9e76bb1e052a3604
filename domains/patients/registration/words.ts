import { sql } from 'kysely'
import type { DbTransaction } from '#platform/database.ts'
import { type Named, nameWords, soundOf } from './keys.ts'

/** Adds the words of these names that were never kept before, so that a slip in typing them finds them. */
export async function learnWords(db: DbTransaction, people: readonly Named[]) {
  const words = [...new Set(people.flatMap(nameWords).filter((word) => word.length > 2))]
  if (words.length === 0) return
  await sql`
    insert into patients.name_word (word, sound)
    select w.word, w.sound from unnest(${words}::text[], ${words.map(soundOf)}::text[]) w(word, sound)
     where not exists (select from patients.name_word known where known.word = w.word)`.execute(db)
}

import { sql } from 'kysely'
import type { Db } from '#platform/database.ts'
import type { System } from './code.ts'

type Found = { system: System; code: string; description: string; billable: boolean }

const most = 20

/**
 * Codes in force on a day, by the beginning of the code (with or without its point) or by words of the description. When
 * the words are found nowhere, those most like them, for typing errors. Each way has its index.
 */
export async function searchCodes(db: Db, systems: readonly System[], text: string, on: Temporal.PlainDate) {
  const plain = text.trim().toLowerCase()
  if (plain === '') return []
  const key = plain.replaceAll(/[.\s]/g, '')
  const isCode = /^[a-z]?\d[a-z0-9]*$/.test(key)
  const inForce = sql`system = any(${systems}::text[]) and effective_from <= ${on.toString()}::date
    and (effective_to is null or effective_to >= ${on.toString()}::date)`
  const columns = sql`system, code, description, billable`
  if (isCode) {
    const { rows } = await sql<Found>`select ${columns} from claims.code
      where key >= ${key} and key < ${`${key}\u{10FFFF}`} and ${inForce}
      order by billable desc, key limit ${most}`.execute(db)
    if (rows.length > 0) return rows
  }
  const words = plain.split(/[^a-z0-9.]+/).filter((word) => word.length > 1 || /\d/.test(word))
  if (words.length === 0) return []
  const each = sql.join(
    words.map((word) => sql`search like ${`%${word.replaceAll(/[%_\\]/g, '\\$&')}%`}`),
    sql` and `,
  )
  const { rows } = await sql<Found>`select ${columns} from claims.code where ${each} and ${inForce}
    order by billable desc, search not like ${`% ${words[0]}%`}, length(description), key limit ${most}`.execute(
    db,
  )
  if (rows.length > 0 || words.every((word) => word.length < 3)) return rows
  return db.transaction().execute(async (transaction) => {
    // The usual 0.6 misses a letter left out of a word of eight.
    await sql`set local pg_trgm.word_similarity_threshold = 0.45`.execute(transaction)
    const like = await sql<Found>`select ${columns} from claims.code where ${sql.join(
      words.filter((word) => word.length > 2).map((word) => sql`search %> ${word}`),
      sql` and `,
    )} and ${inForce} order by billable desc, search <->> ${plain}, length(description) limit ${most}`.execute(
      transaction,
    )
    return like.rows
  })
}

/** How many codes of each table there are and are in force. */
export async function tables(db: Db, on: Temporal.PlainDate) {
  const { rows } = await sql<{ system: System; codes: number; inForce: number }>`
    select system, count(*)::int as codes, count(*) filter (where effective_from <= ${on.toString()}::date
      and (effective_to is null or effective_to >= ${on.toString()}::date))::int as in_force
      from claims.code group by system`.execute(db)
  return rows
}

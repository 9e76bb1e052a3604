import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { FileStore } from './files.ts'
import type { Keyring } from './keys.ts'
import { type Platform, inTransaction, program } from './transaction.ts'
import type { Sealed } from './wiring.ts'

const origin = { request: 'rotate', address: null }
const why = 'The keys of the installation were changed'
/** Rows in one transaction: small enough that nobody at a desk waits for it. */
const batchLength = 200

/**
 * Seals with the current key what an older one closed, in every column given. A row that somebody changes meanwhile
 * is left to them. Returns how many were sealed anew, and in words those that no key here opens.
 */
export async function sealAnew(
  platform: Platform,
  keyring: Keyring,
  columns: readonly Sealed[],
): Promise<{ readonly sealed: number; readonly shut: readonly string[] }> {
  let sealed = 0
  const shut: string[] = []
  for (const column of columns) {
    let after: string | null = null
    for (;;) {
      const rows = await olderThan(platform, keyring.currentId, column, after)
      if (rows.length === 0) break
      after = rows.at(-1)!.id
      const fresh = rows.flatMap(({ id, sealed: old, ...facts }) => {
        try {
          const context = column.context({ ...facts, id })
          return [{ id, old, fresh: keyring.seal(keyring.open(old, context), context) }]
        } catch (error) {
          // One damaged secret must not keep the others under the old key.
          if (!(error instanceof Refusal)) throw error
          shut.push(`${column.table} ${id}: ${error.message}`)
          return []
        }
      })
      await inTransaction(platform, program, origin, async ({ db, because }) => {
        await because(why)
        const { numAffectedRows } = await sql`
          update ${sql.table(column.table)} t set ${sql.ref(column.column)} = v.fresh
            from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) v(id uuid, old text, fresh text)
           where t.id = v.id and t.${sql.ref(column.column)} = v.old`.execute(db)
        sealed += Number(numAffectedRows ?? 0)
      })
    }
  }
  return { sealed, shut }
}

type Row = { readonly id: string; readonly sealed: string } & Readonly<Record<string, string>>

async function olderThan(
  { db }: Platform,
  keyId: string,
  { table, column, of }: Sealed,
  after: string | null,
) {
  const facts = of
    .filter((name) => name !== 'id')
    .map((name) => sql`, ${sql.ref(name)}::text as ${sql.ref(name)}`)
  const { rows } = await sql<Row>`
    select id, ${sql.ref(column)} as sealed ${sql.join(facts, sql``)} from ${sql.table(table)}
     where ${sql.ref(column)} is not null and ${sql.ref(column)} not like ${`1.${keyId}.%`}
       ${after === null ? sql`` : sql`and id > ${after}`}
     order by id limit ${batchLength}`.execute(db)
  return rows
}

/** Encrypts every stored file with the current key, and has its row say so. Returns how many were done. */
export async function encryptFilesAnew(platform: Platform, files: FileStore): Promise<number> {
  let done = 0
  for await (const { id, keyId } of files.reencrypt()) {
    await inTransaction(platform, program, origin, async ({ db, because }) => {
      await because(why)
      await sql`update platform.file set key_id = ${keyId} where id = ${id}`.execute(db)
    })
    done += 1
  }
  return done
}

/** Many rows in one statement: the demo practice is made of tens of thousands. */
import { type Insertable, sql } from 'kysely'
import type { DB } from '#database/types.ts'
import type { DbTransaction } from '#platform/database.ts'

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const batch = 4_000

/**
 * Inserts rows of equal columns as one JSON parameter a batch, in the order given. Columns that no row names get their
 * defaults. Instants and dates are written as ISO 8601, lists become arrays.
 */
export async function insertRows<Table extends keyof DB & `${string}.${string}`>(
  db: DbTransaction,
  table: Table,
  rows: readonly Insertable<DB[Table]>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const names = Object.keys(first)
  const columns = sql.join(names.map((name) => sql.ref(snake(name))))
  const into = sql.table(table.split('.').map(snake).join('.'))
  for (let at = 0; at < rows.length; at += batch) {
    const json = JSON.stringify(
      rows
        .slice(at, at + batch)
        .map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, value]) => [snake(name), value as unknown])),
        ),
    )
    await sql`insert into ${into} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${into}, ${json}::jsonb)`.execute(db)
  }
}

import { sql } from 'kysely'
import { recordAudit } from '#platform/audit.ts'
import type { Db } from '#platform/database.ts'
import type { Tx } from '#platform/transaction.ts'
import { type Clearinghouse, noClearinghouse } from './file.ts'

const setting = 'claims.clearinghouse'

/** To whom files are addressed. */
export async function clearinghouse(db: Db): Promise<Clearinghouse> {
  const { rows } = await sql<{
    value: Clearinghouse
  }>`select value from platform.setting where name = ${setting}`.execute(db)
  return rows[0]?.value ?? noClearinghouse
}

/** Files already made keep the address they were made with. */
export async function setClearinghouse(tx: Tx, value: Clearinghouse) {
  await sql`insert into platform.setting (name, value) values (${setting}, ${JSON.stringify(value)})
    on conflict (name) do update set value = excluded.value`.execute(tx.db)
  await recordAudit(tx.db, tx.actor, tx.origin, {
    kind: 'system',
    subject: setting,
    reason: `${value.name} (${value.qualifier} ${value.id})`,
  })
  await tx.touch('claims')
}

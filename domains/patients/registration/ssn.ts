import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import { keyring } from '#platform/vault.ts'
import { ssnDigits } from './patient.ts'

/** A sealed number opens only in the row of its own patient. */
const context = (id: string) => `ssn:${id}`
export const sealedSsn = {
  table: 'patients.patient',
  column: 'ssn_sealed',
  of: ['id'],
  context: ({ id }: Readonly<Record<string, string>>) => context(id!),
}

/** The columns of a social security number: the last four to be seen and compared, the whole sealed. */
export function ssnColumns(id: Id<'Patient'>, text: string | null) {
  const digits = (text && ssnDigits(text)) || undefined
  return {
    ssnLast4: digits?.slice(-4) ?? null,
    ssnSealed: digits?.length === 9 ? keyring().seal(digits, context(id)) : null,
  }
}

/** All nine digits. Every call is written to the audit log by the endpoint's `discloses`. */
export async function wholeSsn(db: Db, id: Id<'Patient'>): Promise<string> {
  const row = await db
    .selectFrom('patients.patient')
    .select('ssnSealed')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row?.ssnSealed) refuse(NotFound, 'No whole social security number is kept for this patient.')
  return keyring().open(row.ssnSealed, context(id))
}

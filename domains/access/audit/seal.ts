/**
 * Seals of the audit log. A seal covers the entries since the seal before it: their fingerprints, the hash of that
 * seal, and an Ed25519 signature with a key that is not in the database. Who alters the log without the key cannot make
 * a seal that fits; who takes away the newest entries with their seals is betrayed by the heads outside the database.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, DbTransaction } from '#platform/database.ts'
import type { Keyring } from '#platform/keys.ts'
import { type Head, appendHeads, readHeads } from './heads.ts'

/** Bytes of a fingerprint record: the id (8, big-endian) and the first half of a SHA-256. */
export const recordBytes = 24
const mostEntriesInASeal = 5_000
const noSeal = '0'.repeat(64)

/**
 * What an entry says, in one spelling for ever: a JSON array in the database's own canonical form (jsonb as text), the
 * time as microseconds so that no setting of time zone or style changes it. Only functions built into PostgreSQL,
 * so that none of ours can be bent to hide a change. Stated for the alias `e`.
 */
export const fingerprintOfE = sql<Buffer>`substring(sha256(convert_to(jsonb_build_array(
  (extract(epoch from e.at) * 1000000)::bigint, e.kind, e.subject, e.record_id, e.patient_ids, e.actor_id, e.actor,
  e.role, e.request, e.origin, e.before, e.after, e.reason, e.outcome)::text, 'UTF8')) from 1 for 16)`

export type Seal = {
  readonly id: number
  readonly fromId: number
  readonly toId: number
  readonly count: number
  readonly fingerprints: Buffer
  readonly previousHash: string
  readonly hash: string
  readonly sealedAt: Temporal.Instant
  readonly signature: string
}

/** Everything a seal says but its signature. Hex SHA-256. */
export function hashOfSeal(seal: Omit<Seal, 'hash' | 'signature'>): string {
  const { id, fromId, toId, count, previousHash, sealedAt, fingerprints } = seal
  const facts = ['wellrun audit seal 1', id, fromId, toId, count, previousHash, sealedAt.epochMilliseconds]
  return createHash('sha256').update(facts.join('\n')).update(fingerprints).digest('hex')
}

/**
 * Seals what has settled, in as many seals as it takes, then writes the heads that the file lacks. Returns the number
 * of entries sealed; 0 also while a long transaction is writing (see audit.settle): the next call seals more.
 */
export async function sealAudit(db: Db, keyring: Keyring, headsFile: string): Promise<number> {
  const settled = await settledId(db)
  let sealed = 0
  for (let count = settled === null ? 0 : 1; count > 0; sealed += count)
    count = await db.transaction().execute((tx) => sealOnce(tx, keyring, settled!))
  await writeHeads(db, headsFile)
  return sealed
}

async function settledId(db: Db): Promise<number | null> {
  try {
    const { rows } = await sql<{ settled: number | null }>`select audit.settle() as settled`.execute(db)
    return rows[0]!.settled
  } catch (error) {
    // lock_not_available: somebody has been writing for longer than we may make others wait.
    if ((error as { code?: string }).code === '55P03') return null
    throw error
  }
}

async function sealOnce(tx: DbTransaction, keyring: Keyring, settled: number): Promise<number> {
  // Several processes may seal: one after the other, each after the last seal it then sees.
  await sql`select pg_advisory_xact_lock(hashtext('audit.seal'))`.execute(tx)
  const last = await tx
    .selectFrom('audit.seal')
    .select(['id', 'toId', 'hash'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { rows } = await sql<{ count: number; fromId: number; toId: number; fingerprints: Buffer }>`
    select count(*) as count, min(id) as from_id, max(id) as to_id,
           string_agg(int8send(id) || fingerprint, ''::bytea order by id) as fingerprints
      from (select e.id, ${fingerprintOfE} as fingerprint from audit.entry e
             where e.id > ${last?.toId ?? 0} and e.id <= ${settled} order by e.id limit ${mostEntriesInASeal}) batch`.execute(
    tx,
  )
  const batch = rows[0]!
  if (batch.count === 0) return 0
  const unsigned = {
    ...batch,
    id: (last?.id ?? 0) + 1,
    previousHash: last?.hash ?? noSeal,
    // Whole milliseconds: what the database gives back must be what was signed.
    sealedAt: Temporal.Now.instant().round('millisecond'),
  }
  const hash = hashOfSeal(unsigned)
  await tx
    .insertInto('audit.seal')
    .values({ ...unsigned, hash, signature: keyring.sign(Buffer.from(hash, 'hex')) })
    .execute()
  return batch.count
}

/** After the commit: a crash between the two leaves a head to be written by the next call, never one too many. */
async function writeHeads(db: Db, file: string): Promise<void> {
  const written = (await readHeads(file)).at(-1)?.id ?? 0
  const missing: Head[] = await db
    .selectFrom('audit.seal')
    .select(['id', 'toId', 'hash', 'sealedAt', 'signature'])
    .where('id', '>', written)
    .orderBy('id')
    .execute()
  await appendHeads(file, missing)
}

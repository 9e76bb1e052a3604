/** Holds the audit log against its seals and the heads outside the database, and says which entry is not as it was. */
import { sql } from 'kysely'
import type { Db } from '#platform/database.ts'
import type { Keyring } from '#platform/keys.ts'
import { type Head, readHeads } from './heads.ts'
import { type Seal, fingerprintOfE, hashOfSeal, recordBytes } from './seal.ts'

export type Finding = {
  readonly kind:
    | 'altered'
    | 'removed'
    | 'reordered'
    | 'inserted'
    | 'truncated'
    | 'seal-altered'
    | 'seal-removed'
  readonly fromId: number | null
  readonly toId: number | null
  readonly sealId: number | null
  readonly says: string
}

export type CheckResult = {
  readonly at: Temporal.Instant
  readonly whole: boolean
  readonly entries: number
  readonly seals: number
  readonly unsealed: number
  readonly headFound: boolean
  readonly findings: Finding[]
}

/** More would not be read; the first say where to look. */
const mostFindings = 200
const sealsAtOnce = 20

export async function checkAudit(db: Db, keyring: Keyring, headsFile: string): Promise<CheckResult> {
  const heads = await readHeads(headsFile)
  const headOf = new Map(heads.map((head) => [head.id, head]))
  const findings: Finding[] = []
  let last: Seal | undefined
  let entries = 0
  let seals = 0
  for (;;) {
    const batch: Seal[] = await db
      .selectFrom('audit.seal')
      .selectAll()
      .where('id', '>', last?.id ?? 0)
      .orderBy('id')
      .limit(sealsAtOnce)
      .execute()
    if (batch.length === 0) break
    for (const seal of batch) {
      findings.push(...sealFindings(seal, last, headOf.get(seal.id), keyring))
      findings.push(
        ...(await entryFindings(
          db,
          seal,
          seal.id === (last?.id ?? 0) + 1 ? (last?.toId ?? 0) : seal.fromId - 1,
        )),
      )
      entries += seal.count
      seals += 1
      last = seal
    }
    if (findings.length >= mostFindings) break
  }
  findings.push(...tailFindings(last, heads, keyring))
  const { rows } = await sql<{ unsealed: number }>`
    select count(*) as unsealed from audit.entry where id > ${last?.toId ?? 0}`.execute(db)
  return {
    at: Temporal.Now.instant(),
    whole: findings.length === 0,
    entries,
    seals,
    unsealed: rows[0]!.unsealed,
    headFound: heads.length > 0,
    findings: findings.slice(0, mostFindings),
  }
}

/** Is this seal the one that was made, and does it follow on the one before? */
function sealFindings(
  seal: Seal,
  before: Seal | undefined,
  head: Head | undefined,
  keyring: Keyring,
): Finding[] {
  const { id, fromId, toId } = seal
  const found = (kind: Finding['kind'], says: string): Finding => ({ kind, fromId, toId, sealId: id, says })
  const expectedId = (before?.id ?? 0) + 1
  if (id !== expectedId) {
    const [first, final] = [(before?.toId ?? 0) + 1, fromId - 1]
    return [
      {
        kind: 'seal-removed',
        sealId: expectedId,
        fromId: first,
        toId: final,
        says: `Seal ${expectedId}${id - 1 > expectedId ? ` to ${id - 1}` : ''} is gone; it covered entries ${first} to ${final}.`,
      },
    ]
  }
  const isOurs =
    hashOfSeal(seal) === seal.hash && keyring.verify(Buffer.from(seal.hash, 'hex'), seal.signature)
  if (!isOurs)
    return [
      found(
        'seal-altered',
        `Seal ${id} is not as it was signed: entries ${fromId} to ${toId} cannot be relied on.`,
      ),
    ]
  if (before && before.hash !== seal.previousHash)
    return [found('seal-altered', `Seal ${id} does not follow on seal ${before.id}.`)]
  if (head && head.hash !== seal.hash)
    return [
      found(
        'seal-altered',
        `Seal ${id} is another than the one noted outside the database: entries ${fromId} to ${toId} were written anew.`,
      ),
    ]
  return []
}

/** The database compares whole batches; only a batch that differs is looked at entry by entry. */
async function entryFindings(db: Db, seal: Seal, after: number): Promise<Finding[]> {
  const { rows } = await sql<{ now: Buffer | null }>`
    select string_agg(int8send(e.id) || ${fingerprintOfE}, ''::bytea order by e.id) as now
      from audit.entry e where e.id > ${after} and e.id <= ${seal.toId}`.execute(db)
  const now = rows[0]!.now ?? Buffer.alloc(0)
  if (now.equals(seal.fingerprints)) return []
  return differences(recordsOf(seal.fingerprints), recordsOf(now), seal.id)
}

type Records = ReadonlyMap<number, string>

function recordsOf(fingerprints: Buffer): Records {
  const records = new Map<number, string>()
  for (let at = 0; at + recordBytes <= fingerprints.length; at += recordBytes)
    records.set(
      Number(fingerprints.readBigInt64BE(at)),
      fingerprints.toString('hex', at + 8, at + recordBytes),
    )
  return records
}

/** What became of the sealed entries. Pure. */
export function differences(sealed: Records, now: Records, sealId: number): Finding[] {
  const placeOf = new Map([...sealed].map(([id, print]) => [print, id]))
  const at = (kind: Finding['kind'], id: number, says: string): Finding => ({
    kind,
    fromId: id,
    toId: id,
    sealId,
    says,
  })
  const changed = [...sealed].flatMap(([id, print]) => {
    const found = now.get(id)
    if (found === print) return []
    if (found === undefined) return [at('removed', id, `Entry ${id} is gone.`)]
    const from = placeOf.get(found)
    return from === undefined
      ? [at('altered', id, `Entry ${id} does not say what it said.`)]
      : [at('reordered', id, `In the place of entry ${id} stands entry ${from}.`)]
  })
  const added = [...now.keys()]
    .filter((id) => !sealed.has(id))
    .map((id) => at('inserted', id, `Entry ${id} was not there when this part of the log was sealed.`))
  return [...changed, ...added].toSorted((a, b) => a.fromId! - b.fromId!)
}

/** The end of the log in the database must reach as far as the heads noted outside. */
function tailFindings(last: Seal | undefined, heads: readonly Head[], keyring: Keyring): Finding[] {
  const trusted = heads.filter(({ hash, signature }) => keyring.verify(Buffer.from(hash, 'hex'), signature))
  const furthest = trusted.reduce<Head | undefined>((a, b) => (a && a.id > b.id ? a : b), undefined)
  if (!furthest || furthest.id <= (last?.id ?? 0)) return []
  const fromId = (last?.toId ?? 0) + 1
  return [
    {
      kind: 'truncated',
      fromId,
      toId: furthest.toId,
      sealId: furthest.id,
      says: `The end of the log is cut off: entries ${fromId} to ${furthest.toId} were sealed and are gone.`,
    },
  ]
}

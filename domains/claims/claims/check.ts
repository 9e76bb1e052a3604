import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'
import type { Finding } from '../scrub/edit.ts'
import { factsOf } from '../scrub/facts.ts'
import { scrub } from '../scrub/scrub.ts'
import { type State, isUnsent } from './claim.ts'
import { recordStep } from './draft.ts'
import { claimRows } from './rows.ts'

/**
 * Runs the edits on these claims and keeps what they find: an error makes a claim failed, otherwise it is ready. One that
 * is held or out keeps its state. Ids that are no claims are passed over.
 */
export async function checkClaims(tx: Tx, ids: readonly Id<'Claim'>[]) {
  // Locked in one order, so that two checks never wait for each other.
  await sql`select id from claims.claim where id = any(${ids}::uuid[]) order by id for update`.execute(tx.db)
  const rows = await claimRows(tx.db, ids)
  for (const head of rows.heads) {
    const findings = scrub(factsOf(rows, head, tx.now))
    await keepFindings(tx, head, findings)
  }
  await tx.touch('claims')
}

type Checked = { readonly id: Id<'Claim'>; readonly patientId: Id<'Patient'>; readonly state: State }

/** Keeps what was found with a claim, and takes the step that follows from it. */
export async function keepFindings(tx: Tx, claim: Checked, findings: readonly Finding[]) {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const state: State =
    !isUnsent(claim.state) || claim.state === 'held' ? claim.state : errors.length > 0 ? 'failed' : 'ready'
  await tx.db
    .updateTable('claims.claim')
    .set((eb) => ({ findings: JSON.stringify(findings), state, version: eb('version', '+', 1) }))
    .where('id', '=', claim.id)
    .where((eb) =>
      eb.or([
        eb('state', '<>', state),
        sql<boolean>`findings is distinct from ${JSON.stringify(findings)}::jsonb`,
      ]),
    )
    .execute()
  if (state !== claim.state)
    await recordStep(tx, claim, state, errors.map(({ message }) => message).join(' ') || null)
}

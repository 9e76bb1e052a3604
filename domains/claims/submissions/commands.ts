import { sql } from 'kysely'
import { type Cents, sum } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Refusal, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { keepFile } from '#platform/vault.ts'
import { write837P } from '#standards/x12/837p-write.ts'
import { billOf } from '../claims/bill.ts'
import { keepFindings } from '../claims/check.ts'
import type { State } from '../claims/claim.ts'
import { recordSteps } from '../claims/draft.ts'
import { claimRows } from '../claims/rows.ts'
import { factsOf } from '../scrub/facts.ts'
import { scrub } from '../scrub/scrub.ts'
import { clearinghouse } from './clearinghouse.ts'
import { envelopeOf, submissionOf } from './file.ts'
import { isReachable } from './queries.ts'
import { AlreadyAnswered, NothingToSend, mostClaims } from './submission.ts'

export type Made = {
  readonly id: Id<'Submission'>
  readonly controlNumber: string
  readonly claimCount: number
  readonly totalCents: Cents
  readonly leftOut: number
}

/**
 * Writes every ready claim into one file. Each is checked a last time: what fails now is left out with its findings, and
 * the rest goes. The file is kept encrypted; two people at once never send a claim twice, for the rows are locked.
 * When all fail, the refusal is returned, so that their findings are kept.
 */
export async function makeSubmission(
  tx: Tx,
  id: Id<'Submission'>,
  payerId?: Id<'Payer'>,
): Promise<Made | Refusal> {
  const { siteIds } = tx.actor
  const ready = await tx.db
    .selectFrom('claims.claim as claim')
    .innerJoin('scheduling.appointment as visit', 'visit.id', 'claim.appointmentId')
    .select('claim.id')
    .where('claim.state', '=', 'ready')
    .$if(payerId !== undefined, (query) => query.where('claim.payerId', '=', payerId!))
    .$if(siteIds !== null, (query) => query.where('visit.siteId', '=', sql<never>`any(${siteIds}::uuid[])`))
    .orderBy('claim.id')
    .limit(mostClaims)
    .forUpdate('claim')
    .execute()
  const rows = await claimRows(
    tx.db,
    ready.map((claim) => claim.id),
  )
  const sending = []
  let leftOut = 0
  for (const head of rows.heads) {
    const findings = scrub(factsOf(rows, head, tx.now))
    if (findings.some(({ severity }) => severity === 'error')) {
      await keepFindings(tx, head, findings)
      leftOut += 1
    } else sending.push(head)
  }
  if (sending.length === 0)
    return new Refusal(
      NothingToSend,
      leftOut === 0
        ? 'No claim is ready to be sent.'
        : `None of the ${leftOut} claims can be sent: see what the check found.`,
    )

  const control = await nextControl(tx)
  const receiver = await clearinghouse(tx.db)
  const text = write837P(
    envelopeOf(rows.organisation, receiver, control, tx.now),
    submissionOf(
      rows.organisation,
      receiver,
      control,
      sending.map((head) => billOf(rows, head)),
    ),
  )
  const controlNumber = String(control).padStart(9, '0')
  const file = await keepFile(tx, new TextEncoder().encode(text), {
    name: `claims-${controlNumber}.837`,
    mediaType: 'application/edi-x12',
  })
  const made = {
    id,
    controlNumber,
    claimCount: sending.length,
    totalCents: sum(sending.map(({ totalCents }) => totalCents)),
  }
  await tx.db
    .insertInto('claims.submission')
    .values({ ...made, createdAt: tx.now, createdBy: tx.actor.id, fileId: file.id })
    .execute()
    .catch(refuseIfViolated({ submission_pkey: AlreadyExists }))
  for (let at = 0; at < sending.length; at += 1_000)
    await tx.db
      .insertInto('claims.submissionClaim')
      .values(
        sending
          .slice(at, at + 1_000)
          .map((head) => ({ id: newId<'SubmissionClaim'>(), submissionId: id, claimId: head.id })),
      )
      .execute()
  await moveClaims(tx, sending, 'batched', `File ${controlNumber}`)
  await tx.touch('claims')
  return { ...made, leftOut }
}

async function nextControl({ db }: Tx): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval('claims.interchange_control') as next`.execute(
    db,
  )
  return Number(rows[0]!.next)
}

type Moved = { readonly id: Id<'Claim'>; readonly patientId: Id<'Patient'>; readonly state: State }

/** Moves claims to a state, all at once, each with its step written down. */
export async function moveClaims(tx: Tx, claims: readonly Moved[], to: State, note: string) {
  if (claims.length === 0) return
  await tx.db
    .updateTable('claims.claim')
    .set((eb) => ({ state: to, version: eb('version', '+', 1), ...(to === 'sent' && { sentAt: tx.now }) }))
    .where('id', '=', sql<Id<'Claim'>>`any(${claims.map(({ id }) => id)}::uuid[])`)
    .execute()
  await recordSteps(
    tx,
    claims.map((claim) => ({ claim, to, note })),
  )
}

/** Somebody has handed the file over: from now on the payers' clocks run. */
export async function markSent(tx: Tx, id: Id<'Submission'>, version: number) {
  const submission = await tx.db
    .selectFrom('claims.submission as submission')
    .selectAll()
    .where('submission.id', '=', id)
    .where(isReachable(tx.actor))
    .forUpdate()
    .executeTakeFirst()
  if (!submission) refuse(NotFound, 'There is no such file.')
  if (submission.state === 'acknowledged' || submission.state === 'rejected') refuse(AlreadyAnswered)
  if (submission.version !== version) refuse(Stale)
  if (submission.state === 'sent') return
  await tx.db
    .updateTable('claims.submission')
    .set({ state: 'sent', sentAt: tx.now, version: version + 1 })
    .where('id', '=', id)
    .execute()
  const claims = (await claimsOf(tx, id)).filter(({ state }) => state === 'batched')
  await moveClaims(tx, claims, 'sent', `File ${submission.controlNumber}`)
  await tx.touch('claims')
}

/** The claims of a file that are not in a later one, locked. */
export const claimsOf = (tx: Tx, id: Id<'Submission'>) =>
  tx.db
    .selectFrom('claims.claim as claim')
    .select(['claim.id', 'claim.patientId', 'claim.state', 'claim.number'])
    .where(
      sql<boolean>`claim.id in (select sent.claim_id from claims.submission_claim sent where sent.submission_id = ${id}
        and not exists (select from claims.submission_claim later
                         where later.claim_id = sent.claim_id and later.id > sent.id))`,
    )
    .orderBy('claim.id')
    .forUpdate()
    .execute()

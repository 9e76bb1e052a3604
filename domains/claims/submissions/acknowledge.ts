import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import { type Id, newId } from '#kernel/id.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Received } from '#platform/vault.ts'
import type { Tx } from '#platform/transaction.ts'
import { type AcknowledgedClaim, read277CA } from '#standards/x12/277ca.ts'
import { type GroupAcknowledgement, errorMeanings, isAccepted, read999 } from '#standards/x12/999.ts'
import { type X12File, readX12Stream, transactionsOf } from '#standards/x12/reader.ts'
import { noteMeaning, readTa1 } from '#standards/x12/ta1.ts'
import { type State, isUnsent } from '../claims/claim.ts'
import { recordSteps } from '../claims/draft.ts'
import type { Finding } from '../scrub/edit.ts'
import { claimsOf, moveClaims } from './commands.ts'
import { NotAnAcknowledgement } from './submission.ts'

type Answer = {
  readonly submissionId: Id<'Submission'> | null
  readonly kind: 'TA1' | '999' | '277CA'
  readonly outcome: 'accepted' | 'partial' | 'rejected' | 'unknown'
  readonly note: string
}
type Counts = { accepted: number; rejected: number; unknown: number }

/**
 * Reads what came back: TA1 for the envelope, 999 for the syntax, 277CA for each claim. The same file again changes
 * nothing. What is incomplete is refused whole.
 */
export async function readAcknowledgement(tx: Tx, stream: Readable, received: Received) {
  const file = await readX12Stream(stream)
  if (file.interchanges.some(({ complete }) => !complete))
    refuse(NotAnAcknowledgement, 'The file ends too early: fetch it again.')
  const counts: Counts = { accepted: 0, rejected: 0, unknown: 0 }
  const answers = [
    ...(await envelopes(tx, file, counts)),
    ...(await syntax(tx, file, counts)),
    ...(await claims(tx, file, counts)),
  ]
  if (answers.length === 0) refuse(NotAnAcknowledgement)
  const fileId = await received.keep(tx, { name: 'acknowledgement.x12', mediaType: 'application/edi-x12' })
  const acknowledgements = answers.map((answer) => ({
    ...answer,
    id: newId<'Acknowledgement'>(),
    receivedAt: tx.now,
  }))
  await tx.db
    .insertInto('claims.acknowledgement')
    .values(acknowledgements.map((one) => ({ ...one, receivedBy: tx.actor.id, fileId })))
    .execute()
  await tx.touch('claims')
  return { acknowledgements, ...counts }
}

/** Our file by its control number (ISA13 and GS06 are the same number, with or without leading noughts). */
const fileByControl = async ({ db }: Tx, control: string) =>
  db
    .selectFrom('claims.submission')
    .selectAll()
    .where('controlNumber', '=', control.trim().padStart(9, '0'))
    .forUpdate()
    .executeTakeFirst()
type OurFile = NonNullable<Awaited<ReturnType<typeof fileByControl>>>

async function envelopes(tx: Tx, { interchanges }: X12File, counts: Counts): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const { code, control, note } of interchanges.flatMap(readTa1)) {
    const ours = await fileByControl(tx, control)
    const isRejected = code === 'R'
    // Nothing of it was received: its claims were never sent.
    if (ours && isRejected) counts.rejected += await takeBack(tx, ours, `TA1: ${noteMeaning(note)}`)
    answers.push({
      submissionId: ours?.id ?? null,
      kind: 'TA1',
      outcome: isRejected ? 'rejected' : 'accepted',
      note: `${named(ours, control)}: ${isRejected ? `not received. ${noteMeaning(note)}` : 'received.'}`,
    })
  }
  return answers
}

const named = (ours: OurFile | undefined, control: string) =>
  ours ? `File ${ours.controlNumber}` : `File ${control} (not ours)`

async function syntax(tx: Tx, file: X12File, counts: Counts): Promise<Answer[]> {
  const answers: Answer[] = []
  const transactions = [...transactionsOf(file, '999'), ...transactionsOf(file, '997')]
  for (const { group } of transactions.map(read999)) {
    if (!group) continue
    const ours = group.functionalId === 'HC' ? await fileByControl(tx, group.control) : undefined
    const taken = isAccepted(group.status)
    if (ours && taken) await acknowledgeFile(tx, ours)
    if (ours && !taken) counts.rejected += await rejectSyntax(tx, ours, group)
    answers.push({
      submissionId: ours?.id ?? null,
      kind: '999',
      outcome: taken ? 'accepted' : group.status === 'P' ? 'partial' : 'rejected',
      note: `${named(ours, group.control)}: ${taken ? 'can be read. That says nothing yet of its claims.' : 'cannot be read by the other side.'}`,
    })
  }
  return answers
}

async function acknowledgeFile(tx: Tx, file: OurFile) {
  if (file.state === 'acknowledged' || file.state === 'rejected') return
  await setFile(tx, file, 'acknowledged')
  const sent = (await claimsOf(tx, file.id)).filter(({ state }) => state === 'batched')
  // Nobody pressed "sent", but an answer proves it.
  await moveClaims(tx, sent, 'sent', `File ${file.controlNumber}`)
}

const setFile = (tx: Tx, { id, sentAt, version }: OurFile, state: 'acknowledged' | 'rejected') =>
  tx.db
    .updateTable('claims.submission')
    .set({ state, sentAt: sentAt ?? tx.now, version: version + 1 })
    .where('id', '=', id)
    .execute()

/** Claims that are still on their way with this file are ready again; those that have moved on are not touched. */
async function takeBack(tx: Tx, file: OurFile, why: string): Promise<number> {
  if (file.state === 'rejected') return 0
  await setFile(tx, file, 'rejected')
  const open = (await claimsOf(tx, file.id)).filter(({ state }) => state === 'batched' || state === 'sent')
  await moveClaims(tx, open, 'ready', why)
  return open.length
}

/** Our files hold one transaction set, so one rejected set is all of it. The claims named as the cause fail; the rest may go again. */
async function rejectSyntax(tx: Tx, file: OurFile, group: GroupAcknowledgement): Promise<number> {
  if (file.state === 'rejected') return 0
  const causes = new Map(
    group.sets
      .flatMap(({ errors }) => errors)
      .flatMap((error) => (error.claimId ? [[error.claimId, errorMeanings(error)] as const] : [])),
  )
  const count = await takeBack(tx, file, 'The file was refused for its form (999)')
  const named = (await claimsOf(tx, file.id)).filter(
    ({ number, state }) => causes.has(number) && state === 'ready',
  )
  await moveClaims(tx, named, 'failed', 'Named in the 999')
  for (const { id, number } of named)
    await writeFindings(
      tx,
      id,
      (causes.get(number) ?? []).map((message) => ({
        edit: '999',
        severity: 'error',
        message,
        fix: 'Correct this part, then check the claim again.',
      })),
    )
  return count
}

const writeFindings = (tx: Tx, id: Id<'Claim'>, findings: readonly Finding[]) =>
  tx.db
    .updateTable('claims.claim')
    .set({ findings: JSON.stringify(findings) })
    .where('id', '=', id)
    .execute()

async function claims(tx: Tx, file: X12File, counts: Counts): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const read of transactionsOf(file, '277').map(read277CA)) {
    if (read.claims.length === 0 && read.source === undefined) continue
    const before = { ...counts }
    await settle(tx, read.claims, counts)
    const accepted = counts.accepted - before.accepted
    const rejected = counts.rejected - before.rejected
    answers.push({
      submissionId: await submissionOf(tx, read.claims),
      kind: '277CA',
      outcome:
        rejected === 0 ? (accepted > 0 ? 'accepted' : 'unknown') : accepted > 0 ? 'partial' : 'rejected',
      note: `${read.claims.length} claims answered: ${accepted} accepted, ${rejected} rejected.`,
    })
  }
  return answers
}

/** The file that the claims answered went out with last. */
async function submissionOf({ db }: Tx, answered: readonly AcknowledgedClaim[]) {
  const sent = await db
    .selectFrom('claims.submissionClaim as sent')
    .innerJoin('claims.claim as claim', 'claim.id', 'sent.claimId')
    .select('sent.submissionId')
    .where(
      'claim.number',
      '=',
      sql<string>`any(${answered.map(({ claimId }) => claimId.trim().toUpperCase())}::text[])`,
    )
    .orderBy('sent.id', 'desc')
    .executeTakeFirst()
  return sent?.submissionId ?? null
}

/**
 * What the payer said of each claim. Received (A1) is not accepted; rejected (A3, A6 to A8) never entered adjudication and
 * is corrected and sent anew as an original. A claim that was already paid or denied keeps its state.
 */
async function settle(tx: Tx, answered: readonly AcknowledgedClaim[], counts: Counts) {
  const ours = await tx.db
    .selectFrom('claims.claim')
    .select(['id', 'number', 'patientId', 'state', 'payerControlNumber'])
    .where(
      'number',
      '=',
      sql<string>`any(${answered.map(({ claimId }) => claimId.trim().toUpperCase())}::text[])`,
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  const byNumber = new Map(ours.map((claim) => [claim.number, claim]))
  for (const answer of answered) {
    const claim = byNumber.get(answer.claimId.trim().toUpperCase())
    if (!claim) {
      counts.unknown += 1
      continue
    }
    if (answer.outcome === 'accepted') counts.accepted += 1
    if (answer.outcome === 'rejected') counts.rejected += 1
    const to = stateAfter(claim.state, answer.outcome)
    const control = answer.payerClaimControl ?? claim.payerControlNumber
    if (to === claim.state && control === claim.payerControlNumber) continue
    await tx.db
      .updateTable('claims.claim')
      .set((eb) => ({
        state: to,
        payerControlNumber: control,
        version: eb('version', '+', 1),
        ...(to === 'rejected' && { findings: JSON.stringify(findingsOf(answer)) }),
      }))
      .where('id', '=', claim.id)
      .execute()
    await recordSteps(tx, [{ claim, to, note: isUnsent(to) ? saidBy(answer) : answer.advice }])
  }
}

/** An acceptance outlasts a late "received", and nothing moves what is settled or back in the office. */
function stateAfter(state: State, outcome: AcknowledgedClaim['outcome']): State {
  const isAway = ['batched', 'sent', 'received', 'accepted'].includes(state)
  if (!isAway || outcome === 'unknown') return state
  return state === 'accepted' && outcome === 'received' ? state : outcome
}

/** The payer's own words where it gave any, otherwise its codes. */
const saidBy = ({ statuses, lines }: AcknowledgedClaim): string => {
  const all = [...statuses, ...lines.flatMap((line) => line.statuses)]
  const words = all.flatMap(({ message }) => message ?? [])
  const codes = all.flatMap((status) =>
    status.codes.map(({ category, status: code }) => `${category}:${code}`),
  )
  return words.length > 0 ? words.join(' ') : `The payer answered ${[...new Set(codes)].join(', ')}.`
}

const findingsOf = (answer: AcknowledgedClaim): readonly Finding[] => [
  { edit: '277CA', severity: 'error', message: saidBy(answer), fix: answer.advice },
]

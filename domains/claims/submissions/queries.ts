import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { Actor } from '#platform/transaction.ts'
import { readKept } from '#platform/vault.ts'
import { lateBefore } from '../charges/charge.ts'
import { silentDays } from '../claims/claim.ts'
import { countClaims } from '../claims/queries.ts'
import { clearinghouse } from './clearinghouse.ts'

/** Sent, and no word from the clearinghouse after two business days. */
export const isSilent = (now: Temporal.Instant) => {
  const since = lateBefore(now.toZonedDateTimeISO('America/New_York').toPlainDate(), silentDays.file)
  return sql<boolean>`(submission.state = 'sent' and submission.sent_at < ${since.toString()}::date)`
}

export async function submissions(db: Db, show: 'all' | 'silent', actor: Actor) {
  const now = Temporal.Now.instant()
  const { count, totalCents } = await countClaims(db, 'ready', { siteIds: actor.siteIds, now })
  return {
    ready: { count, totalCents },
    clearinghouse: await clearinghouse(db),
    submissions: await db
      .selectFrom('claims.submission as submission')
      .leftJoin('access.user as user', 'user.id', 'submission.createdBy')
      .select(['submission.id', 'submission.controlNumber', 'submission.createdAt', 'submission.claimCount'])
      .select(['submission.totalCents', 'submission.state', 'submission.sentAt', 'submission.version'])
      .select([
        'user.displayName as createdBy',
        inState('accepted', 'paid', 'partial', 'denied', 'closed').as('accepted'),
      ])
      .select(inState('rejected').as('rejected'))
      .where(isReachable(actor))
      .$if(show === 'silent', (query) => query.where(isSilent(now)))
      .orderBy('submission.createdAt', 'desc')
      .limit(100)
      .execute(),
    acknowledgements: await db
      .selectFrom('claims.acknowledgement as answer')
      .leftJoin('claims.submission as submission', 'submission.id', 'answer.submissionId')
      .select(['answer.id', 'answer.submissionId', 'answer.kind', 'answer.outcome', 'answer.note'])
      .select('answer.receivedAt')
      .where(isReachable(actor))
      .orderBy('answer.receivedAt', 'desc')
      .limit(50)
      .execute(),
  }
}

const inState = (...states: readonly string[]) =>
  sql<number>`(select count(*) from claims.submission_claim part join claims.claim claim on claim.id = part.claim_id
    where part.submission_id = submission.id and claim.state = any(${states}::text[]))`

/** Somebody of one site sees no file with claims of another: it names their patients. */
export const isReachable = ({ siteIds }: { readonly siteIds: readonly string[] | null }) =>
  siteIds === null
    ? sql<boolean>`true`
    : sql<boolean>`not exists (select from claims.submission_claim part
        join claims.claim claim on claim.id = part.claim_id
        join scheduling.appointment visit on visit.id = claim.appointment_id
       where part.submission_id = submission.id and visit.site_id <> all(${siteIds}::uuid[]))`

export async function fileOf(db: Db, id: Id<'Submission'>, actor: Actor) {
  const submission = await db
    .selectFrom('claims.submission as submission')
    .select('submission.fileId')
    .where('submission.id', '=', id)
    .where(isReachable(actor))
    .executeTakeFirst()
  if (!submission) refuse(NotFound, 'There is no such file.')
  const { name, bytes } = await readKept(db, submission.fileId)
  const claims = await db
    .selectFrom('claims.submissionClaim as part')
    .innerJoin('claims.claim as claim', 'claim.id', 'part.claimId')
    .select('claim.patientId')
    .distinct()
    .where('part.submissionId', '=', id)
    .execute()
  return { name, bytes, patientIds: claims.map(({ patientId }) => patientId) }
}

import { sql } from 'kysely'
import type { StaticDecode } from 'typebox'
import type { Id } from '#kernel/id.ts'
import { NotFound, Stale, refuse } from '#kernel/refusal.ts'
import type { Tx } from '#platform/transaction.ts'
import { replace } from '../claims/commands.ts'
import { recordStep } from '../claims/draft.ts'
import type { closeDenial, resubmitDenial, snoozeDenial } from './contract.ts'
import { DenialClosed, Resubmitted, answerDays } from './denial.ts'

/** A denial nobody has settled yet, held with its claim until the transaction ends; those of other sites are as if they were not there. */
export async function lockDenial(tx: Tx, id: Id<'Denial'>, version: number) {
  const denial = await tx.db
    .selectFrom('claims.denial as denial')
    .innerJoin('claims.claim as claim', 'claim.id', 'denial.claimId')
    .innerJoin('scheduling.appointment as visit', 'visit.id', 'claim.appointmentId')
    .innerJoin('practice.site as site', 'site.id', 'visit.siteId')
    .selectAll('denial')
    .select(['claim.payerId', 'claim.state as claimState', 'claim.version as claimVersion'])
    .select(['visit.providerId', 'visit.siteId', 'site.timeZone'])
    .where('denial.id', '=', id)
    .$if(tx.actor.siteIds !== null, (query) =>
      query.where('visit.siteId', '=', sql<never>`any(${tx.actor.siteIds}::uuid[])`),
    )
    // The claim first, as the posting of remittances does: while an answer of the payer is posted, nothing is given up.
    .forUpdate(['claim', 'denial'])
    .executeTakeFirst()
  if (!denial) refuse(NotFound, 'There is no such denial.')
  if (denial.version !== version) refuse(Stale)
  if (denial.closedAt !== null) refuse(DenialClosed)
  return { ...denial, today: tx.now.toZonedDateTimeISO(denial.timeZone).toPlainDate() }
}

export type Denial = Awaited<ReturnType<typeof lockDenial>>

type Change = Partial<Pick<Denial, 'state' | 'ownerId' | 'nextActionOn' | 'outcome' | 'closedAt'>>

/** Saves, and writes what was done into the life of the claim, where everybody who opens it sees it. */
export async function save(tx: Tx, denial: Denial, change: Change, said: string | null) {
  await tx.db
    .updateTable('claims.denial')
    .set({ ...change, version: denial.version + 1 })
    .where('id', '=', denial.id)
    .execute()
  if (said)
    await recordStep(
      tx,
      { id: denial.claimId, patientId: denial.patientId, state: denial.claimState },
      denial.claimState,
      `Denial ${denial.groupCode}-${denial.carc}: ${said}`,
    )
  await tx.touch('claims.denials')
}

export async function assign(tx: Tx, id: Id<'Denial'>, ownerId: Id<'User'> | null, version: number) {
  const denial = await lockDenial(tx, id, version)
  const owner =
    ownerId &&
    (await tx.db
      .selectFrom('access.user')
      .select('displayName')
      .where('id', '=', ownerId)
      .where('state', '=', 'active')
      .executeTakeFirst())
  if (owner === undefined)
    refuse(NotFound, 'Nobody of that name works here any more. Choose somebody else.', {
      fields: [{ pointer: '/ownerId', message: 'Choose somebody who works here.' }],
    })
  await save(tx, denial, { ownerId }, owner ? `given to ${owner.displayName}` : 'given back')
}

export async function snooze(
  tx: Tx,
  id: Id<'Denial'>,
  { nextActionOn, note, version }: StaticDecode<typeof snoozeDenial.body>,
) {
  const denial = await lockDenial(tx, id, version)
  await save(tx, denial, { nextActionOn }, note)
}

/** Whoever appeals keeps the denial, and asks when nothing is heard. */
export async function appeal(tx: Tx, id: Id<'Denial'>, note: string, version: number) {
  const denial = await lockDenial(tx, id, version)
  await save(
    tx,
    denial,
    {
      state: 'appealed',
      ownerId: denial.ownerId ?? tx.actor.id,
      nextActionOn: denial.today.add({ days: answerDays }),
    },
    `appealed. ${note}`,
  )
}

/** The claim goes out again whole, so every open denial of it waits for the same answer. */
export async function resubmit(
  tx: Tx,
  id: Id<'Denial'>,
  { claimId, payerControlNumber, reason, version }: StaticDecode<typeof resubmitDenial.body>,
) {
  const denial = await lockDenial(tx, id, version)
  const later = await tx.db
    .selectFrom('claims.claim')
    .select('number')
    .where('replacesId', '=', denial.claimId)
    .where('state', '<>', 'void')
    .executeTakeFirst()
  if (later)
    refuse(Resubmitted, `This claim was sent again as ${later.number}: its denials wait for that answer.`)
  await replace(tx, denial.claimId, {
    id: claimId,
    frequency: '7',
    reason,
    version: denial.claimVersion,
    ...(payerControlNumber !== undefined && { payerControlNumber }),
  })
  const nextActionOn = denial.today.add({ days: answerDays })
  await tx.db
    .updateTable('claims.denial')
    .set((eb) => ({ state: 'resubmitted', nextActionOn, version: eb('version', '+', 1) }))
    .where('claimId', '=', denial.claimId)
    .where('closedAt', 'is', null)
    .where('id', '<>', id)
    .execute()
  await save(
    tx,
    { ...denial, claimState: 'closed' },
    { state: 'resubmitted', nextActionOn },
    `sent again. ${reason}`,
  )
  await tx.touch('claims')
}

export async function close(
  tx: Tx,
  id: Id<'Denial'>,
  { outcome, reason, version }: StaticDecode<typeof closeDenial.body>,
) {
  const denial = await lockDenial(tx, id, version)
  await tx.because(reason)
  const said = `${outcome === 'recovered' ? 'recovered' : 'closed'}. ${reason}`
  await save(tx, denial, { state: outcome, outcome: reason, closedAt: tx.now }, said)
}

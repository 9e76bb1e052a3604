import { type Cents, cents, money, negate } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { accounts, post, reverse } from '#domains/ledger/ledger.ts'
import { type Tx, mustReachSite } from '#platform/transaction.ts'
import { sql } from 'kysely'
import type { StaticDecode } from 'typebox'
import type { RemittanceClaim } from '#standards/x12/835-types.ts'
import type { State } from '../claims/claim.ts'
import { recordSteps } from '../claims/draft.ts'
import { reopenRecovered } from '../denials/recover.ts'
import { PatientResponsibilityMoved } from '../events.ts'
import { postBatch, postingDay, todayOf } from './post.ts'
import type { matchClaim } from './contract.ts'
import { AlreadyDeposited, DoesNotFit, NotPosted, NotWaiting, TakenBackByPayer } from './remittance.ts'

async function heldRemittance(tx: Tx, id: Id<'Remittance'>, version?: number) {
  const found = await tx.db
    .selectFrom('claims.remittance')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) refuse(NotFound, 'There is no such remittance.')
  if (version !== undefined && found.version !== version) refuse(Stale)
  if (found.state !== 'posted') refuse(NotPosted)
  return found
}

async function waiting(tx: Tx, id: Id<'RemittanceClaim'>, version: number) {
  const found = await tx.db
    .selectFrom('claims.remittanceClaim')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) refuse(NotFound, 'There is no such claim in a remittance.')
  if (found.state !== 'unmatched' && found.state !== 'held') refuse(NotWaiting)
  if (found.version !== version) refuse(Stale)
  return found
}

/** A person says which claim the payer means. What does not fit even so stays where it is, and the person is told why. */
export async function match(
  tx: Tx,
  id: Id<'RemittanceClaim'>,
  { claimId, overpayment = false, version }: StaticDecode<typeof matchClaim.body>,
) {
  const row = await waiting(tx, id, version)
  const remittance = await heldRemittance(tx, row.remittanceId)
  const claim = await tx.db
    .selectFrom('claims.claim as claim')
    .innerJoin('scheduling.appointment as visit', 'visit.id', 'claim.appointmentId')
    .select(['claim.number', 'visit.siteId'])
    .where('claim.id', '=', claimId)
    .executeTakeFirst()
  if (!claim) refuse(NotFound, 'There is no such claim.')
  mustReachSite(tx.actor, claim.siteId)
  const detail = row.detail as RemittanceClaim
  await postBatch(
    tx,
    { id: remittance.id, payerId: remittance.payerId, postedOn: await postingDay(tx, remittance.paidOn!) },
    [{ id, claimNumber: claim.number, detail }],
    { overpayment },
  )
  const after = await tx.db
    .selectFrom('claims.remittanceClaim')
    .select(['state', 'why'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (after.state !== 'posted') refuse(DoesNotFit, after.why ?? undefined)
  await raise(tx, id, version)
}

/**
 * Not ours to post. The money came all the same, with the rest of the payment: it is the payer's (1020 / 2070) until
 * it is sent back or taken back.
 */
export async function putAside(tx: Tx, id: Id<'RemittanceClaim'>, why: string, version: number) {
  const row = await waiting(tx, id, version)
  const remittance = await tx.db
    .selectFrom('claims.remittance')
    .selectAll()
    .where('id', '=', row.remittanceId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const journalId = remittance.state === 'posted' && row.paidCents !== 0 ? newId<'Journal'>() : null
  if (journalId)
    await post(tx, {
      id: journalId,
      postedOn: await postingDay(tx, remittance.paidOn!),
      memo: `Payment ${remittance.trace}: a claim set aside`,
      source: 'claims.remittance-claim',
      sourceId: id,
      lines: [
        { account: accounts.eftClearing, amountCents: row.paidCents, payerId: remittance.payerId },
        {
          account: accounts.payerRecoupments,
          amountCents: negate(row.paidCents),
          payerId: remittance.payerId,
        },
      ],
    })
  await tx.db
    .updateTable('claims.remittanceClaim')
    .set({ state: 'set-aside', why, journalId })
    .where('id', '=', id)
    .execute()
  await raise(tx, id, version)
}

async function raise(tx: Tx, id: Id<'RemittanceClaim'>, version: number) {
  await tx.db
    .updateTable('claims.remittanceClaim')
    .set({ version: version + 1 })
    .where('id', '=', id)
    .execute()
  await tx.touch('claims')
}

/**
 * Takes a posted remittance back whole: each journal reversed, denials it opened closed, its claims as they were before.
 * The same file may then be posted anew. Not once the money is at the bank: then the deposit comes first.
 */
export async function takeBack(tx: Tx, id: Id<'Remittance'>, why: string, version: number) {
  const remittance = await heldRemittance(tx, id, version)
  if (remittance.depositedOn !== null)
    refuse(AlreadyDeposited, 'This payment is marked as deposited: its bank entry must be taken back first.')
  await tx.because(why)
  const today = todayOf(tx)
  const rows = await tx.db
    .selectFrom('claims.remittanceClaim')
    .select(['id', 'journalId', 'claimId', 'patientId'])
    .where('remittanceId', '=', id)
    .where('state', 'in', ['posted', 'set-aside'])
    .execute()
  // Held in the order of posting, so that whoever posts or settles one of them takes turns with this.
  await sql`select from claims.claim where id = any(${rows.flatMap(({ claimId }) => claimId ?? [])}::uuid[])
    order by id for update`.execute(tx.db)
  await mustStand(tx, id)
  const own = await tx.db
    .selectFrom('ledger.journal')
    .select('id')
    .where('source', '=', 'claims.remittance')
    .where('sourceId', '=', id as string as Id<'Source'>)
    .execute()
  for (const journalId of [...rows.map((row) => row.journalId), ...own.map((journal) => journal.id)])
    if (journalId) await reverse(tx, journalId, today, 'Remittance taken back')
  await announceBack(tx, id)
  await sql`update claims.denial set state = 'closed', closed_at = ${tx.now}, outcome = 'The remittance was taken back.', version = version + 1
    where closed_at is null and remittance_claim_id in (select id from claims.remittance_claim where remittance_id = ${id})`.execute(
    tx.db,
  )
  await reopenRecovered(tx, id)
  await sql`update claims.claim c set state = before.from_state, version = c.version + 1
    from (select distinct on (claim_id) claim_id, from_state from claims.claim_event
           where note = ${`Remittance ${id}`} order by claim_id, id) before
    where c.id = before.claim_id and before.from_state is not null`.execute(tx.db)
  await endNextClaims(tx, id, why)
  await tx.db
    .updateTable('claims.remittance')
    .set({ state: 'reversed', reversedReason: why, version: version + 1 })
    .where('id', '=', id)
    .execute()
  await tx.touch('claims')
}

/** What a payer has taken back itself (CLP02 22) is gone from the books already: once more would be owed twice. */
async function mustStand(tx: Tx, id: Id<'Remittance'>) {
  const { rows } = await sql`
    select from claims.remittance_claim own join claims.remittance_claim later
        on later.claim_id = own.claim_id and later.status_code = '22' and later.state = 'posted'
       and later.charge_cents = -own.charge_cents and later.paid_cents = -own.paid_cents
      join claims.remittance r on r.id = later.remittance_id and r.state = 'posted'
      join claims.remittance this on this.id = own.remittance_id
     where own.remittance_id = ${id} and own.state = 'posted' and r.id <> this.id and r.received_at > this.received_at
     limit 1`.execute(tx.db)
  if (rows.length > 0) refuse(TakenBackByPayer)
}

/** Claims to the next payer that rest on this answer alone, and have not left the office. */
async function endNextClaims(tx: Tx, id: Id<'Remittance'>, why: string) {
  const { rows } = await sql<{ id: Id<'Claim'>; patientId: Id<'Patient'>; state: State }>`
    update claims.claim next set state = 'void', version = next.version + 1
      from claims.claim before
     where before.id = next.id and next.state in ('draft', 'failed', 'ready', 'held', 'rejected') and exists (
       select from claims.remittance_claim rc join claims.claim earlier on earlier.id = rc.claim_id
        join claims.claim_line line on line.claim_id = earlier.id
        join claims.claim_line same on same.charge_id = line.charge_id and same.claim_id = next.id
       where rc.remittance_id = ${id} and rc.state = 'posted'
         and array_position(array['primary','secondary','tertiary'], next.rank) > array_position(array['primary','secondary','tertiary'], earlier.rank)
         and not exists (select from claims.remittance_claim other join claims.remittance r on r.id = other.remittance_id
           where other.claim_id = earlier.id and other.remittance_id <> ${id} and other.state = 'posted' and r.state = 'posted'))
    returning next.id, next.patient_id, before.state`.execute(tx.db)
  await recordSteps(
    tx,
    rows.map((claim) => ({ claim, to: 'void', note: `The remittance before it was taken back. ${why}` })),
  )
}

/** What had moved to patients moves back: their copays are free again. */
async function announceBack(tx: Tx, remittanceId: Id<'Remittance'>) {
  const { rows } = await sql<{ patientId: Id<'Patient'>; chargeId: Id<'Charge'>; amountCents: Cents }>`
    select l.patient_id, l.charge_id, -sum(l.amount_cents)::bigint as amount_cents
      from claims.remittance_claim rc join ledger.line l on l.journal_id = rc.journal_id and l.account = '1110'
     where rc.remittance_id = ${remittanceId} and rc.state = 'posted' group by l.patient_id, l.charge_id`.execute(
    tx.db,
  )
  await tx.announceAll(
    PatientResponsibilityMoved,
    [...Map.groupBy(rows, ({ patientId }) => patientId)].map(([patientId, charges]) => ({
      remittanceId,
      patientId,
      charges: charges.map(({ chargeId, amountCents }) => ({ chargeId, amountCents })),
    })),
  )
}

/** The money is at the bank. What arrived must be what the payer said it paid (BPR02); a difference is asked about first. */
export async function deposit(
  tx: Tx,
  id: Id<'Remittance'>,
  on: Temporal.PlainDate,
  amount: Cents,
  version: number,
) {
  const remittance = await heldRemittance(tx, id, version)
  if (remittance.depositedOn !== null) refuse(AlreadyDeposited)
  if (Temporal.PlainDate.compare(on, todayOf(tx)) > 0)
    refuse(DoesNotFit, 'That day is still to come: enter the day the bank says the payment arrived.', {
      fields: [{ pointer: '/depositedOn', message: 'Enter today or an earlier day.' }],
    })
  if (amount !== remittance.amountCents)
    refuse(
      DoesNotFit,
      `The bank says $${money(amount)}, the payer $${money(remittance.amountCents)}. Ask the payer about the difference.`,
      {
        fields: [{ pointer: '/amountCents', message: 'This is not what the payer said it paid.' }],
      },
    )
  const journalId = newId<'Journal'>()
  if (amount !== 0)
    await post(tx, {
      id: journalId,
      postedOn: on,
      memo: `Deposit of payment ${remittance.trace}`,
      source: 'claims.deposit',
      sourceId: id,
      lines: [
        { account: accounts.bank, amountCents: amount, payerId: remittance.payerId },
        { account: accounts.eftClearing, amountCents: cents(-amount), payerId: remittance.payerId },
      ],
    })
  await tx.db
    .updateTable('claims.remittance')
    .set({ depositedOn: on, depositJournalId: amount === 0 ? null : journalId, version: version + 1 })
    .where('id', '=', id)
    .execute()
  await tx.touch('claims')
}

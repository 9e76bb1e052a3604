import { sql } from 'kysely'
import { cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Tx } from '#platform/transaction.ts'
import type { Received } from '#platform/vault.ts'
import type { Remittance, RemittanceClaim, RemittanceEnd } from '#standards/x12/835-types.ts'
import { readRemittances } from '#standards/x12/835-reader.ts'
import { postRemittance } from './post.ts'
import { NotARemittance, payerKeyOf, problemsOf } from './remittance.ts'

export type Arrived = {
  readonly id: Id<'Remittance'>
  /** Posted before: by this or another file, however often it is dropped. */
  readonly isRepeat: boolean
}

/** Rows of one insert. A claim's detail is a few kilobytes. */
const batchSize = 200

/**
 * Reads an 835 and posts every payment in it that adds up, in the caller's one transaction. Each ST/SE is a remittance:
 * its claims are staged as they are read (nothing of the file is held whole) and posted only when its end has come and
 * the three identities hold; otherwise it is kept as an exception and nothing of it is posted.
 */
export async function receiveRemittances(tx: Tx, received: Received): Promise<Arrived[]> {
  const fileId = await received.keep(tx, { name: 'remittance.835', mediaType: 'application/edi-x12' })
  const arrived: Arrived[] = []
  let open: { id: Id<'Remittance'>; count: number } | undefined
  let waiting: RemittanceClaim[] = []
  const flush = async () => {
    if (open && waiting.length > 0) await stage(tx, open.id, open.count - waiting.length, waiting)
    waiting = []
  }
  for await (const event of readRemittances(received.open())) {
    if (event.kind === 'remittance') {
      const begun = await begin(tx, event.remittance, fileId)
      arrived.push(begun)
      open = begun.isRepeat ? undefined : { id: begun.id, count: 0 }
    } else if (event.kind === 'claim' && open) {
      waiting.push(event.claim)
      open.count += 1
      if (waiting.length >= batchSize) await flush()
    } else if (event.kind === 'end' && open) {
      await flush()
      await finish(tx, open.id, event.remittance, event.end)
      open = undefined
    }
  }
  if (arrived.length === 0)
    refuse(
      NotARemittance,
      'This file holds no payment advice (835). Drop the file the payer or clearinghouse sent.',
    )
  await tx.touch('claims')
  return arrived
}

/**
 * Claims the key of a payment. Two desks that drop the same file at once meet here: the second waits for the first and
 * then finds it posted. An exception of which nothing was posted gives way to the file that comes after it.
 */
async function begin(tx: Tx, remittance: Remittance, fileId: Id<'File'>): Promise<Arrived> {
  const key = {
    payerKey: payerKeyOf(remittance),
    trace: remittance.trace,
    paidOn: remittance.paidOn ?? null,
    amountCents: remittance.amount,
  }
  const payerId = await payerOf(tx, remittance)
  const { rows } = await sql<{ id: Id<'Remittance'> }>`
    insert into claims.remittance (id, payer_name, payer_key, payer_id, trace, method, paid_on, amount_cents, state, received_at, received_by, file_id)
    values (${newId()}, ${remittance.payer.name.slice(0, 200)}, ${key.payerKey}, ${payerId}, ${key.trace}, ${remittance.method}, ${key.paidOn},
      ${key.amountCents}, 'exception', ${tx.now}, ${tx.actor.id}, ${fileId})
    on conflict (payer_key, trace, paid_on, amount_cents) where state <> 'reversed' do nothing returning id`.execute(
    tx.db,
  )
  if (rows[0]) return { id: rows[0].id, isRepeat: false }
  const earlier = await tx.db
    .selectFrom('claims.remittance')
    .select(['id', 'state', 'version'])
    .where('payerKey', '=', key.payerKey)
    .where('trace', '=', key.trace)
    .where('paidOn', key.paidOn === null ? 'is' : '=', key.paidOn)
    .where('amountCents', '=', key.amountCents)
    .where('state', '<>', 'reversed')
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (earlier.state === 'posted') return { id: earlier.id, isRepeat: true }
  await tx.db.deleteFrom('claims.remittanceClaim').where('remittanceId', '=', earlier.id).execute()
  await tx.db
    .updateTable('claims.remittance')
    .set({ fileId, payerId, receivedAt: tx.now, receivedBy: tx.actor.id, version: earlier.version + 1 })
    .where('id', '=', earlier.id)
    .execute()
  return { id: earlier.id, isRepeat: false }
}

/** Our payer of that name or number; null when we have none, which keeps provider adjustments at the name given. */
async function payerOf(tx: Tx, { payer, originator }: Remittance) {
  const numbers = [
    payer.id,
    originator.replace(/^1/, ''),
    ...payer.references.map(({ value }) => value),
  ].filter((text) => text !== '')
  const found = await tx.db
    .selectFrom('insurance.payer')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('payerCode', '=', eb.fn.any(eb.val(numbers))),
        eb(eb.fn<string>('upper', ['name']), '=', payer.name.toUpperCase()),
      ]),
    )
    .orderBy('active', 'desc')
    .executeTakeFirst()
  return found?.id ?? null
}

async function stage(
  tx: Tx,
  remittanceId: Id<'Remittance'>,
  from: number,
  claims: readonly RemittanceClaim[],
) {
  await tx.db
    .insertInto('claims.remittanceClaim')
    .values(
      claims.map((claim, index) => ({
        id: newId<'RemittanceClaim'>(),
        remittanceId,
        position: from + index + 1,
        claimNumber: claim.id.trim().toUpperCase(),
        statusCode: claim.status,
        chargeCents: claim.charge,
        paidCents: claim.paid,
        patientCents: claim.patientResponsibility,
        payerControlNumber: claim.payerControlNumber || null,
        state: 'held' as const,
        why: claim.balanced ? null : 'This claim does not add up.',
        detail: JSON.stringify(claim),
      })),
    )
    .execute()
}

async function finish(tx: Tx, id: Id<'Remittance'>, remittance: Remittance, end: RemittanceEnd) {
  const isPostable = end.postable && remittance.paidOn !== undefined
  await tx.db
    .updateTable('claims.remittance')
    .set({
      claimCount: end.claims,
      providerAdjustmentCents: cents(end.providerAdjustmentTotal),
      state: isPostable ? 'posted' : 'exception',
      problems: JSON.stringify(isPostable ? [] : problemsOf(remittance, end)),
    })
    .where('id', '=', id)
    .execute()
  if (isPostable) await postRemittance(tx, id, end.providerAdjustments)
}

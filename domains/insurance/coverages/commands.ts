import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { mustExist } from '#domains/patients/patients.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import type { ChangedCard, NewCard } from './contract.ts'
import { CardNotRight, RankTaken, memberIdOf, mustBeRight } from './coverage.ts'

const clashes = refuseIfViolated({
  coverage_pkey: AlreadyExists,
  one_coverage_of_a_rank: RankTaken,
  coverage_ends_after_it_begins: CardNotRight,
  subscriber_is_named: CardNotRight,
})

async function filingCodeOf(tx: Tx, payerId: Id<'Payer'>) {
  const payer = await tx.db
    .selectFrom('insurance.payer')
    .select('filingCode')
    .where('id', '=', payerId)
    .where('active', '=', true)
    .executeTakeFirst()
  return (
    payer?.filingCode ??
    refuse(NotFound, 'There is no such payer.', {
      fields: [{ pointer: '/payerId', message: 'Choose a payer from the list.' }],
    })
  )
}

export async function add(tx: Tx, patientId: Id<'Patient'>, card: NewCard) {
  await mustExist(tx.db, patientId)
  mustBeRight(card, await filingCodeOf(tx, card.payerId))
  await tx.db
    .insertInto('insurance.coverage')
    .values({ ...card, memberId: memberIdOf(card.memberId), patientId })
    .execute()
    .catch(clashes)
  await tx.touch('insurance')
}

/** The card as somebody saw it; refuses when somebody else changed it since. Locked, so that two desks take turns. */
async function seen(tx: Tx, id: Id<'Coverage'>, version: number) {
  const card = await tx.db
    .selectFrom('insurance.coverage')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!card) refuse(NotFound, 'There is no such insurance card.')
  if (card.version !== version) refuse(Stale)
  return card
}

async function save(
  tx: Tx,
  id: Id<'Coverage'>,
  version: number,
  change: Partial<ChangedCard> & {
    verifiedOn?: Temporal.PlainDate | null
    endedReason?: string
    correctedAt?: Temporal.Instant
  },
) {
  await tx.db
    .updateTable('insurance.coverage')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .execute()
    .catch(clashes)
  await tx.touch('insurance')
}

/** A corrected card was not yet seen by anybody: it must be verified again, and so must eligibility. */
export async function change(tx: Tx, id: Id<'Coverage'>, { version, ...card }: ChangedCard) {
  await seen(tx, id, version)
  mustBeRight(card, await filingCodeOf(tx, card.payerId))
  await save(tx, id, version, {
    ...card,
    memberId: memberIdOf(card.memberId),
    verifiedOn: null,
    correctedAt: tx.now,
  })
}

export async function end(tx: Tx, id: Id<'Coverage'>, on: Temporal.PlainDate, why: string, version: number) {
  const card = await seen(tx, id, version)
  if (Temporal.PlainDate.compare(on, card.effectiveOn) < 0)
    refuse(CardNotRight, undefined, {
      fields: [{ pointer: '/terminatesOn', message: 'A card cannot end before it begins.' }],
    })
  await save(tx, id, version, { terminatesOn: on, endedReason: why })
}

export async function verify(tx: Tx, id: Id<'Coverage'>, version: number, on: Temporal.PlainDate) {
  await seen(tx, id, version)
  await save(tx, id, version, { verifiedOn: on })
}

/** Who gets a statement, and which. Pure: the practice's defaults of statement cycles. */
import { type Cents, money } from '#kernel/cents.ts'
import { reason } from '#kernel/refusal.ts'

export const holdReasons = ['dispute', 'bad-address', 'bankruptcy', 'deceased', 'plan', 'charity'] as const
export type HoldReason = (typeof holdReasons)[number]

export const AlreadyEnded = reason('hold-already-ended', 409, 'That hold has already ended.')

/** The fourth statement is the final notice; then somebody looks before anything goes to collection. */
export const finalStage = 4
export const reviewStage = 5

export const stageNames: Record<number, string> = {
  1: 'First statement',
  2: 'Second statement',
  3: 'Third statement',
  4: 'Final notice',
  5: 'Review before collection',
}

export type Facts = {
  /** What the patient owes for charges on which no insurance is open. */
  readonly dueCents: Cents
  /** What the patient owes for charges on which insurance still has to answer. */
  readonly pendingCents: Cents
  /** What is kept for this patient and not applied. It decides about the letter; on paper it stands apart. */
  readonly creditCents: Cents
  readonly hold: HoldReason | null
  readonly deceased: boolean
  readonly hasAddress: boolean
  readonly lastMadeOn: Temporal.PlainDate | null
  /** Statements made since the oldest debt that is still open became the patient's. */
  readonly madeBefore: number
}

export type Standing = {
  readonly status: 'due' | 'waiting' | 'held' | 'review'
  readonly stage: number
  /** In words. */
  readonly why: string
  readonly nextOn: Temporal.PlainDate | null
}

const holdWords: Record<HoldReason, string> = {
  dispute: 'The patient disputes it.',
  'bad-address': 'The address is not right.',
  bankruptcy: 'The patient is in bankruptcy: ask before asking for money.',
  deceased: 'The patient has died: the estate is looked into.',
  plan: 'There is an agreed payment plan.',
  charity: 'An application for charity is open.',
}

/**
 * First when a balance appears, then every `everyDays` days, four in all, then a review. Held for a reason, for a
 * missing address, while insurance is open (the patient is never asked for the payer's part), or when what the patient's
 * own credit does not cover is below the small balance.
 */
export function standing(
  facts: Facts,
  {
    today,
    everyDays,
    smallBalanceCents,
  }: { today: Temporal.PlainDate; everyDays: number; smallBalanceCents: Cents },
): Standing {
  const stage = Math.min(facts.madeBefore + 1, reviewStage)
  const held = (why: string): Standing => ({ status: 'held', stage, why, nextOn: null })
  if (facts.hold) return held(holdWords[facts.hold])
  if (facts.deceased) return held(holdWords.deceased)
  if (facts.dueCents <= 0 && facts.pendingCents > 0) return held('Insurance has not answered everything yet.')
  const leftCents = facts.dueCents - Math.max(facts.creditCents, 0)
  if (facts.creditCents > 0 && leftCents <= 0)
    return held('A credit of the patient covers it: apply the credit instead.')
  if (leftCents < smallBalanceCents)
    return held(`Less than $${money(smallBalanceCents)}: not worth a letter.`)
  if (!facts.hasAddress) return held('There is no address to send it to.')
  const nextOn = facts.lastMadeOn?.add({ days: everyDays }) ?? null
  if (nextOn && Temporal.PlainDate.compare(today, nextOn) < 0 && facts.madeBefore > 0)
    return { status: 'waiting', stage, why: `The last one went out ${facts.lastMadeOn!.toString()}.`, nextOn }
  if (stage === reviewStage)
    return {
      status: 'review',
      stage,
      why: 'Four statements brought no payment: decide what happens now.',
      nextOn,
    }
  return {
    status: 'due',
    stage,
    why: stage === 1 ? 'A balance has appeared.' : `${stageNames[stage]!}: ${everyDays} days have passed.`,
    nextOn: today,
  }
}

/** An insurance card: what it must say, and which of several is billed first. Pure. */
import { reason, refuse } from '#kernel/refusal.ts'
import type { FieldError } from '#kernel/refusal.ts'
import { isMbi, normaliseMbi } from '#standards/codes/mbi.ts'

export const RankTaken = reason(
  'rank-taken',
  409,
  'This patient already has a card of that rank in that time: end it first, or choose another rank.',
)
export const CardNotRight = reason('card-not-right', 422, 'The card cannot be kept as it is.')

export const NotAPicture = reason('not-a-picture', 422, 'This file is not a picture of a card.')

/** Of the plastic card. */
export const sides = ['front', 'back'] as const
export type Side = (typeof sides)[number]
/** A telephone's photograph is a few megabytes. */
export const mostPictureBytes = 10 * 1024 * 1024

/** By the first bytes, whatever the file calls itself: PNG and JPEG are what browsers show and nothing in them runs. */
export const isPicture = (start: Uint8Array): boolean =>
  [
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    [0xff, 0xd8, 0xff],
  ].some((mark) => mark.every((byte, index) => start[index] === byte))

export const ranks = ['primary', 'secondary', 'tertiary'] as const
export const relations = ['self', 'spouse', 'child', 'other'] as const

export type Card = {
  readonly memberId: string
  readonly relation: (typeof relations)[number]
  readonly subscriberLastName: string | null
  readonly subscriberFirstName: string | null
  readonly subscriberBornOn: Temporal.PlainDate | null
  readonly effectiveOn: Temporal.PlainDate
  readonly terminatesOn: Temporal.PlainDate | null
}

/** SBR09 of Medicare Part A and B: only there must the member number have the form of an MBI. */
const isMedicare = (filingCode: string) => filingCode === 'MA' || filingCode === 'MB'

/** The member number as payers compare it: no spaces or dashes, upper case. */
export const memberIdOf = (text: string) => normaliseMbi(text)

export function mustBeRight(card: Card, filingCode: string) {
  const fields: FieldError[] = []
  const memberId = memberIdOf(card.memberId)
  if (isMedicare(filingCode) && !isMbi(memberId))
    fields.push({
      pointer: '/memberId',
      message:
        'A Medicare number has 11 characters, like 1EG4TE5MK73, and never the letters S, L, O, I, B or Z.',
    })
  else if (!/^[A-Z0-9]{2,80}$/.test(memberId))
    fields.push({
      pointer: '/memberId',
      message: 'Enter the member number as it stands on the card: letters and digits.',
    })
  if (card.relation !== 'self') {
    if (!card.subscriberLastName)
      fields.push({ pointer: '/subscriberLastName', message: 'Whose insurance is it? Enter the last name.' })
    if (!card.subscriberFirstName)
      fields.push({ pointer: '/subscriberFirstName', message: 'Enter the subscriber’s first name.' })
    if (!card.subscriberBornOn)
      fields.push({
        pointer: '/subscriberBornOn',
        message: 'Payers find the subscriber by birth date: enter it.',
      })
  }
  if (card.terminatesOn && Temporal.PlainDate.compare(card.terminatesOn, card.effectiveOn) < 0)
    fields.push({ pointer: '/terminatesOn', message: 'A card cannot end before it begins.' })
  if (fields.length > 0) refuse(CardNotRight, undefined, { fields })
}

type Parent = { readonly name: string; readonly bornOn: Temporal.PlainDate; readonly byCourtOrder?: boolean }

/**
 * Coordination of benefits for a child on both parents' plans, the birthday rule (NAIC model regulation 120): the plan of
 * the parent whose month and day come earlier in the year is primary, whatever the year; a court order comes before it.
 * On the same day undefined: then the plan that has covered its parent longer is primary, which the card does not say.
 */
export function primaryParent(a: Parent, b: Parent): Parent | undefined {
  if (a.byCourtOrder !== b.byCourtOrder) return a.byCourtOrder ? a : b
  const order = monthDay(a.bornOn) - monthDay(b.bornOn)
  return order === 0 ? undefined : order < 0 ? a : b
}

const monthDay = ({ month, day }: Temporal.PlainDate) => month * 100 + day

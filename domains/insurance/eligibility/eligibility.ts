/** Whether a check of eligibility can still be relied on, and whether an answer is about this member. Pure. */
import { reason } from '#kernel/refusal.ts'
import { plainSurname } from '#standards/person/normalise.ts'

export const NotAnAnswer = reason('not-an-answer', 422, 'This file is not an eligibility answer (271).')
export const OtherMember = reason(
  'other-member',
  409,
  'The answer is about somebody else than this card. Check the file; if the payer only writes the name differently, confirm it.',
)

/** Days after which a check is asked again (practice default). */
export const freshDays = 7

type Check = {
  readonly askedAt: Temporal.Instant
  readonly outcome: 'eligible' | 'ineligible' | 'unknown'
}
export type Standing = 'eligible' | 'ineligible' | 'unknown' | 'stale' | 'never'

/** The lists of visits to verify: to be asked (never or not lately), and three to be spoken about with the patient. */
export const shows = ['ask', 'ineligible', 'unknown', 'self-pay'] as const
export type Show = (typeof shows)[number]

/**
 * Asked again when older than 7 days at the visit, when a new month has begun since (coverage mostly ends with a month),
 * or when the card was corrected after it. An unknown answer stays unknown: an outage of the payer says nothing.
 */
export function standing(
  check: Check | undefined,
  {
    serviceOn,
    timeZone,
    cardChangedAt,
  }: { serviceOn: Temporal.PlainDate; timeZone: string; cardChangedAt?: Temporal.Instant | null },
): Standing {
  if (!check) return 'never'
  const askedOn = check.askedAt.toZonedDateTimeISO(timeZone).toPlainDate()
  const age = askedOn.until(serviceOn, { largestUnit: 'days' }).days
  const newMonth = askedOn.toPlainYearMonth().equals(serviceOn.toPlainYearMonth()) === false && age > 0
  const edited = cardChangedAt != null && Temporal.Instant.compare(cardChangedAt, check.askedAt) > 0
  if (age > freshDays || newMonth || edited) return 'stale'
  return check.outcome
}

type Person = { readonly lastName: string; readonly bornOn: Temporal.PlainDate | null }

/** A 271's member is the card's when the member number is the same, or last name and birth date both are. */
export const isSameMember = (
  card: Person & { readonly memberId: string },
  answer: {
    readonly memberId: string
    readonly lastName: string
    readonly bornOn: Temporal.PlainDate | undefined
  },
): boolean =>
  (answer.memberId !== '' && answer.memberId.replaceAll(/[\s-]/g, '').toUpperCase() === card.memberId) ||
  (plainSurname(card.lastName) === plainSurname(answer.lastName) &&
    card.bornOn !== null &&
    answer.bornOn?.equals(card.bornOn) === true)

/** The day money moved at the bank, as somebody remembers it. Pure. */
import { reason, refuse } from '#kernel/refusal.ts'

export const NotABankDay = reason('not-a-bank-day', 422, 'The day cannot be right.')

/** Today or earlier, and within a year: further back it is a slip in the year, and lands in books long closed. */
export function mustBeABankDay(pointer: string, on: Temporal.PlainDate, today: Temporal.PlainDate) {
  const wrong = (message: string) => refuse(NotABankDay, message, { fields: [{ pointer, message }] })
  if (Temporal.PlainDate.compare(on, today) > 0)
    wrong('This day has not come yet: enter the day it happened, today at the latest.')
  if (Temporal.PlainDate.compare(on, today.subtract({ years: 1 })) < 0)
    wrong('This day is more than a year ago: check the year.')
}

/** Files of claims and what comes back for them. Pure. */
import { reason } from '#kernel/refusal.ts'

export const NothingToSend = reason('nothing-to-send', 409, 'No claim is ready to be sent.')
export const NotAnAcknowledgement = reason(
  'not-an-acknowledgement',
  422,
  'This file is not an answer to claims (TA1, 999 or 277CA). Drop the file the clearinghouse sent back.',
)
export const AlreadyAnswered = reason(
  'already-answered',
  409,
  'The clearinghouse has already answered this file.',
)

/** The guide allows 5,000 claims in a transaction set (005010X222A1, 1.3.2). */
export const mostClaims = 5_000

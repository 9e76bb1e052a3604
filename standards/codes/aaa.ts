/**
 * Request validation codes (AAA03, AAA04) of the 271: why a payer did not answer an eligibility inquiry, in words for
 * the desk, and what helps. None of them says that the patient is not covered (005010X279A1).
 */

/** retry: nobody is at fault, ask again. fix-data: correct what was sent, ask again. call-payer: a person must settle it. */
export type Remedy = 'retry' | 'fix-data' | 'call-payer'
export type Rejection = {
  readonly code: string
  readonly meaning: string
  readonly remedy: Remedy
  /** What the desk does next, one sentence. */
  readonly advice: string
}

const retry = (meaning: string, advice = 'Ask again in a few minutes.') =>
  ({ meaning, remedy: 'retry', advice }) as const
const fix = (meaning: string, advice: string) => ({ meaning, remedy: 'fix-data', advice }) as const
const call = (meaning: string, advice: string) => ({ meaning, remedy: 'call-payer', advice }) as const

const provider = 'Check the provider and the NPI sent to this payer, and whether the provider is enrolled.'
const dates = 'Check the date of service asked about.'
const patient = "Compare the patient's name, birth date and sex with the insurance card."
const subscriber = "Compare the subscriber's name, birth date and member number with the insurance card."

type Known = Omit<Rejection, 'code'>
const rejections: ReadonlyMap<string, Known> = new Map<string, Known>(
  Object.entries({
    '04': fix('More was asked at once than the payer allows.', 'Ask about fewer patients at a time.'),
    '15': fix('Something the payer needs was not sent.', 'Complete the insurance entry and ask again.'),
    '33': fix('The payer found an error in what was sent.', 'Check the insurance entry and ask again.'),
    '35': call('The provider is out of network.', 'Ask the payer which benefits apply out of network.'),
    '41': call(
      'The practice may not ask this payer.',
      'Ask the clearinghouse or payer to set up eligibility inquiries.',
    ),
    '42': retry('The payer cannot answer at the moment.'),
    '43': fix('The provider number is missing or not known.', provider),
    '44': fix('The provider name is missing or not valid.', provider),
    '45': fix('The provider specialty is missing or not valid.', provider),
    '46': fix('The provider telephone number is missing or not valid.', provider),
    '47': fix('The provider state is missing or not valid.', provider),
    '48': fix('The referring provider number is missing or not valid.', 'Check the referring provider.'),
    '49': call(
      'The provider is not the primary care physician.',
      'Check who the primary care physician is and whether a referral is needed.',
    ),
    '50': call(
      'The provider may not ask this payer about eligibility.',
      'Ask the payer to enrol the provider for inquiries.',
    ),
    '51': call('The payer does not have this provider on file.', provider),
    '52': call('The provider was not in the plan on that date.', 'Check the enrolment dates with the payer.'),
    '53': fix('The benefit does not fit this kind of provider.', 'Ask about another service type.'),
    '54': fix('The kind of procedure code was not accepted.', 'Ask by service type instead.'),
    '55': fix('The procedure code was not accepted.', 'Ask by service type instead.'),
    '56': fix('A date is not appropriate.', dates),
    '57': fix('The date of service is missing or not valid.', dates),
    '58': fix('The birth date is missing or not valid.', patient),
    '60': fix('The birth date is after the date of service.', patient),
    '61': fix('The payer has a date of death before the date of service.', patient),
    '62': fix('The payer does not answer for that date of service.', dates),
    '63': fix('The payer does not answer for a date in the future.', 'Ask again on the day of service.'),
    '64': fix('The patient number is missing or not valid.', patient),
    '65': fix('The patient name is missing or not valid.', patient),
    '66': fix('The patient sex is missing or not valid.', patient),
    '67': fix('The payer did not find the patient.', patient),
    '68': call('The payer has this patient number more than once.', 'Ask the payer which member is meant.'),
    '69': fix('The request does not fit the age of the patient.', patient),
    '70': fix('The request does not fit the sex of the patient.', patient),
    '71': fix('The birth date is not the one the payer has.', patient),
    '72': fix('The member number is missing or not valid.', subscriber),
    '73': fix('The subscriber name is missing or not the one the payer has.', subscriber),
    '74': fix('The subscriber sex is missing or not valid.', subscriber),
    '75': fix('The payer did not find the subscriber.', subscriber),
    '76': call('The payer has this member number more than once.', 'Ask the payer which member is meant.'),
    '77': fix('The payer found the subscriber, not the patient.', patient),
    '78': fix('The subscriber is not in this group or plan.', 'Check plan and group on the insurance card.'),
    '79': fix(
      'The payer or provider identification was not accepted.',
      'Check the payer id of this insurance.',
    ),
    '80': retry('The payer did not answer in time.'),
    '97': fix('The provider address is missing or not valid.', provider),
    T4: fix('The payer name or number is missing.', 'Check the payer id of this insurance.'),
  } satisfies Record<string, Known>),
)

/** Codes not listed get the safe reading: a person must look, and coverage stays unknown. */
export const rejection = (code: string): Rejection => ({
  code,
  ...(rejections.get(code) ??
    call('The payer gave a reason that is not in the code list.', 'Ask the payer what it means.')),
})

const followUps: ReadonlyMap<string, string> = new Map(
  Object.entries({
    C: 'Correct and send again.',
    N: 'Do not send again.',
    P: 'Send the same request again.',
    R: 'It may be sent again.',
    S: 'Do not send again: the payer has asked a third party.',
    W: 'Wait 30 days, then send again.',
    X: 'Wait 10 days, then send again.',
    Y: 'Do not send again: the payer will answer later by itself.',
  }),
)

/** What AAA04 allows, as a sentence; undefined when the payer did not say. */
export const followUp = (code: string): string | undefined => followUps.get(code)

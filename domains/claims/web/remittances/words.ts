import type { Reply } from '#kernel/contract.ts'
import type { Tone } from '#web/ui/Status.tsx'
import type { readRemittance, readRemittances } from '../../remittances/contract.ts'

export type Remittance = Reply<typeof readRemittances>['remittances'][number]
export type PayersClaim = Reply<typeof readRemittance>['claims'][number]

type Said = { readonly tone: Tone; readonly label: string }

/** BPR04 in the office's words. */
const methods: Readonly<Record<string, string>> = {
  ACH: 'Electronic (EFT)',
  BOP: 'Bank option',
  CHK: 'Check',
  FWT: 'Wire',
  NON: 'No payment',
}
export const methodWords = (code: string) => methods[code] ?? code

export const canBeDeposited = ({ state, depositedOn, amountCents }: Remittance) =>
  state === 'posted' && depositedOn === null && amountCents > 0

/** What is the matter with a remittance, the most pressing first. */
export function stateOf(remittance: Remittance): Said {
  const { state, waitingCount, depositedOn } = remittance
  if (state === 'exception') return { tone: 'harm', label: 'Not posted: it does not add up' }
  if (state === 'reversed') return { tone: 'neutral', label: 'Taken back' }
  if (waitingCount > 0)
    return { tone: 'soon', label: `${waitingCount} ${waitingCount === 1 ? 'claim waits' : 'claims wait'}` }
  if (canBeDeposited(remittance)) return { tone: 'active', label: 'Posted, not yet at the bank' }
  return { tone: 'good', label: depositedOn ? 'Posted and deposited' : 'Posted' }
}

/** CLP02 in words. */
const statuses: Readonly<Record<string, string>> = {
  '1': 'Processed as primary',
  '2': 'Processed as secondary',
  '3': 'Processed as tertiary',
  '4': 'Denied',
  '19': 'Processed as primary, sent on to the next payer',
  '20': 'Processed as secondary, sent on to the next payer',
  '21': 'Processed as tertiary, sent on to the next payer',
  '22': 'Reversal of an earlier payment',
  '23': 'Not our claim, sent on to another payer',
  '25': 'Predetermination only, no payment',
}
export const statusWords = (code: string) => statuses[code] ?? `Status ${code}`

/** Of one claim; of a remittance that was not posted nothing waits for a decision. */
export function claimState(
  { state, statusCode }: Pick<PayersClaim, 'state' | 'statusCode'>,
  remittance: Pick<Remittance, 'state'>,
): Said {
  if (remittance.state === 'exception') return { tone: 'neutral', label: 'Not posted' }
  if (remittance.state === 'reversed') return { tone: 'neutral', label: 'Taken back' }
  if (state === 'unmatched') return { tone: 'soon', label: 'No claim found' }
  if (state === 'held') return { tone: 'soon', label: 'Waits for you' }
  if (state === 'set-aside') return { tone: 'neutral', label: 'Set aside' }
  if (statusCode === '4') return { tone: 'harm', label: 'Denied' }
  if (statusCode === '22') return { tone: 'active', label: 'Reversed' }
  return { tone: 'good', label: 'Posted' }
}

/** What is done about an adjustment, after its reason: "Charge above the contracted amount: written off". */
export const actionWords: Readonly<Record<string, string>> = {
  contractual: 'written off by contract',
  'patient-responsibility': 'the patient or the next payer owes it',
  informational: 'for information, nothing is posted',
  denial: 'stays open as a denial',
  'hold-for-biller': 'a biller decides',
}

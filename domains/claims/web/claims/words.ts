import type { Tone } from '#web/ui/Status.tsx'
import type { Show, State } from '../../claims/claim.ts'

/** States as the office says them. */
const stateWords: Readonly<Record<string, { readonly label: string; readonly tone: Tone }>> = {
  draft: { label: 'Draft', tone: 'neutral' },
  failed: { label: 'To mend', tone: 'harm' },
  ready: { label: 'Ready', tone: 'soon' },
  held: { label: 'Held', tone: 'soon' },
  batched: { label: 'In a file', tone: 'active' },
  sent: { label: 'Sent', tone: 'active' },
  received: { label: 'Received', tone: 'active' },
  rejected: { label: 'Rejected', tone: 'harm' },
  accepted: { label: 'Accepted', tone: 'active' },
  paid: { label: 'Paid', tone: 'good' },
  partial: { label: 'Partly paid', tone: 'soon' },
  denied: { label: 'Denied', tone: 'harm' },
  reversed: { label: 'Taken back', tone: 'harm' },
  closed: { label: 'Closed', tone: 'neutral' },
  void: { label: 'Void', tone: 'neutral' },
} satisfies Record<State, { label: string; tone: Tone }>

export const stateOf = (state: string) => stateWords[state] ?? { label: state, tone: 'neutral' as const }

export const lists: readonly { readonly value: Show; readonly label: string; readonly empty: string }[] = [
  { value: 'work', label: 'To mend', empty: 'No claim has anything to mend' },
  { value: 'ready', label: 'Ready', empty: 'No claim waits to be sent' },
  { value: 'waiting', label: 'Not sent in time', empty: 'No claim lies ready since before yesterday' },
  { value: 'held', label: 'Held', empty: 'No claim is held' },
  { value: 'out', label: 'With the payer', empty: 'No claim is under way' },
  { value: 'silent', label: 'No answer', empty: 'Every payer has answered in time' },
  { value: 'filing', label: 'Filing limit', empty: 'No filing limit is near' },
  { value: 'denied', label: 'Denied', empty: 'No claim is denied' },
  { value: 'settled', label: 'Settled', empty: 'No claim is settled yet' },
  { value: 'all', label: 'All', empty: 'There are no claims yet' },
]

const frequencies: Readonly<Record<string, string>> = { '1': 'Original', '7': 'Replacement', '8': 'Void' }
export const frequencyWords = (frequency: string) => frequencies[frequency] ?? frequency

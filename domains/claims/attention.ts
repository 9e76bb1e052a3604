/** What about charges and claims needs somebody. */
import type { Attention } from '#platform/wiring.ts'
import { chargeAttention } from './charges/attention.ts'
import { claimAttention } from './claims/attention.ts'
import { denialAttention } from './denials/attention.ts'
import { remittanceAttention } from './remittances/attention.ts'
import { submissionAttention } from './submissions/attention.ts'

export const attention: readonly Attention[] = [
  ...chargeAttention,
  ...claimAttention,
  ...submissionAttention,
  ...remittanceAttention,
  ...denialAttention,
]

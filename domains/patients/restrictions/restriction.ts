/** Requests to restrict use and disclosure, 45 CFR 164.522(a). Pure. */
import { reason, refuse } from '#kernel/refusal.ts'

export const MustBeHonoured = reason(
  'must-be-honoured',
  422,
  'A request to withhold from a health plan what the patient pays in full must be honoured.',
)
export const AlreadyDecided = reason('already-decided', 409, 'This request was decided already.')
export const NotInForce = reason('not-in-force', 409, 'Only a restriction that was agreed to can end.')

export type Kind = 'health-plan' | 'other'
export type Decision = 'open' | 'agreed' | 'declined'

/** What is paid for in full and withheld from the plan is no matter of opinion (164.522(a)(1)(vi)). */
export const decisionOnRequest = (kind: Kind): Decision => (kind === 'health-plan' ? 'agreed' : 'open')

export function mustBeDecidable(kind: Kind, now: Decision, to: 'agreed' | 'declined') {
  if (kind === 'health-plan' && to === 'declined') refuse(MustBeHonoured)
  if (now !== 'open') refuse(AlreadyDecided, `This request was ${now} already.`)
}

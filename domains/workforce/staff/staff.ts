/** Who works here, and who of them sees patients. Pure. */
import { reason, refuse } from '#kernel/refusal.ts'
import { isNpi } from '#standards/codes/npi.ts'

export const NpiTaken = reason('npi-taken', 409, 'Another provider has that NPI.')
export const AlreadyProvider = reason('already-provider', 409, 'This person is already listed as a provider.')
export const NotAnNpi = reason('not-an-npi', 422, 'That is not an NPI.')
export const EndsBeforeHired = reason('ends-before-hired', 422, 'The last day lies before the first.')

/** 45 CFR 162.406: ten digits whose last is a check digit. */
export function mustBeNpi(npi: string) {
  if (isNpi(npi)) return
  const message = 'Check the ten digits of the NPI: one of them is mistyped.'
  refuse(NotAnNpi, message, { fields: [{ pointer: '/npi', message }] })
}

export function mustEndAfterHired(hiredOn: Temporal.PlainDate, endedOn: Temporal.PlainDate | null) {
  if (endedOn === null || Temporal.PlainDate.compare(hiredOn, endedOn) <= 0) return
  const message = 'The last day cannot lie before the first day.'
  refuse(EndsBeforeHired, message, { fields: [{ pointer: '/endedOn', message }] })
}

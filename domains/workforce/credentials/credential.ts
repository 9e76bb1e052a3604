/** Licences and the like, and when they run out. Pure. */
import type { DB } from '#database/types.ts'
import { reason, refuse } from '#kernel/refusal.ts'
import { isDea } from '#standards/codes/dea.ts'

export type CredentialKind = DB['workforce.credential']['kind']

export const NotADeaNumber = reason('not-a-dea-number', 422, 'That is not a DEA number.')
export const RunsOutBeforeIssued = reason('runs-out-before-issued', 422, 'It runs out before it was issued.')

export const credentialKinds = [
  'state-licence',
  'dea',
  'controlled-substance',
  'bls',
  'malpractice',
  'board',
  'caqh',
  'medicare',
  'certification',
] as const satisfies readonly CredentialKind[]

export const kindWords: Readonly<Record<CredentialKind, string>> = {
  'state-licence': 'State licence',
  dea: 'DEA registration',
  'controlled-substance': 'Controlled-substance permit',
  bls: 'Basic life support',
  malpractice: 'Malpractice cover',
  board: 'Board certification',
  caqh: 'CAQH attestation',
  medicare: 'Medicare revalidation',
  certification: 'Certification',
}

/** Without these nobody may see patients: once one has run out no new visit is booked. The rest only warn. */
export const blockingKinds = ['state-licence'] as const satisfies readonly CredentialKind[]

/** Days before the end at which the office is warned, more urgently each time (office policy). */
export const warnDays = [90, 60, 30, 7] as const

export type Standing =
  | { readonly state: 'expired'; readonly days: number }
  /** `within`: the tightest of the warning windows it has entered. */
  | { readonly state: 'running-out'; readonly days: number; readonly within: number }
  | { readonly state: 'in-force' }

/** A credential is good through the day it expires on; without an end it never runs out. */
export function standing(expiresOn: Temporal.PlainDate | null, today: Temporal.PlainDate): Standing {
  if (expiresOn === null) return { state: 'in-force' }
  const { days } = today.until(expiresOn, { largestUnit: 'days' })
  if (days < 0) return { state: 'expired', days: -days }
  const within = warnDays.findLast((limit) => days <= limit)
  return within === undefined ? { state: 'in-force' } : { state: 'running-out', days, within }
}

export function mustBeCredential({
  kind,
  number,
  issuedOn,
  expiresOn,
}: {
  kind: CredentialKind
  number: string | null
  issuedOn: Temporal.PlainDate | null
  expiresOn: Temporal.PlainDate | null
}) {
  if (kind === 'dea' && number !== null && !isDea(number)) {
    const message = 'Check the DEA number: two letters and seven digits, one of them is mistyped.'
    refuse(NotADeaNumber, message, { fields: [{ pointer: '/number', message }] })
  }
  if (issuedOn && expiresOn && Temporal.PlainDate.compare(expiresOn, issuedOn) < 0) {
    const message = 'The end cannot lie before the day it was issued.'
    refuse(RunsOutBeforeIssued, message, { fields: [{ pointer: '/expiresOn', message }] })
  }
}

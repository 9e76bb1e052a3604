import { ssnDigits } from './patient.ts'

/** The columns of a social security number: the last four to be seen and compared, the whole sealed. */
export function sealedSsn(text: string | null) {
  const digits = text === null ? undefined : ssnDigits(text)
  return { ssnLast4: digits?.slice(-4) ?? null, ssnSealed: null }
}

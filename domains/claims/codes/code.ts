/** Code tables: which there are and what a row of them looks like. Pure. */
import { reason } from '#kernel/refusal.ts'

/** The practice's own CPT list is licensed from the AMA by the practice: none is shipped with the program. */
export const systems = ['ICD-10-CM', 'HCPCS', 'CPT', 'taxonomy', 'CVX', 'MVX'] as const
export type System = (typeof systems)[number]

export const NotATable = reason('not-a-code-table', 422, 'This file cannot be read as that code table.')

export type CodeRow = {
  readonly code: string
  readonly description: string
  /** False for headings, which are not specific enough to be billed. */
  readonly billable: boolean
  readonly effectiveFrom: string
  readonly effectiveTo: string | null
}

/** What a code of each system looks like, as it is stored. */
export const formOf: Readonly<Record<System, RegExp>> = {
  'ICD-10-CM': /^[A-Z]\d[A-Z0-9](\.[A-Z0-9]{1,4})?$/,
  HCPCS: /^[A-Z]\d{4}$/,
  CPT: /^\d{4}[0-9A-Z]$/,
  taxonomy: /^[0-9A-Z]{9}X$/,
  CVX: /^\d{1,3}$/,
  MVX: /^[A-Z0-9-]{1,5}$/,
}

/** Without dates of its own a code counts as always in force. */
export const always = '2000-01-01'

/** Marks as headings the codes that others begin with: "E11" beside "E11.9" (ICD-10-CM guidelines, I.B.2). */
export function withHeadings(rows: readonly CodeRow[]): CodeRow[] {
  const sorted = rows.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  return sorted.map((row, index) => {
    const next = sorted[index + 1]
    const isHeading = next !== undefined && next.code.replace('.', '').startsWith(row.code.replace('.', ''))
    return isHeading && next.code !== row.code ? { ...row, billable: false } : row
  })
}

/** How the label divides the drug code: labeler, product, package. */
export type NdcFormat = '4-4-2' | '5-3-2' | '5-4-1' | '5-4-2' | '6-4-2'
export type Ndc = {
  readonly format: NdcFormat
  /** The three segments as printed, joined by hyphens. */
  readonly text: string
  /** Eleven digits (5-4-2) for LIN03 of a claim; undefined for 6-4-2, which no payer takes before 2033-03-07. */
  readonly billing: string | undefined
}

const formats: readonly string[] = ['4-4-2', '5-3-2', '5-4-1', '5-4-2', '6-4-2']

/**
 * Reads a National Drug Code as printed ("0002-7510-01") or as billed (eleven digits). Undefined when it is neither.
 * Ten digits without hyphens are refused: 4-4-2, 5-3-2 and 5-4-1 would pad to three different drugs.
 */
export function parseNdc(text: string): Ndc | undefined {
  const plain = text.trim()
  const parts = /^\d{11}$/.test(plain)
    ? [plain.slice(0, 5), plain.slice(5, 9), plain.slice(9)]
    : /^\d+-\d+-\d+$/.test(plain)
      ? plain.split('-')
      : []
  const [labeler, product, pack] = parts
  const format = parts.map((part) => part.length).join('-')
  if (labeler === undefined || product === undefined || pack === undefined || !formats.includes(format))
    return undefined
  return {
    format: format as NdcFormat,
    text: parts.join('-'),
    billing:
      labeler.length > 5
        ? undefined
        : labeler.padStart(5, '0') + product.padStart(4, '0') + pack.padStart(2, '0'),
  }
}

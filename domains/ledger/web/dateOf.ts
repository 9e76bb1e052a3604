/** A date from the address, or null where it is none: addresses are typed by people too. */
export function dateOf(text: string): Temporal.PlainDate | null {
  try {
    return text ? Temporal.PlainDate.from(text) : null
  } catch {
    return null
  }
}

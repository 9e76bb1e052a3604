const letter = '[AC-HJKMNP-RT-Y]'
const either = '[AC-HJKMNP-RT-Y0-9]'
const form = new RegExp(`^[1-9]${letter}${either}\\d${letter}${either}\\d${letter}{2}\\d{2}$`)

/** The eleven characters without the dashes some cards print, upper case: how payers want it. */
export const normaliseMbi = (text: string): string => text.replaceAll(/[\s-]/g, '').toUpperCase()

/**
 * Whether the text has the form of a Medicare Beneficiary Identifier (CMS): eleven characters, each position its
 * own kind, never S, L, O, I, B or Z. There is no check digit, so a wrong number may still have the right form.
 */
export const isMbi = (text: string): boolean => form.test(text)

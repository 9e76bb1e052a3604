import type { PersonName } from './person.ts'

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' ')

/** The preferred name in quotes, where it says more than the first name. */
const quoted = ({ preferred = '', given }: PersonName): string =>
  preferred === '' || preferred === given[0] ? '' : `“${preferred}”`

const firstLetter = (text: string): string => /\p{L}\p{M}*/u.exec(text)?.[0] ?? ''

/** For a page's head: "Jonathan “Jon” Smith Jr.". Middle names and titles are left out. */
export const displayName = (name: PersonName): string =>
  joined([name.given[0], quoted(name), name.family, name.suffix])

/** For letters and forms: "Dr. Jonathan Quincy Smith Jr.". */
export const fullName = ({ prefix, given, family, suffix }: PersonName): string =>
  joined([prefix, ...given, family, suffix])

/** For lists: "Smith Jr., Jonathan Q. “Jon”". */
export function sortName(name: PersonName): string {
  const [first, ...middle] = name.given
  const rest = joined([first, ...middle.map((part) => `${firstLetter(part)}.`), quoted(name)])
  const last = joined([name.family, name.suffix])
  return [last, rest].filter((part) => part !== '').join(', ')
}

/** Two letters at most, by what the person is called: "JS". */
export const initials = ({ preferred, given, family }: PersonName): string =>
  (firstLetter(preferred || (given[0] ?? '')) + firstLetter(family)).toUpperCase()

/**
 * What a person is found by: search columns in one spelling. Pure, and the only place that computes them, so that
 * the search, the duplicate check and every write agree.
 */
import { door } from '#standards/person/match.ts'
import { plainGivenName, plainSurname, plainText } from '#standards/person/normalise.ts'

export type Named = {
  readonly lastName: string
  readonly firstName: string
  readonly middleName?: string | null | undefined
  readonly preferredName?: string | null | undefined
  readonly formerLastNames?: readonly string[] | undefined
}
export type Housed = {
  readonly address?: string | null | undefined
  readonly zip?: string | null | undefined
}

export function searchKeys(person: Named & Housed) {
  return {
    searchLast: plainSurname(person.lastName),
    searchFirst: plainGivenName(person.firstName),
    // The space before each word lets a pattern ask for the beginning of a word: "% ADA%".
    searchWords: nameWords(person)
      .map((word) => ` ${word}`)
      .join(''),
    searchDoor:
      person.address && person.zip ? (door({ line: person.address, zip: person.zip }) ?? null) : null,
  }
}

/** Every word of a name by which people may ask for it, and the last and first name as one word each. */
export function nameWords({
  lastName,
  firstName,
  middleName,
  preferredName,
  formerLastNames = [],
}: Named): string[] {
  const spellings = [
    plainText(lastName),
    plainSurname(lastName),
    plainText(firstName),
    plainGivenName(firstName),
    plainText(middleName ?? ''),
    plainText(preferredName ?? ''),
    ...formerLastNames.flatMap((name) => [plainText(name), plainSurname(name)]),
  ]
  return [...new Set(spellings.flatMap((spelling) => spelling.split(' ')).filter((word) => word !== ''))]
}

/** Letters that are heard alike, or typed for one another. */
const alike: Readonly<Record<string, string>> = {
  C: 'K',
  Q: 'K',
  S: 'K',
  X: 'K',
  Z: 'K',
  D: 'T',
  B: 'P',
  V: 'F',
  W: 'F',
  M: 'N',
  J: 'G',
}

/**
 * A word by its first letter and the set of its other consonants, those that sound alike counted as one. It survives
 * swapped letters (JHON), doubled and missing ones (PHILIPS, LOVLACE), and C for S (GARSIA): the slips that
 * trigrams, which see three letters in a row, forgive least in short names. Spelled for the index, not for people.
 */
export function soundOf(word: string): string {
  const letters = word.replaceAll('PH', 'F').replaceAll('CK', 'K').split('')
  const first = letters[0] ?? ''
  const rest = letters.slice(1).filter((letter) => !/[AEIOUYH]/.test(letter))
  return first + [...new Set(rest.map((letter) => alike[letter] ?? letter))].sort().join('')
}

/** How well a patient's name answers what was typed: the best first. Pure. */
import { jaroWinkler } from '#standards/person/jaro-winkler.ts'
import { areNicknames } from '#standards/person/nicknames.ts'
import { soundOf } from '../registration/keys.ts'

export type Indexed = {
  readonly searchLast: string
  readonly searchFirst: string
  readonly searchWords: string
}

/** Below this a result is another spelling of what was typed rather than what was typed. */
export const asTyped = 0.85

/** 0 where some word typed answers to nothing of the name; otherwise up to about 1.1, exact words and last names first. */
export function nameScore(typed: readonly string[], name: Indexed): number {
  const joined = typed.join('')
  // "o brien", "de la cruz", "mary ann": one name typed as several words.
  if (name.searchLast === joined) return 1.05
  if (typed.length > 1 && name.searchLast.startsWith(joined)) return 1
  const words = name.searchWords.trim().split(' ')
  let total = 0
  for (const word of typed) {
    let best = 0
    for (const other of words) {
      const score = wordScore(word, other)
      if (score > 0) best = Math.max(best, score + placeOf(other, name))
    }
    if (best === 0) return 0
    total += best
  }
  return total / typed.length
}

/** Of two equal words the present last name counts before the first, and that before a middle, preferred or former one. */
const placeOf = (word: string, name: Indexed) =>
  word === name.searchLast ? 0.06 : word === name.searchFirst ? 0.03 : 0

/** 0 to 1: how well one word typed answers to one word of a name. */
export function wordScore(typed: string, word: string): number {
  if (word === typed) return 1
  if (word.startsWith(typed)) return 0.9
  if (typed.length < 3) return 0
  if (areNicknames(typed, word)) return 0.8
  const similar = jaroWinkler(typed, word)
  if (similar >= 0.88) return similar * 0.8
  // Somebody still typing: the beginning of a word, misspelled.
  const beginning = word.length > typed.length ? jaroWinkler(typed, word.slice(0, typed.length)) : 0
  if (typed.length > 3 && beginning >= 0.92) return beginning * 0.72
  return similar >= 0.75 && soundOf(typed) === soundOf(word) ? similar * 0.75 : 0
}

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
    const best = words.reduce((most, other) => Math.max(most, wordScore(word, other)), 0)
    if (best === 0) return 0
    const heard = heardIn(name.searchLast, word, 2) || heardIn(name.searchFirst, word, 1)
    total += best + heard
  }
  return total / typed.length
}

/** The present last name before the present first name before a middle, preferred or former one. */
const heardIn = (name: string, word: string, weight: number) =>
  (name === word ? 0.05 : name.startsWith(word) ? 0.02 : 0) * weight

function wordScore(typed: string, word: string): number {
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

/**
 * What a password must be: NIST SP 800-63B-4 section 3.1.1. Long enough, not one that everybody tries first, nothing
 * else: no mixture of characters is asked for, and no change without a reason. Pure: the list is given.
 */
import { type Reason, reason, refuse } from '#kernel/refusal.ts'

export const WeakPassword: Reason = reason('weak-password', 422, 'Please choose another password.')

/** Alone a password must be long; beside a second factor it may be shorter. */
const shortestAlone = 15
const shortestWithSecondFactor = 8

export const shortestPassword = (hasSecondFactor: boolean) =>
  hasSecondFactor ? shortestWithSecondFactor : shortestAlone

/** One spelling of accented letters, whatever keyboard they come from. Nothing is trimmed or cut. */
export const normalisePassword = (typed: string) => typed.normalize('NFC')

export type PasswordSetting = {
  readonly hasSecondFactor: boolean
  /** Words anybody would guess here: the user name, the practice's name. */
  readonly contextWords: readonly string[]
  readonly isCommon: (folded: string) => boolean
}

/** Refuses a password that would be guessed. `pointer` is the field of the form. */
export function mustBeStrong(
  password: string,
  { hasSecondFactor, contextWords, isCommon }: PasswordSetting,
  pointer = '/password',
) {
  const say = (message: string): never => refuse(WeakPassword, message, { fields: [{ pointer, message }] })
  const shortest = shortestPassword(hasSecondFactor)
  const normal = normalisePassword(password)
  if (Array.from(normal).length < shortest)
    say(
      `A password needs at least ${shortest} characters. Three or four words in a row are easy to remember.`,
    )
  const folded = fold(normal)
  if (isCommon(folded) || isCommon(stem(folded)))
    say('This password is among those that are tried first. Please choose another.')
  if (isMonotonous(folded))
    say('This password repeats itself or follows the keyboard. Please choose another.')
  const context = [...contextWords, 'wellrun']
    .flatMap((word) => [fold(word).replaceAll(/\s+/g, ''), ...fold(word).split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length >= 4)
  // What is left beside the guessable words must still be worth guessing.
  const rest = context
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ''), folded)
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
  if (context.some((word) => folded.includes(word)) && Array.from(rest).length < 6)
    say(
      'This password is made of the name of the person, the practice or the program. Please choose another.',
    )
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

/** "password2026!" is "password" with what everybody adds. */
const stem = (folded: string) => folded.replaceAll(/^[\d\W_]+|[\d\W_]+$/gu, '')

const rows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz']
const runs = [...rows, ...rows.map((row) => Array.from(row).toReversed().join(''))].map((row) =>
  row.repeat(3),
)

/** One short piece over and over ("abcabcabc…"), or a walk along the keyboard, the digits or the alphabet. */
function isMonotonous(text: string) {
  for (let size = 1; size <= 4; size += 1)
    if (
      text ===
      text
        .slice(0, size)
        .repeat(Math.ceil(text.length / size))
        .slice(0, text.length)
    )
      return true
  return runs.some((run) => run.includes(text))
}

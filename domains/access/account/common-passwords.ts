/**
 * Passwords that everybody tries first, and the words they are made of. The list was compiled for this program; it is
 * written in lower case, one to a line.
 */
import { readFileSync } from 'node:fs'

const common = new Set(
  readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean),
)

/** "p@ssw0rd" is "password" to everybody who guesses. */
const lookalikes: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}
const plain = (text: string) => text.replaceAll(/[@431!0$57]/g, (letter) => lookalikes[letter]!)

/** Takes a password in lower case. One said two or three times over is as common as once. */
export function isCommonPassword(folded: string): boolean {
  const tight = folded.replaceAll(/[\s._-]/g, '')
  return [folded, tight, plain(tight)].some((text) => common.has(text) || common.has(repeated(text)))
}

/** What a text repeats, "letmein" of "letmeinletmein"; the text itself when it does not. */
const repeated = (text: string) => /^(.{4,}?)\1+$/u.exec(text)?.[1] ?? text

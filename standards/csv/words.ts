/** The words people type into patient lists, read as the values they mean; undefined where they mean none. */
import { plainText } from '#standards/person/normalise.ts'
import type { Heritage, MaritalStatus, Sex } from '#standards/person/person.ts'

/** What people write where there is nothing to write. */
export const isBlank = (text: string): boolean =>
  /^[\s\-.?]*$|^\s*(n\/?a|none|null|nil|unknown|unk|not given|declined|refused|#n\/a)\s*$/i.test(text)

const lookup = <T>(table: Readonly<Record<string, T>>) => {
  const entries = Object.entries(table).flatMap(([words, value]) =>
    words.split('|').map((word) => [word, value] as const),
  )
  const values = new Map(entries)
  return (text: string): T | undefined => values.get(plainText(text))
}

export const sexOf = lookup<Sex>({
  'M|MALE|MAN|BOY|MASCULINO|HOMBRE|1': 'M',
  'F|FEMALE|WOMAN|GIRL|FEMENINO|MUJER|2': 'F',
  'U|UNKNOWN|UNK|O|OTHER|X|NONBINARY|NON BINARY|NB|UNDIFFERENTIATED|DECLINED': 'U',
})

export const yesOrNo = lookup<boolean>({ 'Y|YES|TRUE|T|1|SI|X': true, 'N|NO|FALSE|F|0': false })

export const maritalStatusOf = lookup<MaritalStatus>({
  'M|MARRIED': 'M',
  'S|SINGLE|NEVER MARRIED': 'S',
  'D|DIVORCED': 'D',
  'W|WIDOWED|WIDOW|WIDOWER': 'W',
  'L|LEGALLY SEPARATED|SEPARATED': 'L',
  'T|DOMESTIC PARTNER|PARTNER|PARTNERED': 'T',
  'U|UNMARRIED': 'U',
  'UNK|UNKNOWN|OTHER|O': 'UNK',
})

const languages = lookup<string>({
  'ENGLISH|ENG': 'en',
  'SPANISH|ESPANOL|SPA|CASTILIAN': 'es',
  'CHINESE|MANDARIN|CHI|ZHO': 'zh',
  CANTONESE: 'yue',
  'VIETNAMESE|VIE': 'vi',
  'KOREAN|KOR': 'ko',
  'TAGALOG|FILIPINO|TGL': 'tl',
  'RUSSIAN|RUS': 'ru',
  'ARABIC|ARA': 'ar',
  'FRENCH|FRE|FRA': 'fr',
  'HAITIAN CREOLE|CREOLE|HAITIAN|HAT': 'ht',
  'PORTUGUESE|POR': 'pt',
  'POLISH|POL': 'pl',
  'GERMAN|GER|DEU': 'de',
  'ITALIAN|ITA': 'it',
  'JAPANESE|JPN': 'ja',
  'HINDI|HIN': 'hi',
  'GUJARATI|GUJ': 'gu',
  'PUNJABI|PAN': 'pa',
  'URDU|URD': 'ur',
  'BENGALI|BEN': 'bn',
  'NEPALI|NEP': 'ne',
  'PERSIAN|FARSI|PER|FAS': 'fa',
  'HMONG|HMN': 'hmn',
  'SOMALI|SOM': 'so',
  'AMHARIC|AMH': 'am',
  'UKRAINIAN|UKR': 'uk',
  'NAVAJO|NAV': 'nv',
  'AMERICAN SIGN LANGUAGE|SIGN LANGUAGE|ASL|SIGN|ASE': 'ase',
})
/** BCP 47, from the English name of a language, its three letters, or the code itself. */
export const languageOf = (text: string): string | undefined =>
  languages(text) ??
  (/^[a-z]{2}(-[A-Za-z0-9]{2,8})*$/i.test(text.trim())
    ? text.trim().replace(/^../, (code) => code.toLowerCase())
    : undefined)

const races = lookup<string>({
  'WHITE|CAUCASIAN|W': '2106-3',
  'BLACK|AFRICAN AMERICAN|BLACK OR AFRICAN AMERICAN|BLACK AFRICAN AMERICAN|B': '2054-5',
  'ASIAN|A': '2028-9',
  'AMERICAN INDIAN|NATIVE AMERICAN|ALASKA NATIVE|AMERICAN INDIAN OR ALASKA NATIVE|AMERICAN INDIAN ALASKA NATIVE':
    '1002-5',
  'PACIFIC ISLANDER|NATIVE HAWAIIAN|NATIVE HAWAIIAN OR OTHER PACIFIC ISLANDER|HAWAIIAN': '2076-8',
  'OTHER|OTHER RACE|SOME OTHER RACE': '2131-1',
})
/** In the words of the list, with the code of the CDC where the words have one. */
export const raceOf = (text: string): Heritage => heritage(text, races)

const ethnicities = lookup<string>({
  'HISPANIC|HISPANIC OR LATINO|HISPANIC LATINO|LATINO|LATINA|LATINX|YES|Y': '2135-2',
  'NOT HISPANIC|NON HISPANIC|NOT HISPANIC OR LATINO|NON HISPANIC OR LATINO|NOT HISPANIC LATINO|NO|N':
    '2186-5',
})
export const ethnicityOf = (text: string): Heritage => heritage(text, ethnicities)

function heritage(text: string, codes: (text: string) => string | undefined): Heritage {
  const code = codes(text)
  return { codes: code === undefined ? [] : [code], text: text.trim() }
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')

/**
 * A date of the past: "3/4/1980" (month first, as in the United States), "1980-03-04", "3/4/80", "19800304",
 * "Mar 4, 1980", "4-Mar-1980", with or without a time of day behind it. Two digits of a year mean the latest such year
 * that is not in the future. Gives words where it is no such date.
 */
export function pastDate(
  text: string,
  today: Temporal.PlainDate,
): { date: Temporal.PlainDate; guessed: boolean } | string {
  const plain = text.trim().replace(/[T ]\d{1,2}:\d\d.*$/, '')
  const parts = datePartsOf(plain)
  if (!parts)
    return /^\d{5}(\.\d+)?$/.test(plain)
      ? 'is a number, not a date: in the spreadsheet, format the column as a date and export again'
      : 'is not a date we can read; write it like 03/04/1980'
  const guessed = parts.year.length === 2
  const [month, day] = [Number(parts.month), Number(parts.day)]
  let year = Number(parts.year) + (guessed ? 2000 : 0)
  if (month > 12 && day <= 12) return 'seems to have the day first; write the month first, like 03/04/1980'
  const at = (inYear: number) => {
    try {
      return Temporal.PlainDate.from({ year: inYear, month, day }, { overflow: 'reject' })
    } catch (fault) {
      if (fault instanceof RangeError) return undefined
      throw fault
    }
  }
  let date = at(year)
  if (guessed && (!date || Temporal.PlainDate.compare(date, today) > 0)) date = at((year -= 100))
  if (!date || year < 1) return 'is not a day of the calendar'
  if (Temporal.PlainDate.compare(date, today) > 0) return 'is in the future'
  if (year < today.year - 130) return 'is more than 130 years ago'
  return { date, guessed }
}

function datePartsOf(text: string): { year: string; month: string; day: string } | undefined {
  const forms = [
    /^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})$/,
    /^(?<month>\d{1,2})([-/.])(?<day>\d{1,2})\2(?<year>\d{4}|\d\d)$/,
    /^(?<year>(?:18|19|20)\d\d)(?<month>\d\d)(?<day>\d\d)$/,
    /^(?<word>[A-Za-z]{3,9})\.? (?<day>\d{1,2}),? (?<year>\d{4})$/,
    /^(?<day>\d{1,2})[- ](?<word>[A-Za-z]{3,9})\.?[- ](?<year>\d{4}|\d\d)$/,
  ]
  for (const form of forms) {
    const { year = '', month = '', day = '', word } = form.exec(text)?.groups ?? {}
    if (word !== undefined) {
      const index = months.indexOf(word.slice(0, 3).toUpperCase())
      return index < 0 ? undefined : { year, month: String(index + 1), day }
    }
    if (year !== '') return { year, month, day }
  }
  return undefined
}

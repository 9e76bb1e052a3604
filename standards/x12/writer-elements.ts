/**
 * What each element of the segments we write may hold: the element dictionary of X12 005010, in one line a segment.
 *
 * `ID2-3!` is a code of two or three characters, required. Kinds: ID code, AN string sent as it is, TX words of people
 * (transliterated and upper-cased), N0 whole number, R decimal, DT date, TM time. `+` may repeat; `( )` is a composite.
 */
const procedure = '(ID2! AN1-48! AN2 AN2 AN2 AN2 TX1-80)'
const diagnosis = '(ID1-3! AN1-30!)'
const reasons = Array.from({ length: 5 }, () => 'ID1-5 R1-18 R1-15').join(' ')

const dictionary: Readonly<Record<string, string>> = {
  GS: 'ID2! AN2-15! AN2-15! DT8! TM4-8! N01-9! ID1-2! AN1-12!',
  GE: 'N01-6! N01-9!',
  IEA: 'N01-5! N09!',
  TA1: 'N09! DT6! TM4! ID1! ID3!',
  ST: 'ID3! AN4-9! AN1-35',
  SE: 'N01-10! AN4-9!',
  BHT: 'ID4! ID2! AN1-50 DT8 TM4-8 ID2',
  HL: 'N01-12! N01-12 ID1-2! ID1',
  NM1: 'ID2-3! ID1! TX1-60 TX1-35 TX1-25 TX1-10 TX1-10 ID1-2 AN2-80',
  N3: 'TX1-55! TX1-55',
  N4: 'TX2-30! ID2 ID3-15 ID2-3',
  PER: 'ID2! TX1-60 ID2 AN1-256 ID2 AN1-256 ID2 AN1-256',
  REF: 'ID2-3! AN1-50! TX1-80',
  PRV: 'ID1-3! ID2-3 AN1-50',
  SBR: 'ID1! ID2 AN1-50 TX1-60 ID1-3 ID1 ID1 ID2 ID1-2',
  PAT: 'ID2 ID1 ID2 ID1 ID2-3 AN1-35 ID2 R1-10 ID1',
  DMG: 'ID2-3! AN1-35! ID1',
  CLM: 'AN1-38! R1-18! ID1-2 ID1-2 (AN1-2! ID1-2! ID1!)! ID1! ID1! ID1! ID1! ID1 (ID2-3! ID2-3 ID2-3 ID2 ID2-3) ID2-3 ID1 ID3 ID1 ID1 ID1 ID1 ID2 ID1-2',
  DTP: 'ID3! ID2-3! AN1-35!',
  AMT: 'ID1-3! R1-18!',
  NTE: 'ID3! TX1-80!',
  HI: `${diagnosis}! ${Array.from({ length: 11 }, () => diagnosis).join(' ')}`,
  LX: 'N01-6!',
  SV1: `${procedure}! R1-18! ID2! R1-15! AN1-2 ID1-2 (N01-2! N01-2 N01-2 N01-2)! R1-18 ID1 ID1 ID1 ID1`,
  PS1: 'AN1-50! R1-18!',
  LIN: 'AN1-20 ID2! AN1-48!',
  CTP: 'ID2 ID3 R1-17 R1-15! (ID2!)!',
  SVD: `AN2-80! R1-18! ${procedure}! AN1-48 R1-15! N01-6`,
  CAS: `ID1-2! ID1-5! R1-18! R1-15 ${reasons}`,
  OI: 'ID1-2 ID2 ID1! ID1 ID1 ID1!',
  TRN: 'ID1-2! AN1-50! AN10 AN1-50',
  INS: 'ID1! ID2!',
  EQ: 'ID1-2+',
  AK1: 'ID2! N01-9! AN1-12',
  AK2: 'ID3! AN4-9! AN1-35',
  IK3: 'ID2-3! N01-10! AN1-4 ID1-3',
  IK4: '(N01-2! N01-2 N01-4)! N01-4 ID1-3! AN1-99',
  IK5: 'ID1! ID1-3 ID1-3 ID1-3 ID1-3 ID1-3',
  AK9: 'ID1! N01-6! N01-6! N01-6! ID1-3 ID1-3 ID1-3 ID1-3 ID1-3',
}

export type Kind = 'ID' | 'AN' | 'TX' | 'N0' | 'R' | 'DT' | 'TM'
export type ElementRule = {
  readonly kind: Kind
  readonly min: number
  readonly max: number
  readonly required: boolean
  readonly repeats: boolean
  /** Present for a composite: the rules of its components. */
  readonly components?: readonly ElementRule[]
}

const token = /\(([^)]*)\)(!?)|(ID|AN|TX|N0|R|DT|TM)(\d+)(?:-(\d+))?(!?)(\+?)/g

function parse(line: string): ElementRule[] {
  return Array.from(line.matchAll(token), ([, inner, innerMust, kind, min, max, must, plus]) =>
    inner === undefined
      ? {
          kind: kind as Kind,
          min: Number(min),
          max: Number(max ?? min),
          required: must === '!',
          repeats: plus === '+',
        }
      : { kind: 'AN', min: 1, max: 0, required: innerMust === '!', repeats: false, components: parse(inner) },
  )
}

/** The element rules of every segment the writers use. */
export const rulesOf: ReadonlyMap<string, readonly ElementRule[]> = new Map(
  Object.entries(dictionary).map(([segment, line]) => [segment, parse(line)]),
)

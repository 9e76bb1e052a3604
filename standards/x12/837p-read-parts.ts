/** Loops the 837P uses in several places: names, addresses, providers, payers, coverage, adjustments. */
import { cents } from '#kernel/cents.ts'
import { isNpi } from '#standards/codes/npi.ts'
import type {
  Address,
  Adjustment,
  Contact,
  Coverage,
  Name,
  OtherId,
  Payer,
  Procedure,
  Provider,
  Sex,
  Subscriber,
} from './837p-claim.ts'
import { type Interpreter, all, compact, find, some } from './interpret.ts'
import type { Segment } from './reader.ts'

/** A loop that NM1 begins, with the segments that follow it. */
export type Entity = readonly [nm1: Segment, ...Segment[]]

/** The first entity of one kind (NM101 "85", "IL" ...) among loops that NM1 begins. */
export const entityOf = (groups: readonly Segment[][], code: string): Entity | undefined =>
  groups.find(([first]) => first?.id === 'NM1' && first.elements[1]?.trim() === code) as Entity | undefined

export function nameOf(x: Interpreter, nm1: Segment): Name {
  if (x.text(nm1, 2) === '2') return { kind: 'organisation', name: x.text(nm1, 3) }
  return compact({
    kind: 'person',
    last: x.text(nm1, 3),
    first: x.optional(nm1, 4),
    middle: x.optional(nm1, 5),
    suffix: x.optional(nm1, 7),
  })
}

/** NM109 when NM108 says it is an NPI; a wrong check digit is a problem, the number is kept all the same. */
export function npiOf(x: Interpreter, nm1: Segment): string | undefined {
  if (x.text(nm1, 8) !== 'XX') return undefined
  const npi = x.optional(nm1, 9)
  if (npi !== undefined && !isNpi(npi))
    x.report(nm1, 'bad-value', 'This NPI is not valid: its check digit is wrong.', 9)
  return npi
}

export function addressOf(x: Interpreter, segments: readonly Segment[]): Address | undefined {
  const n3 = find(segments, 'N3')
  const n4 = find(segments, 'N4')
  if (!n3 && !n4) return undefined
  return compact({
    line1: x.text(n3, 1),
    line2: x.optional(n3, 2),
    city: x.text(n4, 1),
    state: x.text(n4, 2),
    zip: x.text(n4, 3),
  })
}

export const noAddress: Address = { line1: '', city: '', state: '', zip: '' }

export function contactOf(x: Interpreter, segments: readonly Segment[]): Contact | undefined {
  const per = find(segments, 'PER')
  if (!per) return undefined
  const ways = new Map([3, 5, 7].map((n) => [x.text(per, n), x.optional(per, n + 1)]))
  return compact({
    name: x.optional(per, 2),
    phone: ways.get('TE'),
    email: ways.get('EM'),
    fax: ways.get('FX'),
  })
}

export function otherIdsOf(
  x: Interpreter,
  segments: readonly Segment[],
  ...known: readonly string[]
): readonly OtherId[] | undefined {
  const others = all(segments, 'REF').filter((ref) => !known.includes(x.text(ref, 1)))
  return some(others.map((ref) => ({ qualifier: x.text(ref, 1), id: x.text(ref, 2) })))
}

export function providerOf(x: Interpreter, [nm1, ...rest]: Entity): Provider {
  return compact({
    name: nameOf(x, nm1),
    npi: npiOf(x, nm1),
    taxonomy: x.optional(find(rest, 'PRV'), 3),
    otherIds: otherIdsOf(x, rest),
  })
}

export function payerOf(x: Interpreter, [nm1, ...rest]: Entity, ...known: readonly string[]): Payer {
  return compact({
    name: x.text(nm1, 3),
    id: x.text(nm1, 9),
    idKind: x.text(nm1, 8) === 'XV' ? ('XV' as const) : undefined,
    address: addressOf(x, rest),
    otherIds: otherIdsOf(x, rest, ...known),
  })
}

const sexes: readonly string[] = ['M', 'F', 'U'] satisfies Sex[]

/** Birth date and sex (DMG). */
export function demographicsOf(
  x: Interpreter,
  segments: readonly Segment[],
): Pick<Subscriber, 'bornOn' | 'sex'> {
  const dmg = find(segments, 'DMG')
  if (!dmg) return {}
  const sex = x.text(dmg, 3)
  return compact({ bornOn: x.date(dmg, 2), sex: sexes.includes(sex) ? (sex as Sex) : undefined })
}

export function subscriberOf(x: Interpreter, [nm1, ...rest]: Entity): Subscriber {
  return compact({
    name: nameOf(x, nm1),
    memberId: x.text(nm1, 9),
    address: addressOf(x, rest),
    ...demographicsOf(x, rest),
  })
}

export function coverageOf(x: Interpreter, sbr: Segment | undefined): Coverage {
  return compact({
    priority: x.text(sbr, 1),
    groupNumber: x.optional(sbr, 3),
    planName: x.optional(sbr, 4),
    insuranceType: x.optional(sbr, 5),
    filingCode: x.optional(sbr, 9),
  })
}

/** Every reason of every CAS among the segments, in order. */
export function adjustmentsOf(
  x: Interpreter,
  segments: readonly Segment[],
): readonly Adjustment[] | undefined {
  const reasons: Adjustment[] = []
  for (const cas of all(segments, 'CAS'))
    for (let n = 2; n <= 17; n += 3) {
      const reason = x.text(cas, n)
      if (!reason) continue
      const amountCents = x.cents(cas, n + 1)
      if (amountCents === undefined) x.report(cas, 'missing-element', 'The adjustment has no amount.', n + 1)
      reasons.push(
        compact({
          group: x.text(cas, 1),
          reason,
          amountCents: amountCents ?? cents(0),
          quantity: x.decimal(cas, n + 2),
        }),
      )
    }
  return some(reasons)
}

/** A procedure composite (SV101, SVD03). */
export function procedureFrom(x: Interpreter, segment: Segment, element: number): Procedure {
  const [qualifier = '', code = '', ...rest] = x.components(segment, element)
  if (!code)
    x.report(segment, 'bad-value', 'The procedure code is missing, or its separator is another.', element)
  return compact({
    code,
    qualifier: qualifier === 'HC' ? undefined : qualifier,
    modifiers: some(rest.slice(0, 4).filter(Boolean)),
    description: rest[4] || undefined,
  })
}

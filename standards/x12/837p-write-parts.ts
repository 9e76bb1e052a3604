/** Rows that several loops of the 837P share: names, addresses, contacts, providers, adjustments, coverage. */
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
} from './837p-claim.ts'
import { type Row, type Value, amount, fail, quantity } from './writer.ts'

export function nameRow(entity: string, name: Name, idKind?: string, id?: string): Row {
  const identity = [id ? idKind : undefined, id] as const
  const [kind, last, first, middle, suffix] =
    name.kind === 'person'
      ? (['1', name.last, name.first, name.middle, name.suffix] as const)
      : (['2', name.name] as const)
  if (last.trim() === '') fail('NM1', 'NM103', 'missing', `is required and missing (NM1*${entity}).`)
  return ['NM1', entity, kind, last, first, middle, undefined, suffix, ...identity]
}

/** A United States address: state and ZIP are required, with all nine digits where the guide says so. */
export function addressRows({ line1, line2, city, state, zip }: Address, zipDigits: 5 | 9 = 5): Row[] {
  const digits = zip.replaceAll(/[\s-]/g, '')
  if (!/^[A-Z]{2}$/.test(state))
    fail('N4', 'N402', state ? 'not-a-code' : 'missing', 'is not a two-letter state.')
  if (!/^\d{5}(\d{4})?$/.test(digits))
    fail('N4', 'N403', digits ? 'not-a-number' : 'missing', 'is not a ZIP code of five or nine digits.')
  if (digits.length < zipDigits)
    fail(
      'N4',
      'N403',
      'too-short',
      'needs all nine digits of the ZIP code for a billing provider or facility.',
    )
  return [
    ['N3', line1, line2],
    ['N4', city, state, digits],
  ]
}

/** PER*IC with telephone, e-mail and fax, as many as there are; nothing when there is none. */
export function contactRows({ name, phone, email, fax }: Contact): Row[] {
  const ways = [
    ['TE', phone?.replaceAll(/\D/g, '')],
    ['EM', email],
    ['FX', fax?.replaceAll(/\D/g, '')],
  ] as const
  const given = ways.filter(([, number]) => number)
  return given.length === 0 ? [] : [['PER', 'IC', name, ...given.flat()]]
}

export const otherIdRows = (ids: readonly OtherId[] = []): Row[] =>
  ids.map(({ qualifier, id }) => ['REF', qualifier, id])

/** NM1, PRV, REF of a provider; `role` is PRV01 where the guide has a PRV in that loop. */
export function providerRows(entity: string, provider: Provider, role?: string): Row[] {
  const rows = [nameRow(entity, provider.name, 'XX', provider.npi)]
  if (provider.taxonomy && role) rows.push(taxonomyRow(role, provider.taxonomy))
  return [...rows, ...otherIdRows(provider.otherIds)]
}

export function taxonomyRow(role: string, taxonomy: string): Row {
  if (!/^[0-9A-Z]{9}X$/.test(taxonomy)) fail('PRV', 'PRV03', 'not-a-code', 'is not a taxonomy code.')
  return ['PRV', role, 'PXC', taxonomy]
}

export const payerRows = (payer: Payer): Row[] => [
  nameRow(
    'PR',
    { kind: 'organisation', name: payer.name },
    payer.idKind ?? 'PI',
    mustHave(payer.id, 'NM109'),
  ),
  ...(payer.address ? addressRows(payer.address) : []),
  ...otherIdRows(payer.otherIds),
]

function mustHave(id: string, element: string): string {
  return id.trim() === '' ? fail('NM1', element, 'missing', 'is required and missing.') : id
}

export const coverageRow = (coverage: Coverage, relationship: string | undefined): Row => [
  'SBR',
  coverage.priority,
  relationship,
  coverage.groupNumber,
  coverage.planName,
  coverage.insuranceType,
  undefined,
  undefined,
  undefined,
  coverage.filingCode,
]

/** CAS segments: neighbours of one group share a segment, six reasons at most. */
export function casRows(adjustments: readonly Adjustment[] = []): Row[] {
  const rows: Value[][] = []
  for (const { group, reason, amountCents, quantity: count } of adjustments) {
    const open = rows.at(-1)
    const reasonValues = [reason, amount(amountCents), count === undefined ? undefined : quantity(count)]
    if (open && open[0] === group && open.length < 1 + 6 * 3) open.push(...reasonValues)
    else rows.push([group, ...reasonValues])
  }
  return rows.map((values) => ['CAS', ...values])
}

export function procedureOf({ qualifier = 'HC', code, modifiers = [], description }: Procedure): Value {
  if (modifiers.length > 4) fail('SV1', 'SV101', 'too-long', 'has more than four modifiers.')
  const four = [0, 1, 2, 3].map((n) => modifiers[n])
  return [qualifier, code, ...four, description]
}

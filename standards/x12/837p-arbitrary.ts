/** For tests: one ordinary claim, and claims of every shape the writer accepts. */
import fc from 'fast-check'
import { type Cents, cents, sum } from '#kernel/cents.ts'
import { isNpi } from '#standards/codes/npi.ts'
import {
  type Address,
  type Adjustment,
  type Claim,
  type ClaimDate,
  type ClaimReference,
  type Name,
  type OtherPayer,
  type Provider,
  type ServiceLine,
  type Submission,
  claimDates,
  claimReferences,
} from './837p-claim.ts'
import { compact } from './interpret.ts'
import type { Envelope } from './writer.ts'

const on = (text: string) => Temporal.PlainDate.from(text)

export const envelope: Envelope = {
  sender: { qualifier: 'ZZ', id: 'WELLRUN' },
  receiver: { qualifier: 'ZZ', id: 'CLEARING' },
  control: 7,
  at: Temporal.PlainDateTime.from('2026-11-21T09:05'),
  usage: 'T',
}

/** TC-C1 of the office: 99214 for 185.00, with a second line. */
export const ordinaryClaim: Claim = {
  id: 'A1',
  billing: {
    name: { kind: 'organisation', name: 'WELLRUN FAMILY MEDICINE' },
    npi: '1234567893',
    taxonomy: '207Q00000X',
    taxId: '123456789',
    address: { line1: '1 MAIN ST', line2: 'SUITE 2', city: 'MIAMI', state: 'FL', zip: '331110001' },
    contact: { name: 'BILLING DESK', phone: '3055550100' },
  },
  coverage: { priority: 'P', groupNumber: 'G100', planName: 'GOLD', filingCode: 'CI' },
  payer: { name: 'ACME HEALTH', id: '87726' },
  subscriber: {
    name: { kind: 'person', last: 'ADAMS', first: 'ANN', middle: 'B' },
    memberId: 'W123456789',
    address: { line1: '2 OAK ST', city: 'MIAMI', state: 'FL', zip: '33111' },
    bornOn: on('1980-02-29'),
    sex: 'F',
  },
  chargeCents: cents(19_750),
  placeOfService: '11',
  frequency: '1',
  providerSignature: true,
  assignment: 'A',
  benefitsAssigned: 'Y',
  release: 'Y',
  diagnoses: ['J029', 'I10'],
  lines: [
    {
      procedure: { code: '99214', modifiers: ['25'] },
      chargeCents: cents(18_500),
      units: 1,
      pointers: [1, 2],
      from: on('2026-11-20'),
      control: 'L1',
    },
    {
      procedure: { code: '87880' },
      chargeCents: cents(1_250),
      units: 1,
      pointers: [1],
      from: on('2026-11-20'),
    },
  ],
}

export const submissionOf = (...claims: Claim[]): Submission => ({
  reference: 'B0001',
  purpose: '00',
  kind: 'CH',
  submitter: {
    name: { kind: 'organisation', name: 'WELLRUN FAMILY MEDICINE' },
    id: 'WR01',
    contact: { name: 'BILLING DESK', phone: '3055550100' },
  },
  receiver: { name: 'CLEARINGHOUSE', id: 'CH01' },
  claims,
})

/* Arbitraries. Words are what transliteration leaves alone, so that what is read can equal what was written. */

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const text = (of: string, min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(of)), minLength: min, maxLength: max })
const word = (max: number) => text(letters + "-'.&", 2, max)
const code = (min: number, max: number) => text(`${letters}0123456789`, min, max)
const digits = (count: number) => text('0123456789', count, count)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const money = (max = 99_999_999): fc.Arbitrary<Cents> => fc.nat(max).map(cents)
const dayBefore = fc.nat(700).map((days) => on('2026-11-21').subtract({ days }))
const npi = fc.integer({ min: 100_000_000, max: 199_999_999 }).map((stem) => {
  const check = Array.from({ length: 10 }, (_, n) => `${stem}${n}`).find(isNpi)
  return check!
})
/** A record without its undefined members. */
const record = <T extends object>(parts: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(parts).map((value) => compact(value as T))
const list = <T>(one: fc.Arbitrary<T>, max: number) => maybe(fc.array(one, { minLength: 1, maxLength: max }))

const person: fc.Arbitrary<Name> = record<Name & { kind: 'person' }>({
  kind: fc.constant('person'),
  last: word(60),
  first: maybe(word(35)),
  middle: maybe(word(25)),
  suffix: maybe(fc.constantFrom('JR', 'III')),
})
const organisation: fc.Arbitrary<Name> = word(60).map((name) => ({ kind: 'organisation', name }))
const address = (zip: fc.Arbitrary<string>): fc.Arbitrary<Address> =>
  record<Address>({
    line1: word(40).map((street) => `1 ${street}`),
    line2: maybe(word(55)),
    city: word(30),
    state: fc.constantFrom('FL', 'NY', 'CA'),
    zip,
  })
const anyAddress = address(fc.oneof(digits(5), digits(9)))
const fullAddress = address(digits(9))
const otherIds = list(record({ qualifier: fc.constantFrom('G2', '0B', 'LU'), id: code(1, 20) }), 2)
const provider = (taxonomy: fc.Arbitrary<string | undefined>) =>
  record<Provider>({ name: person, npi, taxonomy, otherIds })
const taxonomy = maybe(fc.constantFrom('207Q00000X', '208D00000X'))
const sex = fc.constantFrom('M', 'F', 'U')
const born = fc.nat(30_000).map((days) => on('2024-11-21').subtract({ days }))
const payer = record<Claim['payer']>({
  name: word(60),
  id: code(2, 20),
  idKind: maybe(fc.constant('XV')),
  address: maybe(anyAddress),
  otherIds: list(record({ qualifier: fc.constantFrom('2U', 'FY', 'NF'), id: code(1, 20) }), 2),
})
const coverage = (priority: fc.Arbitrary<string>) =>
  record<Claim['coverage']>({
    priority,
    groupNumber: maybe(code(1, 30)),
    planName: maybe(word(60)),
    insuranceType: maybe(fc.constantFrom('12', '13', '43')),
    filingCode: maybe(fc.constantFrom('MB', 'MC', 'CI', 'BL', '12', 'HM')),
  })
const procedure = record<ServiceLine['procedure']>({
  code: code(5, 5),
  modifiers: list(code(2, 2), 4),
  description: maybe(word(40)),
})
const adjustment = record<Adjustment>({
  group: fc.constantFrom('CO', 'PR', 'OA', 'PI'),
  reason: fc.constantFrom('45', '1', '2', '3', '253', '23'),
  amountCents: fc.integer({ min: -9_999_999, max: 9_999_999 }).map(cents),
  quantity: maybe(fc.integer({ min: 1, max: 9 })),
})

const line = (diagnoses: number): fc.Arbitrary<ServiceLine> =>
  record<ServiceLine>({
    procedure,
    chargeCents: money(),
    units: fc.oneof(
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 1, max: 99_999 }).map((n) => n / 1000),
    ),
    basis: maybe(fc.constant('MJ')),
    placeOfService: maybe(fc.constantFrom('11', '22')),
    pointers: fc.uniqueArray(fc.integer({ min: 1, max: diagnoses }), { minLength: 1, maxLength: 4 }),
    emergency: maybe(fc.constant(true)),
    epsdt: maybe(fc.constant(true)),
    familyPlanning: maybe(fc.constant(true)),
    from: dayBefore,
    to: fc.constant(undefined),
    control: maybe(code(1, 30)),
    note: maybe(word(80)),
    purchased: maybe(record({ providerId: code(1, 20), amountCents: money() })),
    drug: maybe(
      record({
        ndc: digits(11),
        quantity: fc.integer({ min: 1, max: 999_999 }).map((n) => n / 1000),
        unit: fc.constantFrom('UN', 'ML', 'GR'),
        prescription: maybe(code(1, 20)),
      }),
    ),
    rendering: maybe(provider(taxonomy)),
    ordering: maybe(provider(fc.constant(undefined))),
    adjudications: fc.constant(undefined),
  }).chain((one) => fc.nat(3).map((days) => (days && one.from ? withEnd(one, one.from, days) : one)))

function withEnd(one: ServiceLine, from: Temporal.PlainDate, days: number): ServiceLine {
  return { ...one, from: from.subtract({ days }), to: from }
}

/** An earlier payer that explains itself: each line adds up, and so does the claim. */
const settledBy = (claim: Claim): fc.Arbitrary<Claim> =>
  fc
    .tuple(
      record<Omit<OtherPayer, 'paidCents'>>({
        coverage: coverage(fc.constant('P')),
        relationship: fc.constantFrom('18', '01', '19'),
        subscriber: record({ name: person, memberId: code(2, 20), address: maybe(anyAddress) }),
        payer,
        adjustments: list(adjustment, 8),
        nonCoveredCents: maybe(money()),
        remainingCents: maybe(money()),
        benefitsAssigned: fc.constantFrom('Y', 'N', 'W'),
        patientSignatureSource: maybe(fc.constant('P')),
        release: fc.constantFrom('Y', 'I'),
        adjudicatedOn: maybe(dayBefore),
        claimControl: maybe(code(1, 30)),
      }),
      fc.array(fc.array(adjustment, { minLength: 1, maxLength: 9 }), { minLength: 50, maxLength: 50 }),
      dayBefore,
      maybe(money()),
    )
    .map(([other, reasons, adjudicatedOn, remainingCents]) => {
      const lines = claim.lines.map((one, n) => {
        const adjustments = reasons[n]!
        const paidCents = cents(one.chargeCents - sum(adjustments.map(({ amountCents }) => amountCents)))
        const { procedure: done, units } = one
        const settled = {
          payerId: other.payer.id,
          paidCents,
          procedure: done,
          units,
          adjustments,
          adjudicatedOn,
        }
        return { ...one, adjudications: [compact({ ...settled, remainingCents })] }
      })
      const paid = sum(lines.map(({ adjudications }) => adjudications[0]!.paidCents))
      const reduced = sum((other.adjustments ?? []).map(({ amountCents }) => amountCents))
      return { ...claim, lines, otherPayers: [{ ...other, paidCents: cents(paid - reduced) }] }
    })

function ordered({ dates }: Claim, first: ClaimDate, last: ClaimDate) {
  const [begin, end] = [dates?.[first], dates?.[last]]
  return begin && end && Temporal.PlainDate.compare(begin, end) > 0 ? { [first]: end, [last]: begin } : {}
}

const unsettled: fc.Arbitrary<Claim> = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom(...Array.from(letters)), digits(1), code(1, 5)).map((parts) => parts.join('')),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .chain((diagnoses) =>
    record<Claim>({
      id: code(1, 20),
      billing: record<Claim['billing']>({
        name: fc.oneof(person, organisation),
        npi: fc.constant('1234567893'),
        taxonomy,
        otherIds,
        address: fullAddress,
        taxId: digits(9),
        taxIdIsSsn: maybe(fc.constant(true)),
        contact: maybe(
          record({ name: maybe(word(60)), phone: digits(10), email: maybe(fc.constant('A@B.EXAMPLE')) }),
        ),
        payTo: maybe(anyAddress),
      }),
      coverage: coverage(fc.constantFrom('P', 'S', 'T')),
      payer,
      subscriber: record<Claim['subscriber']>({
        name: person,
        memberId: code(2, 30),
        address: anyAddress,
        bornOn: born,
        sex,
      }),
      patient: maybe(
        record<NonNullable<Claim['patient']>>({
          name: person,
          relationship: fc.constantFrom('01', '19', 'G8'),
          address: anyAddress,
          bornOn: born,
          sex,
        }),
      ),
      chargeCents: fc.constant(cents(0)),
      placeOfService: fc.constantFrom('11', '12', '22'),
      frequency: fc.constantFrom('1', '7', '8'),
      providerSignature: fc.boolean(),
      assignment: fc.constantFrom('A', 'B', 'C'),
      benefitsAssigned: fc.constantFrom('Y', 'N', 'W'),
      release: fc.constantFrom('Y', 'I'),
      patientSignatureSource: maybe(fc.constant('P')),
      causes: maybe(fc.constantFrom(['employment'] as const, ['auto', 'employment'] as const)),
      accidentState: fc.constant(undefined),
      dates: fc.record(Object.fromEntries(Object.keys(claimDates).map((name) => [name, dayBefore])), {
        requiredKeys: ['accident'],
      }),
      references: fc.record<Partial<Record<ClaimReference, string>>>(
        {
          ...Object.fromEntries(Object.keys(claimReferences).map((name) => [name, code(1, 30)])),
          payerClaimControl: code(1, 30),
          clia: fc.constant('10D1234567'),
        },
        { requiredKeys: ['payerClaimControl'] },
      ),
      patientPaidCents: maybe(money()),
      note: maybe(word(80)),
      diagnoses: fc.constant(diagnoses),
      codedInIcd9: fc.constant(undefined),
      referring: maybe(provider(fc.constant(undefined))),
      rendering: maybe(provider(taxonomy)),
      facility: maybe(
        record<NonNullable<Claim['facility']>>({
          name: word(60),
          npi: maybe(npi),
          address: fullAddress,
          otherIds,
        }),
      ),
      supervising: maybe(provider(fc.constant(undefined))),
      otherPayers: fc.constant(undefined),
      lines: fc.array(line(diagnoses.length), { minLength: 1, maxLength: 6 }),
    }),
  )
  .map((claim) => ({
    ...claim,
    ...(claim.causes?.includes('auto') ? { accidentState: 'FL' } : {}),
    dates: {
      ...claim.dates,
      ...ordered(claim, 'disabledFrom', 'disabledTo'),
      ...ordered(claim, 'admitted', 'discharged'),
    },
    chargeCents: sum(claim.lines.map(({ chargeCents }) => chargeCents)),
  }))

/** A claim the writer accepts; secondary and tertiary ones say what an earlier payer did. */
export const anyClaim: fc.Arbitrary<Claim> = unsettled.chain((claim) =>
  claim.coverage.priority === 'P' ? fc.constant(claim) : settledBy(claim),
)

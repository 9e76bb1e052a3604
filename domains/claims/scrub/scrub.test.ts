import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cents } from '#kernel/cents.ts'
import type { Claim, ServiceLine } from '#standards/x12/837p-claim.ts'
import type { Facts } from './edit.ts'
import { scrub } from './scrub.ts'

const date = (text: string) => Temporal.PlainDate.from(text)
const serviceOn = date('2026-11-02')

const line: ServiceLine = {
  procedure: { code: '99214' },
  chargeCents: cents(18_500),
  units: 1,
  pointers: [1],
  from: serviceOn,
}
const good = {
  id: 'W100001',
  billing: {
    name: { kind: 'organisation', name: 'PRAIRIE FAMILY MEDICINE' },
    npi: '1234567893',
    taxonomy: '207Q00000X',
    taxId: '123456789',
    address: { line1: '1 MAIN ST', city: 'SPRINGFIELD', state: 'IL', zip: '627010001' },
    contact: { name: 'BILLING', phone: '2175550100' },
  },
  coverage: { priority: 'P', filingCode: 'CI' },
  payer: { name: 'PRAIRIE HEALTH', id: 'PRAIRIE1' },
  subscriber: {
    name: { kind: 'person', last: "O'BRIEN", first: 'MAEVE' },
    memberId: 'W123456',
    address: { line1: '7 ELM ST', city: 'SPRINGFIELD', state: 'IL', zip: '62704' },
    bornOn: date('1975-03-14'),
    sex: 'F',
  },
  chargeCents: cents(18_500),
  placeOfService: '11',
  frequency: '1',
  providerSignature: true,
  assignment: 'A',
  benefitsAssigned: 'Y',
  release: 'Y',
  diagnoses: ['I10'],
  rendering: {
    name: { kind: 'person', last: 'OKAFOR', first: 'NGOZI' },
    npi: '1245319599',
    taxonomy: '207Q00000X',
  },
  lines: [line],
} as const satisfies Claim

const lineFact = {
  known: 'active',
  expectedCents: null,
  isDuplicate: false,
  seenBefore: false,
  isVoided: false,
} as const
const facts = (claim: Partial<Claim> = {}, change: Partial<Facts> = {}): Facts => {
  const whole: Claim = { ...good, ...claim }
  return {
    claim: claim.lines
      ? {
          ...whole,
          chargeCents: claim.chargeCents ?? cents(claim.lines.reduce((all, one) => all + one.chargeCents, 0)),
        }
      : whole,
    today: date('2026-11-21'),
    serviceOn,
    deceasedOn: null,
    coverage: { effectiveOn: date('2026-01-01'), terminatesOn: null },
    payer: { active: true, filingCode: 'CI', timelyFilingDays: 180 },
    diagnoses: [{ code: 'I10', known: 'active' }],
    lines: whole.lines.map(() => lineFact),
    ...change,
  }
}
const lines = (...codes: readonly (string | readonly [string, ...string[]])[]): ServiceLine[] =>
  codes.map((given) => {
    const [code, ...modifiers] = typeof given === 'string' ? [given] : given
    return { ...line, procedure: { code: code!, modifiers } }
  })
const fact = (change: Partial<Facts['lines'][number]>) => [{ ...lineFact, ...change }]
const subscriber = (change: Partial<Claim['subscriber']>) => ({
  subscriber: { ...good.subscriber, ...change },
})

/** Each edit: what trips it. `clear` is the nearest thing that must not. */
const cases: readonly {
  readonly edit: string
  readonly trips: Facts
  readonly clear?: Facts
}[] = [
  { edit: 'member-id', trips: facts(subscriber({ memberId: ' ' })) },
  { edit: 'birth-date', trips: facts(subscriber({ bornOn: undefined })) },
  {
    edit: 'birth-date',
    trips: facts(subscriber({ bornOn: date('2026-11-22') })),
    clear: facts(subscriber({ bornOn: serviceOn })),
  },
  {
    edit: 'payer',
    trips: facts({}, { payer: { active: false, filingCode: 'CI', timelyFilingDays: 180 } }),
  },
  { edit: 'npi', trips: facts({ billing: { ...good.billing, npi: '1234567890' } }) },
  { edit: 'npi', trips: facts({ rendering: { ...good.rendering, npi: '1245319590' } }) },
  { edit: 'taxonomy', trips: facts({ rendering: { ...good.rendering, taxonomy: '' } }) },
  { edit: 'address', trips: facts(subscriber({ address: { line1: '', city: '', state: '', zip: '' } })) },
  {
    edit: 'service-future',
    trips: facts({}, { today: date('2026-11-01') }),
    clear: facts({}, { today: serviceOn }),
  },
  { edit: 'service-before-birth', trips: facts(subscriber({ bornOn: date('2026-11-03') })) },
  {
    edit: 'service-after-death',
    trips: facts({}, { deceasedOn: date('2026-11-01') }),
    clear: facts({}, { deceasedOn: serviceOn }),
  },
  {
    edit: 'coverage-dates',
    trips: facts({}, { coverage: { effectiveOn: date('2026-01-01'), terminatesOn: date('2026-11-01') } }),
    clear: facts({}, { coverage: { effectiveOn: serviceOn, terminatesOn: serviceOn } }),
  },
  { edit: 'diagnosis-missing', trips: facts({ diagnoses: [] }) },
  { edit: 'diagnosis-code', trips: facts({}, { diagnoses: [{ code: 'E11', known: 'category' }] }) },
  {
    edit: 'diagnosis-code',
    trips: facts({}, { diagnoses: [{ code: 'I10', known: 'inactive' }] }),
    clear: facts({}, { diagnoses: [{ code: 'I10', known: 'none' }] }),
  },
  { edit: 'procedure-code', trips: facts({}, { lines: fact({ known: 'inactive' }) }) },
  { edit: 'pointer', trips: facts({ lines: [{ ...line, pointers: [2] }] }) },
  { edit: 'total', trips: facts({ chargeCents: cents(18_400) }) },
  { edit: 'total', trips: facts({}, { lines: fact({ isVoided: true }) }) },
  { edit: 'place-of-service', trips: facts({ placeOfService: '' }) },
  {
    edit: 'clia',
    trips: facts({ lines: lines('83036') }),
    clear: facts({ lines: lines('83036'), references: { clia: '14D1234567' } }),
  },
  {
    edit: 'ndc',
    trips: facts({ lines: lines('J3420') }),
    clear: facts({
      lines: [{ ...lines('J3420')[0]!, drug: { ndc: '00517003125', quantity: 1, unit: 'UN' } }],
    }),
  },
  {
    edit: 'payer-claim-number',
    trips: facts({ frequency: '7' }),
    clear: facts({ frequency: '7', references: { payerClaimControl: 'ICN1' } }),
  },
  {
    edit: 'timely-filing',
    trips: facts({}, { today: date('2027-05-02') }),
    clear: facts({}, { today: date('2027-05-01') }),
  },
  {
    // Medicare: one calendar year, whatever the contract says.
    edit: 'timely-filing',
    trips: facts(
      {},
      { today: date('2027-11-03'), payer: { active: true, filingCode: 'MB', timelyFilingDays: 90 } },
    ),
    clear: facts(
      {},
      { today: date('2027-11-02'), payer: { active: true, filingCode: 'MB', timelyFilingDays: 90 } },
    ),
  },
  { edit: 'earlier-payer', trips: facts({ coverage: { priority: 'S', filingCode: 'CI' } }) },
  {
    edit: 'modifier-25',
    trips: facts({ lines: lines('99214', '11102') }),
    clear: facts({ lines: lines(['99214', '25'], '11102') }),
  },
  {
    edit: 'modifier-25',
    trips: facts({ lines: lines('99213', '96372') }),
    clear: facts({ lines: lines('99213', '36415') }),
  },
  {
    edit: 'clia-waived',
    trips: facts(
      { lines: lines('83036'), references: { clia: '14D1234567' } },
      { payer: { active: true, filingCode: 'MB', timelyFilingDays: 365 } },
    ),
    clear: facts({ lines: lines('83036'), references: { clia: '14D1234567' } }),
  },
  { edit: 'procedure-unknown', trips: facts({}, { lines: fact({ known: 'unknown' }) }) },
  {
    edit: 'duplicate',
    trips: facts({}, { lines: fact({ isDuplicate: true }) }),
    clear: facts({ lines: lines(['99214', '76']) }, { lines: fact({ isDuplicate: true }) }),
  },
  {
    edit: 'new-patient',
    trips: facts({ lines: lines('99203') }, { lines: fact({ seenBefore: true }) }),
    clear: facts({ lines: lines('99213') }, { lines: fact({ seenBefore: true }) }),
  },
  {
    edit: 'below-allowed',
    trips: facts({}, { lines: fact({ expectedCents: 18_500 }) }),
    clear: facts({}, { lines: fact({ expectedCents: 13_240 }) }),
  },
  { edit: 'age', trips: facts({ lines: lines('99394') }), clear: facts({ lines: lines('99396') }) },
  {
    edit: 'sex',
    trips: facts({}, { diagnoses: [{ code: 'N40.0', known: 'active' }] }),
    clear: facts({}, { diagnoses: [{ code: 'N80.9', known: 'active' }] }),
  },
]

describe('the edits on a claim', () => {
  it('find nothing in a clean claim', () => {
    assert.deepEqual(scrub(facts()), [])
  })

  for (const { edit, trips, clear } of cases)
    it(`${edit}: is found where it applies${clear ? ', and not just beside it' : ''}`, () => {
      const found = scrub(trips).filter((finding) => finding.edit === edit)
      assert.equal(found.length, 1, JSON.stringify(scrub(trips)))
      assert.ok(found[0]!.message.endsWith('.') && found[0]!.fix.endsWith('.'))
      if (clear)
        assert.deepEqual(
          scrub(clear).filter((finding) => finding.edit === edit),
          [],
        )
    })

  it('leave nothing for the day of sending: what the strict writer refuses is an error now', () => {
    const claim = { billing: { ...good.billing, address: { ...good.billing.address, zip: '62701' } } }
    assert.deepEqual(
      scrub(facts(claim)).map(({ edit, severity }) => [edit, severity]),
      [['837P-N403', 'error']],
    )
  })

  it('put errors before warnings, and name each line', () => {
    const found = scrub(
      facts({ lines: lines('99214', 'J3420') }, { lines: [{ ...lineFact, isDuplicate: true }, lineFact] }),
    )
    assert.deepEqual(
      found.map(({ severity, message }) => `${severity} ${message.slice(0, 14)}`),
      ['error Line 2 (J3420)', 'warn Line 1 (99214)'],
    )
  })

  it('apply to their payers and dates of service alone', () => {
    const edit = { id: 'x', severity: 'warn', fix: 'None.', find: () => ['Found.'] } as const
    const count = (change: object) => scrub(facts(), [{ ...edit, ...change }]).length
    assert.deepEqual(
      [
        {},
        { filingCodes: ['CI'] },
        { filingCodes: ['MB'] },
        { from: '2026-11-03' },
        { to: '2026-11-02' },
      ].map(count),
      [1, 1, 0, 0, 1],
    )
  })
})

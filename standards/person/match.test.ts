import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { blockingKeys, candidateOf, matchPeople, type Candidate } from './match.ts'

const john: Candidate = {
  last: 'Smith',
  first: 'John',
  birthDate: Temporal.PlainDate.from('1980-03-04'),
  sex: 'M',
  phones: ['(812) 555-0101'],
  emails: ['john@example.com'],
  addresses: [{ line: '123 North Main Street', zip: '47401' }],
}
const scoreOf = (one: Candidate, other: Candidate) => matchPeople(one, other).score
const pointsFor = (field: string, one: Candidate, other: Candidate) =>
  matchPeople(one, other).reasons.find((reason) => reason.field === field)?.points

describe('two records of people', () => {
  it('TC-M1: twins are possible, never probable', () => {
    const emma: Candidate = { ...john, first: 'Emma', sex: 'F', emails: [] }
    const match = matchPeople(emma, { ...emma, first: 'Olivia' })
    assert.equal(match.score, 68)
    assert.equal(match.verdict, 'possible')
  })

  it('TC-M2: Jon and John Smith are possible, and probable once the SSN agrees', () => {
    const jon: Candidate = { ...john, first: 'Jon', emails: [] }
    assert.equal(scoreOf(jon, john), 78)
    assert.equal(matchPeople(jon, john).verdict, 'possible')
    const withSsn = matchPeople({ ...jon, ssnLast4: '6789' }, { ...john, ssnLast4: '6789' })
    assert.equal(withSsn.score, 93)
    assert.equal(withSsn.verdict, 'probable')
  })

  it('TC-M3: a last name changed by marriage, address unknown, is possible', () => {
    const { addresses: _, ...before } = { ...john, first: 'Mary', sex: 'F' as const }
    const match = matchPeople(before, { ...before, last: 'Jones' })
    assert.equal(match.score, 61)
    assert.equal(match.verdict, 'possible')
  })

  it('draws the lines at 80 and at 55', () => {
    const only = (facts: Partial<Candidate>): Candidate => ({ last: '', first: '', ...facts })
    const birthDate = john.birthDate
    const eighty = only({ last: 'A', first: 'B', birthDate, phones: john.phones, addresses: john.addresses })
    assert.equal(scoreOf(eighty, eighty), 80)
    assert.equal(matchPeople(eighty, eighty).verdict, 'probable')
    const fiftyFive = only({ last: 'A', birthDate, phones: john.phones })
    assert.equal(scoreOf(fiftyFive, fiftyFive), 55)
    assert.equal(matchPeople(fiftyFive, fiftyFive).verdict, 'possible')
    const fiftyThree = only({ last: 'A', birthDate, emails: john.emails })
    assert.equal(scoreOf(fiftyThree, fiftyThree), 53)
    assert.equal(matchPeople(fiftyThree, fiftyThree).verdict, 'none')
  })

  it('agree on a last name however it is accented, hyphenated or spelled', () => {
    const last = (one: string, other: string) =>
      pointsFor('last', { ...john, last: one }, { ...john, last: other })
    assert.equal(last('García-López', 'GARCIA LOPEZ'), 20)
    assert.equal(last('O’Brien', 'Obrien'), 20)
    assert.equal(last('Nguyễn', 'nguyen'), 20)
    assert.equal(last('Smith Jr.', 'Smith'), 20)
    assert.equal(last('St. John', 'Saint John'), 20)
    assert.equal(last('Petersen', 'Peterson'), 14)
    assert.equal(last('Smith', 'Jones'), 0)
  })

  it('agree a little on a first name that is short for the other, or nearly the same', () => {
    const first = (one: string, other: string) =>
      pointsFor('first', { ...john, first: one }, { ...john, first: other })
    assert.equal(first('Bill', 'William'), 10)
    assert.equal(first('Liz', 'Elizabeth'), 10)
    assert.equal(first('Mary Ann', 'Maryann'), 15)
    assert.equal(first('Katherine', 'Katharine'), 10)
    assert.equal(first('John', 'Jane'), 0)
  })

  it('agree a little on a birth date with month and day swapped, or one digit off', () => {
    const born = (one: string, other: string) =>
      pointsFor(
        'birthDate',
        { ...john, birthDate: Temporal.PlainDate.from(one) },
        { ...john, birthDate: Temporal.PlainDate.from(other) },
      )
    assert.equal(born('1980-03-04', '1980-03-04'), 25)
    assert.equal(born('1980-03-04', '1980-04-03'), 12)
    assert.equal(born('1980-03-04', '1981-04-03'), 0)
    assert.equal(born('1980-03-04', '1980-03-14'), 12)
    assert.equal(born('1980-03-04', '1970-03-04'), 12)
    assert.equal(born('1980-03-04', '1980-03-15'), 0)
  })

  it('earn nothing from what is unknown or a placeholder', () => {
    const vague: Candidate = {
      last: '',
      first: '',
      sex: 'U',
      ssnLast4: '0000',
      phones: ['999-999-9999'],
      emails: ['none'],
      addresses: [{ line: 'unknown', zip: '' }],
    }
    assert.equal(scoreOf(vague, vague), 0)
  })

  it('are compared by any phone, email or address they have', () => {
    const moved: Candidate = {
      ...john,
      phones: ['+1 930 555 0111', '8125550101'],
      emails: ['JOHN@example.com '],
      addresses: [
        { line: '9 Elm', zip: '02720' },
        { line: '123 N. Main St', zip: '47401-1234' },
      ],
    }
    assert.equal(scoreOf(john, moved), 91)
  })

  it('say for each field why', () => {
    const { reasons } = matchPeople(john, { ...john, first: 'Jon', sex: undefined, phones: ['8125550102'] })
    assert.deepEqual(
      reasons.map(({ words }) => words),
      [
        'Same last name',
        'One first name is short for the other',
        'Same birth date',
        'Sex not known on both',
        'No last four digits of the social security number to compare',
        'Different phone number',
        'Same email address',
        'Same house number and ZIP',
      ],
    )
  })

  it('are taken from the facts of a message, the SSN by its last four', () => {
    const candidate = candidateOf({
      identifiers: [{ type: 'SS', value: '999-88-6789' }],
      name: { family: 'Smith', given: ['John', 'Q'] },
      formerFamilyNames: [],
      sex: 'M',
      addresses: [{ lines: ['123 Main St', 'Apt 4'], postalCode: '47401' }],
      phones: [{ number: '+18125550101' }],
      emails: [],
      contacts: [],
    })
    assert.deepEqual(blockingKeys(candidate), {
      ssnLast4: '6789',
      phones: ['8125550101'],
      emails: [],
      doors: ['123 47401'],
    })
  })
})

// Few values each, so that agreement, near agreement and absence all happen often.
const person: fc.Arbitrary<Candidate> = fc.record({
  last: fc.constantFrom('Smith', 'Smyth', 'Smithe', 'García-López', 'Garcia Lopez', ''),
  first: fc.constantFrom('John', 'Jon', 'Johnny', 'Emma', 'Olivia', ''),
  birthDate: fc.option(
    fc
      .constantFrom('1980-03-04', '1980-04-03', '1981-03-04', '2000-12-31')
      .map((text) => Temporal.PlainDate.from(text)),
    { nil: undefined },
  ),
  sex: fc.constantFrom('M', 'F', 'U', undefined),
  ssnLast4: fc.constantFrom('1234', '4321', '0000', undefined),
  phones: fc.subarray(['8125550101', '812-555-0101', '8125550102', 'none']),
  emails: fc.subarray(['a@example.com', 'A@Example.com', 'b@example.com']),
  addresses: fc.subarray([
    { line: '1 Main St', zip: '47401' },
    { line: '1 Main Street', zip: '47401-0001' },
    { line: '2 Elm', zip: '47401' },
  ]),
})

describe('any two records of people', () => {
  it('match the same both ways, within bounds, and never better than a record matches itself', () => {
    fc.assert(
      fc.property(person, person, (one, other) => {
        const match = matchPeople(one, other)
        assert.deepEqual(match, matchPeople(other, one))
        assert.ok(match.score >= 0 && match.score <= 106)
        assert.ok(match.score <= scoreOf(one, one))
        assert.equal(match.reasons.length, 8)
      }),
      { numRuns: 1000 },
    )
  })

  it('match the same whatever the order of their phones, emails and addresses', () => {
    const turned = (of: Candidate): Candidate => ({
      ...of,
      phones: of.phones?.toReversed(),
      emails: of.emails?.toReversed(),
      addresses: of.addresses?.toReversed(),
    })
    fc.assert(
      fc.property(person, person, (one, other) => {
        assert.equal(scoreOf(one, other), scoreOf(turned(one), turned(other)))
      }),
    )
  })

  it('share a blocking key whenever they are possible or probable, so a keyed search misses none', () => {
    fc.assert(
      fc.property(person, person, (one, other) => {
        if (matchPeople(one, other).verdict === 'none') return
        const [a, b] = [blockingKeys(one), blockingKeys(other)]
        const meet = (ours: readonly string[], theirs: readonly string[]) =>
          ours.some((key) => theirs.includes(key))
        const sameDay = a.birthDate !== undefined && b.birthDate?.equals(a.birthDate) === true
        const sameSsn = a.ssnLast4 !== undefined && a.ssnLast4 === b.ssnLast4
        assert.ok(
          sameDay ||
            sameSsn ||
            meet(a.phones, b.phones) ||
            meet(a.emails, b.emails) ||
            meet(a.doors, b.doors),
        )
      }),
      { numRuns: 1000 },
    )
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal.ts'
import { nameWords, searchKeys, soundOf } from './keys.ts'
import {
  type Facts,
  type State,
  ageOn,
  missing,
  mustBeAbleToBecome,
  nextStates,
  phoneNumber,
  ssnDigits,
  stageOf,
  states,
  wrongEntries,
  zipDigits,
} from './patient.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const today = day('2026-11-21')
const complete: Facts = {
  bornOn: day('1980-03-04'),
  address: '1 Main St',
  city: 'Springfield',
  stateCode: 'IL',
  zip: '62701',
  phones: [{ number: '2175550101', kind: 'home' }],
  contacts: [],
}

describe('the minimum data set', () => {
  it('is complete with an address, a phone and, for a minor, a guarantor', () => {
    const lacks = (facts: Partial<Facts>) =>
      missing({ ...complete, ...facts }, today).map(({ pointer }) => pointer)
    assert.deepEqual(lacks({}), [])
    assert.deepEqual(lacks({ zip: null }), ['/address'])
    assert.deepEqual(lacks({ phones: [] }), ['/phones'])
    assert.deepEqual(lacks({ bornOn: day('2008-11-22') }), ['/contacts'])
    assert.deepEqual(lacks({ bornOn: day('2008-11-21') }), [])
    assert.deepEqual(lacks({ bornOn: day('2020-01-01'), contacts: [{ role: 'guarantor' }] }), [])
    assert.deepEqual(lacks({ bornOn: day('2020-01-01'), contacts: [{ role: 'emergency' }] }), ['/contacts'])
  })

  it('decides between pre-registered and registered, and over nothing a person has said', () => {
    const lacking = { ...complete, phones: [] }
    const stages: [State, Facts, State][] = [
      ['pre-registered', complete, 'registered'],
      ['pre-registered', lacking, 'pre-registered'],
      ['registered', lacking, 'pre-registered'],
      ['verified', complete, 'verified'],
      ['verified', lacking, 'pre-registered'],
      ['inquiry', complete, 'inquiry'],
      ['inactive', complete, 'inactive'],
      ['deceased', lacking, 'deceased'],
    ]
    for (const [from, facts, to] of stages) assert.equal(stageOf(from, facts, today), to, `${from} ${to}`)
  })
})

describe('the state of a record', () => {
  it('moves along its map and never out of a merge or by an edit into one', () => {
    for (const from of states)
      for (const to of states) {
        const possible = nextStates[from].includes(to)
        const move = () => mustBeAbleToBecome(from, to)
        if (possible) assert.doesNotThrow(move)
        else assert.throws(move, Refusal)
      }
    assert.deepEqual(nextStates.merged, [])
    assert.ok(Object.values(nextStates).every((list) => !list.includes('merged')))
  })
})

describe('what is typed', () => {
  it('is judged entry by entry', () => {
    const wrong = (facts: Partial<Facts>) => wrongEntries(facts, today).map(({ pointer }) => pointer)
    assert.deepEqual(wrong({}), [])
    assert.deepEqual(wrong({ bornOn: today }), [])
    assert.deepEqual(wrong({ bornOn: today.add({ days: 1 }) }), ['/bornOn'])
    assert.deepEqual(wrong({ bornOn: day('1879-12-31') }), ['/bornOn'])
    assert.deepEqual(wrong({ bornOn: day('1980-01-02'), deceasedOn: day('1980-01-01') }), ['/deceasedOn'])
    assert.deepEqual(wrong({ contacts: [{ role: 'representative', authority: null }] }), [
      '/contacts/0/authority',
    ])
    assert.deepEqual(wrong({ contacts: [{ role: 'emergency', phone: '12' }] }), ['/contacts/0/phone'])
  })

  it('never names what was typed in a refusal', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[b-df-hj-np-tv-xz]{8,12}$/), (typed) => {
        const facts = {
          stateCode: typed,
          zip: typed,
          email: typed,
          ssn: typed,
          phones: [{ number: typed, kind: 'home' as const }],
        }
        const told = JSON.stringify(wrongEntries(facts, today))
        assert.ok(wrongEntries(facts, today).length === 5 && !told.includes(typed))
      }),
    )
  })

  it('is kept in one spelling', () => {
    assert.equal(phoneNumber('(217) 555-0101'), '2175550101')
    assert.equal(phoneNumber('+1 217 555 0101'), '2175550101')
    assert.equal(phoneNumber('+44 20 7946 0958'), '+442079460958')
    assert.equal(phoneNumber('555-0101'), undefined)
    assert.equal(zipDigits('62701-1234'), '627011234')
    assert.equal(zipDigits('6270'), undefined)
    assert.equal(ssnDigits('900-12-3456'), '900123456')
    assert.equal(ssnDigits('3456'), '3456')
    for (const text of ['000-00-0000', '0000', '12345', 'none']) assert.equal(ssnDigits(text), undefined)
  })

  it('tells whole years of age, leap days and all', () => {
    assert.equal(ageOn(day('2000-02-29'), day('2025-02-28')), 24)
    assert.equal(ageOn(day('2000-02-29'), day('2025-03-01')), 25)
    assert.equal(ageOn(day('2026-11-21'), today), 0)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 400 }), (days, more) => {
        const bornOn = today.subtract({ days })
        assert.ok(ageOn(bornOn, today) >= 0)
        assert.ok(ageOn(bornOn, today.add({ days: more })) >= ageOn(bornOn, today))
      }),
    )
  })
})

describe('what a person is found by', () => {
  it('has every word once, and the whole last and first name as one word', () => {
    const name = { lastName: 'García-López', firstName: 'Mary Ann', middleName: 'Ann', preferredName: 'Mimi' }
    assert.deepEqual(nameWords(name), ['GARCIA', 'LOPEZ', 'GARCIALOPEZ', 'MARY', 'ANN', 'MARYANN', 'MIMI'])
    const { searchLast, searchFirst, searchDoor } = searchKeys({
      ...name,
      address: '12 Elm St',
      zip: '627011234',
    })
    assert.deepEqual([searchLast, searchFirst, searchDoor], ['GARCIALOPEZ', 'MARYANN', '12 62701'])
  })

  it('sounds the same with letters swapped, doubled or left out', () => {
    for (const [one, other] of [
      ['JOHN', 'JHON'],
      ['SMITH', 'SMIHT'],
      ['LOVELACE', 'LOVLACE'],
      ['PHILLIPS', 'PHILIPS'],
      ['GARCIA', 'GARSIA'],
      ['ZUCKERMANN', 'ZUKERMAN'],
    ] as const)
      assert.equal(soundOf(one), soundOf(other), `${one} ${other}`)
    assert.notEqual(soundOf('SMITH'), soundOf('JONES'))
  })
})

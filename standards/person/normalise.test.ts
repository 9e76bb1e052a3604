import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { standardStreet, stateCode, streetNumber } from './address.ts'
import { jaroWinkler } from './jaro-winkler.ts'
import { displayName, fullName, initials, sortName } from './name.ts'
import { areNicknames } from './nicknames.ts'
import { parsePhone, phoneDigits, plainEmail, plainSurname, plainText, zip5 } from './normalise.ts'

describe('plain spelling', () => {
  it('drops case, accents, apostrophes and full stops, and makes one space of other signs', () => {
    assert.equal(plainText('  Nguyễn  '), 'NGUYEN')
    assert.equal(plainText('Dr. O’Brien-Müller'), 'DR OBRIEN MULLER')
    assert.equal(plainText('Łukasz Ørsted Straße Æsir'), 'LUKASZ ORSTED STRASSE AESIR')
    assert.equal(plainText('D´Angelo'), 'DANGELO')
    assert.equal(plainSurname('de la Cruz III'), 'DELACRUZ')
    assert.equal(plainSurname('Jr'), 'JR')
  })

  it('is the same when applied twice, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(plainText(plainText(text)), plainText(text))
        assert.equal(plainSurname(plainSurname(text)), plainSurname(text))
        assert.equal(standardStreet(standardStreet(text)), standardStreet(text))
      }),
    )
  })

  it('reads a phone however it is written', () => {
    for (const text of [
      '(812) 555-0101',
      '812.555.0101',
      '+1 812 555 0101',
      '18125550101',
      '1-812-555-0101',
      '812/555-0101',
    ])
      assert.equal(phoneDigits(text), '8125550101', text)
    assert.deepEqual(parsePhone('812-555-0101 x12'), { digits: '8125550101', extension: '12' })
    assert.deepEqual(parsePhone('812-555-0101 ext. 7'), { digits: '8125550101', extension: '7' })
    for (const text of [
      '555-0101',
      '0125550101',
      '',
      'none',
      '+44 20 7946 0958',
      '999-999-9999',
      '812-555-01011',
    ])
      assert.equal(phoneDigits(text), undefined, text)
  })

  it('does not take long for a hostile phone number', () => {
    const started = performance.now()
    parsePhone(`${'-'.repeat(50_000)}!`)
    parsePhone(`${' '.repeat(50_000)}!`)
    assert.ok(performance.now() - started < 500)
  })

  it('reads emails and ZIP codes, and nothing else as one', () => {
    assert.equal(plainEmail(' Ada@Example.COM '), 'ada@example.com')
    assert.equal(plainEmail('ada@example'), undefined)
    assert.equal(plainEmail('n/a'), undefined)
    assert.equal(zip5('02720-1234'), '02720')
    assert.equal(zip5('027201234'), '02720')
    assert.equal(zip5('2720'), undefined)
  })

  it('brings addresses to the spelling of the post office', () => {
    assert.equal(standardStreet('123 North Main Street, Apt. #4'), '123 N MAIN ST APT 4')
    assert.equal(standardStreet('123 N Main St Apartment 4'), '123 N MAIN ST APT 4')
    assert.equal(standardStreet('P.O. Box 12'), 'PO BOX 12')
    assert.equal(standardStreet('Post Office Box #12'), 'PO BOX 12')
    assert.equal(streetNumber('586A Hill Ranch'), '586A')
    assert.equal(streetNumber('12-34 Queens Blvd'), '12-34')
    assert.equal(streetNumber('po box 12'), 'PO BOX 12')
    assert.equal(streetNumber('Main Street'), undefined)
    assert.equal(streetNumber('1st Avenue'), undefined)
    assert.equal(stateCode('Massachusetts'), 'MA')
    assert.equal(stateCode('new  york'), 'NY')
    assert.equal(stateCode('d.c.'), 'DC')
    assert.equal(stateCode('Bavaria'), undefined)
  })
})

describe('Jaro-Winkler similarity', () => {
  it('has the values its author published', () => {
    assert.equal(jaroWinkler('MARTHA', 'MARHTA').toFixed(4), '0.9611')
    assert.equal(jaroWinkler('DWAYNE', 'DUANE').toFixed(4), '0.8400')
    assert.equal(jaroWinkler('DIXON', 'DICKSONX').toFixed(4), '0.8133')
    assert.equal(jaroWinkler('ABC', 'XYZ'), 0)
    assert.equal(jaroWinkler('', ''), 0)
  })

  it('is symmetric and lies between 0 and 1, which it is only for equal texts', () => {
    const text = fc.string({ unit: fc.constantFrom('A', 'B', 'C', 'D'), maxLength: 12 })
    fc.assert(
      fc.property(text, text, (one, other) => {
        const similarity = jaroWinkler(one, other)
        assert.equal(similarity, jaroWinkler(other, one))
        assert.ok(similarity >= 0 && similarity <= 1)
        assert.equal(similarity === 1, one === other && one !== '')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('nicknames', () => {
  it('know what people are called, however it is written', () => {
    for (const [one, other] of [
      ['Bill', 'William'],
      ['bob', 'ROBERT'],
      ['Jon', 'John'],
      ['Jonathan', 'Jon'],
      ['José', 'Pepe'],
      ['Peggy', 'Margaret'],
    ] as const) {
      assert.ok(areNicknames(one, other), `${one} ${other}`)
      assert.ok(areNicknames(other, one), `${other} ${one}`)
    }
  })

  it('do not join two names because they share a short form', () => {
    assert.ok(!areNicknames('Albert', 'Alan'))
    assert.ok(!areNicknames('Patricia', 'Patrick'))
    assert.ok(!areNicknames('Constructor', 'Constructor'))
  })
})

describe('a name', () => {
  const jon = {
    family: 'Smith',
    given: ['Jonathan', 'Quincy'],
    prefix: 'Dr.',
    suffix: 'Jr.',
    preferred: 'Jon',
  }

  it('is shown, listed and abbreviated with its suffix and preferred name', () => {
    assert.equal(displayName(jon), 'Jonathan “Jon” Smith Jr.')
    assert.equal(fullName(jon), 'Dr. Jonathan Quincy Smith Jr.')
    assert.equal(sortName(jon), 'Smith Jr., Jonathan Q. “Jon”')
    assert.equal(initials(jon), 'JS')
  })

  it('needs no part it does not have', () => {
    assert.equal(displayName({ family: 'Sukarno', given: [] }), 'Sukarno')
    assert.equal(sortName({ family: 'Sukarno', given: [] }), 'Sukarno')
    assert.equal(sortName({ family: '', given: ['Cher'] }), 'Cher')
    assert.equal(initials({ family: '', given: [] }), '')
    assert.equal(initials({ family: 'd’Ávila', given: ['Émile'], preferred: '' }), 'ÉD')
    assert.equal(displayName({ family: 'Lee', given: ['Ann'], preferred: 'Ann' }), 'Ann Lee')
  })
})

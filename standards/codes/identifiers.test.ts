import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isDea } from './dea.ts'
import { isMbi, normaliseMbi } from './mbi.ts'
import { parseNdc } from './ndc.ts'
import { isNpi } from './npi.ts'
import { placeOfService, placesOfService } from './place-of-service.ts'

describe('an NPI', () => {
  it('passes the Luhn check over 80840 and its ten digits', () => {
    assert.ok(isNpi('1234567893'))
    assert.ok(!isNpi('1234567890'))
  })

  it('has exactly ten digits and begins with 1 or 2', () => {
    for (const text of [
      '',
      '123456789',
      '12345678933',
      ' 1234567893',
      '123456789A',
      '0000000000',
      '3000000004',
    ])
      assert.ok(!isNpi(text), text)
  })

  it('cannot have two right check digits, and one wrong digit is always seen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000_000, max: 299_999_999 }),
        fc.nat(8),
        fc.integer({ min: 1, max: 9 }),
        (stem, position, change) => {
          const valid = Array.from({ length: 10 }, (_, check) => `${stem}${check}`).filter(isNpi)
          assert.equal(valid.length, 1)
          const digits = Array.from(valid[0]!)
          digits[position] = String((Number(digits[position]) + change) % 10)
          assert.ok(!isNpi(digits.join('')))
        },
      ),
    )
  })
})

describe('a Medicare Beneficiary Identifier', () => {
  it('is read with or without dashes', () => {
    assert.ok(isMbi('1EG4TE5MK73'))
    assert.ok(!isMbi('1EG4-TE5-MK73'))
    assert.ok(isMbi(normaliseMbi('1eg4-te5-mk73')))
  })

  it('never contains S, L, O, I, B or Z, and never begins with 0', () => {
    for (const letter of 'SLOIBZ') assert.ok(!isMbi(`1${letter}G4TE5MK73`), letter)
    assert.ok(!isMbi('0EG4TE5MK73'))
    assert.ok(!isMbi('1EG4TE5MK7'))
  })
})

it('a DEA number carries its check digit', () => {
  assert.ok(isDea('AB1234563'))
  assert.ok(!isDea('AB1234564'))
  assert.ok(!isDea('AB123456'))
})

describe('a drug code', () => {
  it('pads to eleven digits by the place of its hyphens', () => {
    assert.equal(parseNdc('1234-5678-90')?.billing, '01234567890')
    assert.equal(parseNdc('12345-678-90')?.billing, '12345067890')
    assert.equal(parseNdc('12345-6789-0')?.billing, '12345678900')
    assert.deepEqual(parseNdc('00026063512'), {
      format: '5-4-2',
      text: '00026-0635-12',
      billing: '00026063512',
    })
  })

  it('is refused as ten bare digits, which could be three different drugs', () => {
    assert.equal(parseNdc('1234567890'), undefined)
    assert.equal(parseNdc('123-4567-89'), undefined)
    assert.equal(parseNdc(''), undefined)
  })

  it('of the twelve-digit kind is kept as printed and not billed', () => {
    assert.deepEqual(parseNdc('123456-7890-12'), {
      format: '6-4-2',
      text: '123456-7890-12',
      billing: undefined,
    })
  })
})

it('places of service are known by their two digits', () => {
  assert.equal(placeOfService('11'), 'Office')
  assert.equal(placeOfService('00'), undefined)
  assert.ok(placesOfService.every(({ code }) => /^\d\d$/.test(code)))
  assert.equal(placesOfService[0]?.code, '01')
})

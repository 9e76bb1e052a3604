import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { streetNumber } from '#standards/person/address.ts'
import { phoneDigits } from '#standards/person/normalise.ts'
import { demoMbi, demoMemberId, demoNpi, demoSsn } from './identifiers.ts'
import { makeHousehold, makePerson } from './people.ts'
import { createRandom } from './random.ts'
import { bloomington, evansville } from './towns.ts'

const today = Temporal.PlainDate.from('2026-11-21')
const thousand = (seed: string) => {
  const random = createRandom(seed)
  return Array.from({ length: 1000 }, () => makePerson(random, { town: bloomington, today }))
}

describe('chance from a seed', () => {
  it('is the same again for the same seed, and another for another', () => {
    const draw = (seed: string) => Array.from({ length: 20 }, createRandom(seed).next)
    assert.deepEqual(draw('wellrun'), draw('wellrun'))
    assert.notDeepEqual(draw('wellrun'), draw('wellrun2'))
  })

  it('keeps a part of the demo as it is when another part draws more', () => {
    const one = createRandom('seed')
    const other = createRandom('seed')
    other.next()
    assert.equal(one.fork('people').next(), other.fork('people').next())
    assert.notEqual(one.fork('people').next(), one.fork('claims').next())
  })

  it('stays within bounds, reaches both ends and is even', () => {
    const random = createRandom('dice')
    const rolls = Array.from({ length: 6000 }, () => random.integer(1, 6))
    for (let face = 1; face <= 6; face++) {
      const count = rolls.filter((roll) => roll === face).length
      assert.ok(count > 850 && count < 1150, `${face}: ${count}`)
    }
    assert.equal(
      rolls.every((roll) => roll >= 1 && roll <= 6),
      true,
    )
  })

  it('weighs, shuffles and draws normally', () => {
    const random = createRandom('weights')
    const picks = Array.from({ length: 4000 }, () =>
      random.weighted([
        ['a', 3],
        ['b', 1],
        ['never', 0],
      ]),
    )
    const share = picks.filter((pick) => pick === 'a').length / 4000
    assert.ok(share > 0.7 && share < 0.8, String(share))
    assert.ok(!picks.includes('never'))
    assert.deepEqual(new Set(random.shuffle([1, 2, 3, 4, 5])), new Set([1, 2, 3, 4, 5]))
    assert.equal(new Set(random.sample([1, 2, 3, 4, 5], 3)).size, 3)
    const heights = Array.from({ length: 4000 }, () => random.normal(170, 10, 150, 190))
    const mean = heights.reduce((sum, height) => sum + height, 0) / 4000
    assert.ok(Math.abs(mean - 170) < 1, String(mean))
    assert.ok(heights.every((height) => height >= 150 && height <= 190))
    assert.throws(() => random.pick([]), RangeError)
  })

  it('gives version 7 UUIDs that sort by their time', () => {
    const random = createRandom('ids')
    const earlier = random.id(Temporal.Instant.from('2026-01-01T00:00Z'))
    const later = random.id(Temporal.Instant.from('2026-01-02T00:00Z'))
    assert.match(earlier, /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    assert.ok(earlier < later)
  })
})

describe('invented numbers', () => {
  /** The Luhn test, written the other way round from the generator. */
  const passesLuhn = (digits: string) =>
    digits
      .split('')
      .toReversed()
      .reduce((sum, digit, place) => {
        const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
        return sum + Math.floor(value / 10) + (value % 10)
      }, 0) %
      10 ===
    0

  it('include NPIs with the right check digit, each a different one', () => {
    assert.ok(passesLuhn('808401234567893'))
    assert.ok(!passesLuhn('808401234567890'))
    const npis = Array.from({ length: 10_000 }, (_, serial) => demoNpi(serial))
    assert.ok(npis.every((npi) => /^29999\d{5}$/.test(npi) && passesLuhn(`80840${npi}`)))
    assert.equal(new Set(npis).size, 10_000)
    assert.throws(() => demoNpi(10_000), RangeError)
  })

  it('include Medicare ids of the form CMS gives them, and social security numbers that cannot exist', () => {
    const mbi =
      /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/
    assert.match('1EG4TE5MK73', mbi)
    const random = createRandom('numbers')
    for (let i = 0; i < 500; i++) {
      assert.match(demoMbi(random), mbi)
      assert.match(demoSsn(random), /^9\d\d-(?!00)\d\d-(?!0000)\d{4}$/)
      assert.match(demoMemberId(random), /^WRN\d{9}$/)
    }
  })
})

describe('invented people', () => {
  it('are the same again for the same seed', () => {
    assert.deepEqual(thousand('seed').slice(0, 50), thousand('seed').slice(0, 50))
  })

  it('can be reached nowhere: numbers are 555-01xx, mail goes to example.com', () => {
    for (const person of thousand('reach')) {
      const phones = [...person.phones, ...person.contacts.flatMap((contact) => contact.phones)]
      for (const { number } of phones) assert.match(phoneDigits(number) ?? number, /^[2-9]\d{2}55501\d{2}$/)
      for (const email of person.emails) assert.match(email, /^[a-z0-9.]+@example\.com$/)
    }
  })

  it('are of all ages, origins and ways to be spelled', () => {
    const people = thousand('variety')
    const ages = people.map(({ birthDate }) => birthDate!.until(today, { largestUnit: 'years' }).years)
    assert.ok(Math.min(...ages) === 0 && Math.max(...ages) > 85 && Math.max(...ages) <= 97)
    assert.ok(people.every(({ birthDate }) => Temporal.PlainDate.compare(birthDate!, today) <= 0))
    const lasts = people.map(({ name }) => name.family)
    for (const sign of [/'/, /-/, /[ÁÉÍÓÚáéíóúñüễ]/, / /])
      assert.ok(
        lasts.some((last) => sign.test(last)),
        String(sign),
      )
    assert.ok(!lasts.some((last) => last.includes('_')))
    assert.ok(new Set(lasts).size > 150)
    assert.ok(people.some(({ language }) => language === 'es'))
  })

  it('seldom share a number with strangers, so that a search by phone stays short', () => {
    const owners = new Map<string, number>()
    for (const { phones } of thousand('phones'))
      for (const { number } of phones) owners.set(number, (owners.get(number) ?? 0) + 1)
    assert.ok(Math.max(...owners.values()) <= 10, String(Math.max(...owners.values())))
  })

  it('live at a door of their town', () => {
    for (const { addresses } of thousand('doors')) {
      assert.ok(streetNumber(addresses[0]!.lines[0]!))
      assert.ok(bloomington.zips.includes(addresses[0]!.postalCode!))
    }
  })

  it('have the age that was wished for, to the day', () => {
    const random = createRandom('ages')
    for (let i = 0; i < 300; i++) {
      const { birthDate } = makePerson(random, { town: evansville, today, age: [17, 17] })
      assert.equal(birthDate!.until(today, { largestUnit: 'years' }).years, 17)
    }
  })

  it('form households with one door, children younger than their mother by twenty years, and some twins', () => {
    const random = createRandom('homes')
    let twins = 0
    for (let i = 0; i < 400; i++) {
      const [mother, ...others] = makeHousehold(random, { town: evansville, today })
      const births = others.map(({ birthDate }) => birthDate!.toString())
      if (new Set(births).size < births.length) twins++
      for (const other of others) {
        assert.equal(other.addresses[0]?.lines[0], mother?.addresses[0]?.lines[0])
        assert.equal(other.name.family, mother?.name.family)
        const age = other.birthDate!.until(today, { largestUnit: 'years' }).years
        if (age < 18)
          assert.ok(mother!.birthDate!.until(other.birthDate!, { largestUnit: 'years' }).years >= 19)
      }
    }
    assert.ok(twins > 0)
  })
})

/** The invented people of the demo practice: believable, of many origins, and nobody. Phones are 555-01xx, mail goes to example.com. */
import { plainText } from '#standards/person/normalise.ts'
import type { Address, Contact, PersonFacts, Phone } from '#standards/person/person.ts'
import { demoSsn } from './identifiers.ts'
import { type Heritage, anglophone, heritages } from './names.ts'
import type { Random } from './random.ts'
import { type Town, areaCodes, streets } from './towns.ts'

/** Words for the race codes the demo uses. */
const races: Readonly<Record<string, string>> = {
  '1002-5': 'American Indian or Alaska Native',
  '2028-9': 'Asian',
  '2054-5': 'Black or African American',
  '2106-3': 'White',
  '2131-1': 'Other Race',
}

/** Whole years of age and how many of a hundred patients of a family practice are of it. */
const ages: readonly (readonly [readonly [number, number], number])[] = [
  [[0, 4], 8],
  [[5, 17], 14],
  [[18, 29], 13],
  [[30, 44], 19],
  [[45, 64], 26],
  [[65, 79], 15],
  [[80, 97], 5],
]

export type PersonWishes = {
  readonly town: Town
  /** The day the demo is made: ages count back from it. */
  readonly today: Temporal.PlainDate
  readonly sex?: 'F' | 'M'
  /** Whole years, both included. */
  readonly age?: readonly [number, number]
  readonly heritage?: Heritage
  /** Shared by those who live together. */
  readonly lastName?: string
  readonly home?: { readonly address: Address; readonly phone: Phone }
}

export function makePerson(random: Random, wishes: PersonWishes): PersonFacts {
  const { town, today } = wishes
  const heritage = wishes.heritage ?? random.weighted(heritages.map((of) => [of, of.weight] as const))
  const sex = wishes.sex ?? (random.chance(0.53) ? 'F' : 'M')
  const birthDate = makeBirthDate(random, today, wishes.age ?? random.weighted(ages))
  const age = birthDate.until(today, { largestUnit: 'years' }).years
  const last = wishes.lastName ?? makeLastName(random, heritage)
  const first = makeFirstName(random, heritage, sex, birthDate.year)
  const middle = makeFirstName(random, heritage, sex, birthDate.year)
  const maritalStatus = makeMaritalStatus(random, age)
  const { address, phone } = wishes.home ?? makeHome(random, town)
  const speaks = heritage.language !== undefined && random.chance(heritage.language[1] / 100)
  const mailbox = `${plainText(first)}.${plainText(last)}${random.integer(1, 999)}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]/g, '')
  return {
    identifiers: random.chance(0.7)
      ? [{ system: 'http://hl7.org/fhir/sid/us-ssn', value: demoSsn(random), type: 'SS' }]
      : [],
    name: {
      family: last,
      given: middle !== first && random.chance(0.6) ? [first, middle] : [first],
      ...(sex === 'M' && random.chance(0.03) && { suffix: random.pick(['Jr.', 'Sr.', 'III']) }),
      ...preferredName(random, first),
    },
    formerFamilyNames: sex === 'F' && age > 25 && random.chance(0.2) ? [makeLastName(random, heritage)] : [],
    birthDate,
    sex,
    addresses: [address],
    phones: age >= 12 && random.chance(0.85) ? [makePhone(random, town), phone] : [phone],
    emails: age >= 16 && random.chance(age > 75 ? 0.4 : 0.85) ? [`${mailbox}@example.com`] : [],
    language: speaks ? heritage.language[0] : 'en',
    ...(speaks && { interpreter: random.chance(0.5) }),
    race: { codes: [heritage.race], text: races[heritage.race] ?? 'Unknown' },
    ethnicity: heritage.hispanic
      ? { codes: ['2135-2'], text: 'Hispanic or Latino' }
      : { codes: ['2186-5'], text: 'Not Hispanic or Latino' },
    maritalStatus,
    contacts:
      age >= 18 && random.chance(0.8)
        ? [makeContact(random, heritage, last, town, maritalStatus === 'M')]
        : [],
  }
}

/**
 * People who live together: one or two adults and up to four children, or an older couple. Adults come first. Children
 * have the phone and address of the adults and no mail of their own; at times two of them are twins.
 */
export function makeHousehold(random: Random, wishes: Pick<PersonWishes, 'town' | 'today'>): PersonFacts[] {
  const heritage = random.weighted(heritages.map((of) => [of, of.weight] as const))
  const lastName = makeLastName(random, heritage)
  const shared = { ...wishes, heritage, lastName, home: makeHome(random, wishes.town) }
  const parentAge = random.integer(24, 84)
  const adults = random.weighted([
    [1, 4],
    [2, 6],
  ])
  const people = Array.from({ length: adults }, (_, index) =>
    makePerson(random, { ...shared, sex: index === 0 ? 'F' : 'M', age: [parentAge, parentAge + 4] }),
  )
  const children =
    parentAge > 55
      ? 0
      : random.weighted([
          [0, 3],
          [1, 3],
          [2, 4],
          [3, 2],
          [4, 1],
        ])
  for (let child = 0; child < children; child++) {
    const age: readonly [number, number] = [0, Math.min(17, parentAge - 20)]
    const made = makePerson(random, { ...shared, age })
    const eldest = people[adults]
    // A pair that a duplicate check must tell apart.
    const twin = child === 1 && eldest?.birthDate && random.chance(0.1) ? { birthDate: eldest.birthDate } : {}
    const mother = people[0]!
    people.push({
      ...made,
      ...twin,
      contacts: [contactOf(mother, 'Mother')],
    })
  }
  return people
}

/**
 * Each area code has a hundred fictional numbers only. Most people brought theirs from elsewhere, so that a search by
 * phone finds few.
 */
export function makePhone(random: Random, town: Town, use: Phone['use'] = 'mobile'): Phone {
  const areaCode = random.chance(0.1) ? town.areaCode : random.pick(areaCodes)
  return { number: `+1${areaCode}55501${random.digits(2)}`, ...(use && { use }) }
}

function makeHome(random: Random, town: Town) {
  const unit = random.chance(0.25) ? [`Apt ${random.integer(1, 40)}${random.pick(['', '', 'A', 'B'])}`] : []
  const address: Address = {
    use: 'home',
    lines: [`${random.integer(100, 4999)} ${random.pick(streets)}`, ...unit],
    city: town.city,
    state: town.state,
    postalCode: random.pick(town.zips),
    country: 'US',
  }
  return { address, phone: makePhone(random, town, 'home') }
}

/** A day on which the person is, today, of an age within the bounds. */
function makeBirthDate(
  random: Random,
  today: Temporal.PlainDate,
  [from, to]: readonly [number, number],
): Temporal.PlainDate {
  const earliest = today.subtract({ years: to + 1 }).add({ days: 1 })
  const latest = today.subtract({ years: from })
  return earliest.add({ days: random.integer(0, earliest.until(latest, { largestUnit: 'days' }).days) })
}

/** Now and then a double name: where "Smith" is exact, "Smith-Jones" must not be. */
function makeLastName(random: Random, heritage: Heritage): string {
  const name = random.pick(heritage.last)
  const second = random.pick(heritage.last.filter((other) => other !== name && /^\p{L}+$/u.test(other)))
  return random.chance(0.02) && /^\p{L}+$/u.test(name) ? `${name}-${second}` : name
}

function makeFirstName(random: Random, heritage: Heritage, sex: 'F' | 'M', year: number): string {
  const era = anglophone.find(({ until }) => year <= until) ?? anglophone.at(-1)!
  const english = sex === 'F' ? era.female : era.male
  const own = sex === 'F' ? heritage.female : heritage.male
  return own.length > 0 && random.chance(0.75) ? random.pick(own) : random.pick(english)
}

const called: Readonly<Record<string, string>> = {
  Robert: 'Bob',
  William: 'Bill',
  Richard: 'Rick',
  Elizabeth: 'Liz',
  Margaret: 'Peggy',
  Katherine: 'Kate',
  Michael: 'Mike',
  Jennifer: 'Jen',
  Christopher: 'Chris',
  Alexander: 'Alex',
  Jonathan: 'Jon',
  Francisco: 'Paco',
  Guadalupe: 'Lupe',
  Theodore: 'Teddy',
  Patricia: 'Pat',
}

const preferredName = (random: Random, first: string): { preferred?: string } => {
  const preferred = called[first]
  return preferred !== undefined && random.chance(0.5) ? { preferred } : {}
}

const makeMaritalStatus = (random: Random, age: number) => {
  if (age < 18) return 'S'
  if (age < 30)
    return random.weighted([
      ['S', 7],
      ['M', 3],
    ] as const)
  if (age < 70)
    return random.weighted([
      ['S', 3],
      ['M', 9],
      ['D', 3],
      ['T', 1],
    ] as const)
  return random.weighted([
    ['M', 5],
    ['W', 4],
    ['D', 1],
  ] as const)
}

const contactOf = (person: PersonFacts, relationship: string): Contact => ({
  name: `${person.name.given[0]} ${person.name.family}`,
  relationship,
  emergency: true,
  phones: person.phones,
  emails: person.emails,
})

function makeContact(
  random: Random,
  heritage: Heritage,
  last: string,
  town: Town,
  married: boolean,
): Contact {
  const relationship = random.pick([married ? 'Spouse' : 'Friend', 'Sibling', 'Parent'])
  const family = relationship === 'Friend' ? makeLastName(random, heritage) : last
  return {
    name: `${makeFirstName(random, heritage, random.pick(['F', 'M']), 1980)} ${family}`,
    relationship,
    emergency: true,
    phones: [makePhone(random, town)],
    emails: [],
  }
}

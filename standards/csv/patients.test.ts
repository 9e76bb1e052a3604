import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type PatientListItem, readPatients } from './patients.ts'
import { pastDate } from './words.ts'
import { csvLine } from './write.ts'

const today = Temporal.PlainDate.from('2026-11-21')
const read = async (text: string) =>
  await Array.fromAsync(readPatients(new TextEncoder().encode(text), today))
const rowsOf = (items: readonly PatientListItem[]) =>
  items.filter((item) => item.outcome === 'read' || item.outcome === 'refused')
/** The one row below these headings. */
const readRow = async (row: Readonly<Record<string, string>>) => {
  const [first] = rowsOf(await read(csvLine(Object.keys(row)) + csvLine(Object.values(row))))
  return first ?? assert.fail('no row')
}
const ada = { 'Last Name': 'Lovelace', 'First Name': 'Ada', DOB: '12/10/1980' }
const personOf = async (row: Readonly<Record<string, string>>) => {
  const read = await readRow({ ...ada, ...row })
  return read.outcome === 'read' ? read : assert.fail(JSON.stringify(read.problems))
}

describe('a patient list', () => {
  it('is read whatever its headings are called', async () => {
    const items = await read(
      'Patient LName,pt_first_name,M.I.,D.O.B.,Gender,Chart #,SSN,Address 1,Apt,City,ST,Zip Code,Cell Phone,Home Phone,E-mail,Language,Interpreter Needed,Race,Ethnicity,Marital Status,Emergency Contact,Emergency Phone,Relationship,PCP,Shoe size\n' +
        'García-López,María,J,3/4/1980,female,A-17,999-88-6789,12 Elm Street,Apt 4,Fall River,Massachusetts,2720,(508) 555-0101,508.555.0102 x9,MARIA@Example.com,Spanish,Y,White,Hispanic or Latino,Married,José García,5085550103,Husband,Dr. Okafor,38\n',
    )
    assert.deepEqual(items[0]?.outcome === 'columns' && items[0].ignored, ['Shoe size'])
    const row = items[1]?.outcome === 'read' ? items[1] : assert.fail(JSON.stringify(items))
    const { birthDate, ...person } = row.person
    assert.equal(String(birthDate), '1980-03-04')
    assert.deepEqual(row.warnings, [])
    assert.deepEqual(person, {
      identifiers: [
        { type: 'MR', value: 'A-17' },
        { system: 'http://hl7.org/fhir/sid/us-ssn', type: 'SS', value: '999-88-6789' },
      ],
      name: { family: 'García-López', given: ['María', 'J'] },
      formerFamilyNames: [],
      sex: 'F',
      addresses: [
        {
          use: 'home',
          lines: ['12 Elm Street', 'Apt 4'],
          city: 'Fall River',
          state: 'MA',
          postalCode: '02720',
        },
      ],
      phones: [
        { number: '+15085550101', use: 'mobile' },
        { number: '+15085550102', extension: '9', use: 'home' },
      ],
      emails: ['maria@example.com'],
      language: 'es',
      interpreter: true,
      race: { codes: ['2106-3'], text: 'White' },
      ethnicity: { codes: ['2135-2'], text: 'Hispanic or Latino' },
      maritalStatus: 'M',
      contacts: [
        {
          name: 'José García',
          relationship: 'Husband',
          emergency: true,
          phones: [{ number: '+15085550103' }],
          emails: [],
        },
      ],
      generalPractitioner: { display: 'Dr. Okafor' },
    })
  })

  it('may keep the name in one column', async () => {
    const name = async (full: string) => {
      const row = await readRow({ Patient: full, DOB: '12/10/1980' })
      return row.outcome === 'read' ? row.person.name : assert.fail(JSON.stringify(row.problems))
    }
    assert.deepEqual(await name('Lovelace, Ada King'), { family: 'Lovelace', given: ['Ada', 'King'] })
    assert.deepEqual(await name('Ada King Lovelace'), { family: 'Lovelace', given: ['Ada', 'King'] })
    assert.deepEqual(await name('Smith, John Jr.'), { family: 'Smith', given: ['John'], suffix: 'Jr.' })
    assert.deepEqual(await name('Ana de la Cruz'), { family: 'de la Cruz', given: ['Ana'] })
  })

  it('refuses a row in words, with its line, column and heading', async () => {
    const items = await read('Last,First,DOB\nLovelace,Ada,12/10/1980\n\n,,2/30/1980\nByron,,\n')
    assert.deepEqual(
      items.slice(2).map((item) => item.outcome === 'refused' && item.problems),
      [
        [
          { line: 4, column: 1, heading: 'Last', message: 'The last name is missing.' },
          { line: 4, column: 2, heading: 'First', message: 'The first name is missing.' },
          { line: 4, column: 3, heading: 'DOB', message: '“2/30/1980” is not a day of the calendar.' },
        ],
        [
          { line: 5, column: 2, heading: 'First', message: 'The first name is missing.' },
          { line: 5, column: 3, heading: 'DOB', message: 'The date of birth is missing.' },
        ],
      ],
    )
  })

  it('refuses a row with more fields than headings: a comma has slipped in', async () => {
    const [row] = rowsOf(await read('Last,First,DOB\nLovelace, Jr.,Ada,12/10/1980\n'))
    assert.equal(row?.outcome, 'refused')
    const [long, padded] = rowsOf(await read('Last,First,DOB\nLovelace,Ada\nLovelace,Ada,12/10/1980,,\n'))
    assert.equal(long?.outcome, 'refused')
    assert.equal(padded?.outcome, 'read')
  })

  it('leaves out what it cannot understand of the rest, and says so', async () => {
    const { person, warnings } = await personOf({
      Sex: 'maybe',
      Phone: '555-0101',
      Email: 'ada at example',
      Zip: '123456',
      State: 'Bavaria',
      SSN: '12',
      Language: 'Martian',
      'Marital Status': 'it is complicated',
    })
    assert.equal(person.sex, 'U')
    assert.deepEqual([person.phones, person.emails, person.addresses, person.identifiers], [[], [], [], []])
    assert.deepEqual(
      warnings.map(({ heading }) => heading).toSorted((a, b) => a.localeCompare(b)),
      ['Email', 'Language', 'Marital Status', 'Phone', 'Sex', 'SSN', 'State', 'Zip'],
    )
  })

  it('takes nothing for something where a field says that it is empty, except in names', async () => {
    const { person, warnings } = await personOf({
      Phone: 'n/a',
      Email: 'none',
      Sex: '',
      SSN: '-',
      'Last Name': 'Null',
    })
    assert.deepEqual([person.phones, person.emails, person.identifiers], [[], [], []])
    assert.deepEqual(warnings, [])
    assert.equal(person.name.family, 'Null')
  })

  it('knows the last four of a social security number, masked or not', async () => {
    for (const SSN of ['6789', 'XXX-XX-6789', '***-**-6789'])
      assert.equal((await personOf({ SSN })).person.identifiers[0]?.value, '6789', SSN)
    assert.equal((await personOf({ SSN: '999886789' })).person.identifiers[0]?.value, '999-88-6789')
  })

  it('reads back a phone that our own export had to disarm', async () => {
    assert.deepEqual((await personOf({ Phone: '+15085550101' })).person.phones, [{ number: '+15085550101' }])
  })

  it('knows who has died', async () => {
    assert.equal(String((await personOf({ Deceased: '1/2/2020' })).person.deceased), '2020-01-02')
    assert.equal((await personOf({ Deceased: 'yes' })).person.deceased, true)
    assert.equal((await personOf({ Deceased: 'No' })).person.deceased, undefined)
  })

  it('stops before the first row where the headings do not tell who is meant', async () => {
    const stops = async (text: string) => {
      const last = (await read(text)).at(-1)
      return last?.outcome === 'stopped' ? last.message : assert.fail('was read')
    }
    assert.match(await stops('Shoe size,City\n38,Boise\n'), /headings/)
    assert.match(await stops('Last,First\nLovelace,Ada\n'), /Date of birth/)
    assert.match(await stops(''), /empty/)
    assert.match(await stops('Last,First,DOB\nLovelace,"Ada,12/10/1980\n'), /never closed/)
  })
})

describe('a date of birth', () => {
  const dateOf = (text: string) => {
    const read = pastDate(text, today)
    return typeof read === 'string' ? read : read.date.toString()
  }

  it('is read in every way offices write it', () => {
    for (const text of [
      '3/4/1980',
      '03/04/1980',
      '03-04-1980',
      '3.4.1980',
      '1980-03-04',
      '1980/3/4',
      '19800304',
      '3/4/80',
      'Mar 4, 1980',
      'March 4 1980',
      '4-Mar-1980',
      '04-MAR-80',
      '3/4/1980 0:00',
      '1980-03-04T00:00:00',
    ])
      assert.equal(dateOf(text), '1980-03-04', text)
  })

  it('with two digits of a year is the latest that is not in the future', () => {
    assert.equal(dateOf('11/21/26'), '2026-11-21')
    assert.equal(dateOf('11/22/26'), '1926-11-22')
    assert.equal(dateOf('2/29/28'), '1928-02-29')
    assert.equal(dateOf('2/29/00'), '2000-02-29')
    assert.equal(dateOf('1/1/00'), '2000-01-01')
  })

  it('that is none says why', () => {
    assert.match(dateOf('25/12/1980'), /day first/)
    assert.match(dateOf('29221'), /format the column as a date/)
    assert.match(dateOf('2/29/1981'), /not a day of the calendar/)
    assert.match(dateOf('2/29/01'), /not a day of the calendar/)
    assert.match(dateOf('12/1/2026'), /future/)
    assert.match(dateOf('1/1/1880'), /more than 130 years/)
    for (const text of ['soon', '', '1980', '3/4', '13/45/1980', '3/4-1980', 'Foo 4, 1980', '0000-00-00'])
      assert.doesNotMatch(dateOf(text), /^\d{4}-/, text)
  })

  it('never throws, whatever the text', () => {
    const part = fc.oneof(
      fc.nat({ max: 9999 }).map(String),
      fc.constantFrom('/', '-', '.', ' ', 'Mar', ',', 'T', ':'),
    )
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          const read = pastDate(text, today)
          if (typeof read === 'object') assert.ok(Temporal.PlainDate.compare(read.date, today) <= 0)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

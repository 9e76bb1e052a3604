import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { sql } from 'kysely'
import fc from 'fast-check'
import { createRandom } from '#database/demo/random.ts'
import { makePerson } from '#database/demo/people.ts'
import { bloomington } from '#database/demo/towns.ts'
import { newId } from '#kernel/id.ts'
import { openPractice } from '#app/testing.ts'
import { type NewPatient, createPatients, patientFrom } from '../patients.ts'
import { readPatient } from '../registration/contract.ts'
import { listPatients, readRecentPatients, searchPatients } from './contract.ts'
import { search } from './queries.ts'
import { readSought } from './sought.ts'

const practice = await openPractice()
const desk = await practice.as('front-desk')
const today = Temporal.PlainDate.from('2026-11-21')

const people: [string, string, string, string, Partial<NewPatient>?][] = [
  ['Lovelace', 'Ada', '1975-12-10', '3125557142', { preferredName: 'Countess', email: 'ada@example.com' }],
  ['O’Brien', 'Conan', '1963-04-18', '3125557143'],
  ['García', 'José', '1988-03-14', '3125557144', { middleName: 'Luis' }],
  ['Smithson', 'Jon', '1990-01-02', '3125557145'],
  ['Zuckermann', 'William', '1950-05-05', '3125557146'],
  ['de la Cruz-Ortega', 'María Ann', '1999-09-09', '3125557147', { formerLastNames: ['Quisenberry'] }],
  ['Przybylski', 'Zbigniew', '1944-02-29', '3125557148'],
]

/** Half of them invented, half their doubles, born a year later: quicker made, and as much to search. */
const arranged = 10_000
before(async () => {
  await practice.arrange(async (tx) => {
    const random = createRandom('search')
    for (let made = 0; made < arranged; made += 1000) {
      const batch = Array.from({ length: 1000 }, () => makePerson(random, { town: bloomington, today }))
      await createPatients(
        tx,
        batch.map((person) => ({
          ...patientFrom({ ...person, birthDate: person.birthDate! }, 'test'),
          // Sealing and the people around somebody play no part in a search.
          ssn: null,
          contacts: [],
        })),
      )
    }
    await sql`insert into patients.patient (id, last_name, first_name, born_on, sex, state, search_last, search_first, search_words)
      select gen_random_uuid(), last_name, first_name, born_on + 365, sex, 'registered', search_last, search_first, search_words
        from patients.patient`.execute(tx.db)
    await createPatients(
      tx,
      people.map(([lastName, firstName, bornOn, number, more]) => ({
        id: newId<'Patient'>(),
        lastName,
        firstName,
        bornOn: Temporal.PlainDate.from(bornOn),
        sex: 'U' as const,
        phones: [{ id: newId(), number, kind: 'home' as const, mayLeaveVoicemail: false, mayText: false }],
        ...more,
      })),
    )
  })
})

const find = async (text: string) =>
  (await practice.call(searchPatients, { body: { text } }, desk)).body.map(({ name }) => name)
const findsFirst = async (text: string, lastName: string) => {
  const names = await find(text)
  assert.ok(names[0]?.startsWith(lastName), `${text}: ${names.slice(0, 3).join(' | ')}`)
}

describe('searching among 20,000 patients', () => {
  it('finds a name in any order, by beginnings, preferred, middle and former names', async () => {
    for (const text of [
      'lovelace ada',
      'ada lovelace',
      'Lovelace, Ada',
      'ada lovel',
      'lovel ad',
      'countess',
      'ADA  LOVELACE',
    ])
      await findsFirst(text, 'Lovelace')
    await findsFirst('quisenberry', 'de la Cruz')
    await findsFirst('de la cruz o', 'de la Cruz')
    await findsFirst('delacruz ortega', 'de la Cruz')
    await findsFirst('maria ann de la cruz ortega', 'de la Cruz')
    await findsFirst('jose luis garcia', 'García')
  })

  it('does not mind apostrophes, accents, slips of the finger and short names', async () => {
    for (const text of [
      'o’brien conan',
      "o'brien conan",
      'obrien conan',
      'O Brien Conan',
      'OBRIEN, cona',
      'conan obrein',
    ])
      await findsFirst(text, 'O’Brien')
    for (const text of ['garcia jose', 'García José', 'jose garzia', 'garsia jose 3/14/88'])
      await findsFirst(text, 'García')
    for (const text of ['john smithson', 'jon smithsen', 'smihtson']) await findsFirst(text, 'Smithson')
    for (const text of ['bill zuckermann', 'zukerman', 'zuckerman will', 'zukermann bill'])
      await findsFirst(text, 'Zuckermann')
    for (const text of ['lovlace', 'lovelase', 'lvoelace ada', 'ada lovlace'])
      await findsFirst(text, 'Lovelace')
    for (const text of ['przybilski', 'prybylski', 'zbignew przybylski']) await findsFirst(text, 'Przybylski')
  })

  it('finds a birth date however it is written, alone or with a name', async () => {
    for (const text of [
      '3/14/88',
      '03/14/1988',
      '1988-03-14',
      '14 Mar 1988',
      'March 14, 1988',
      '3-14-88',
      '03141988',
    ])
      assert.ok(
        (await find(text)).some((name) => name.startsWith('García')),
        text,
      )
    await findsFirst('garcia 3/14/88', 'García')
    await findsFirst('2/29/44 zbig', 'Przybylski')
  })

  it('finds a phone by its end or beginning, an MRN and an email', async () => {
    await findsFirst('(312) 555-7142', 'Lovelace')
    await findsFirst('lovelace 7142', 'Lovelace')
    assert.ok((await find('7142')).some((name) => name.startsWith('Lovelace')))
    await findsFirst('ada@example', 'Lovelace')
    const [ada] = (await practice.call(searchPatients, { body: { text: 'ada lovelace' } }, desk)).body
    const byMrn = await practice.call(searchPatients, { body: { text: ada!.mrn } }, desk)
    assert.equal(byMrn.body[0]?.id, ada!.id)
  })

  it('answers nonsense with nobody, and never with a fault', async () => {
    for (const text of [
      '',
      ' ',
      '%',
      '_',
      '\\',
      "'; drop table",
      'xqzvwk',
      '12',
      '((((',
      '@',
      '99/99/99',
      '🙂',
    ])
      assert.equal((await practice.call(searchPatients, { body: { text } }, desk)).status, 200, text)
    assert.deepEqual(await find('xqzvwk'), [])
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (text) => {
        assert.ok((await search(practice.db, text, 20, today)).length <= 20)
      }),
      { numRuns: 60 },
    )
  })

  it('tells another spelling from what was typed', async () => {
    const near = async (text: string) =>
      (await practice.call(searchPatients, { body: { text } }, desk)).body[0]?.near
    assert.equal(await near('przybylski'), false)
    assert.equal(await near('przybilski'), true)
  })

  it('records whose names were shown, and shows them to nobody without the permission', async () => {
    const nurse = await practice.as('nurse')
    const { body } = await practice.call(searchPatients, { body: { text: 'lovelace ada' } }, nurse)
    const entry = await practice.db
      .selectFrom('audit.entry')
      .select(['kind', 'subject', 'patientIds'])
      .where('actorId', '=', nurse.id)
      .executeTakeFirstOrThrow()
    assert.deepEqual([entry.kind, entry.subject], ['read', 'POST /patients/search'])
    assert.deepEqual(entry.patientIds?.length, body.length)
    assert.equal(
      (await practice.call(searchPatients, { body: { text: 'ada' } }, await practice.as('hr'))).status,
      403,
    )
  })

  it('remembers for each person whom they opened last', async () => {
    const [ada] = (await practice.call(searchPatients, { body: { text: 'ada lovelace' } }, desk)).body
    const [conan] = (await practice.call(searchPatients, { body: { text: 'conan obrien' } }, desk)).body
    for (const one of [ada!, conan!, ada!]) await practice.call(readPatient, { params: { id: one.id } }, desk)
    const { body } = await practice.call(readRecentPatients, {}, desk)
    assert.deepEqual(
      body.map(({ id }) => id),
      [ada!.id, conan!.id],
    )
    assert.deepEqual((await practice.call(readRecentPatients, {}, await practice.as('front-desk'))).body, [])
  })

  it('lists who is still pre-registered, page by page, each once', async () => {
    const seen = new Set<string>()
    let after: string | undefined
    for (let more = true; more;) {
      const { body } = await practice.call(
        listPatients,
        { query: { show: 'pre-registered', ...(after && { after }) } },
        desk,
      )
      for (const { id } of body.patients) seen.add(id)
      after = body.patients.at(-1)?.id
      more = body.more && seen.size < 200
    }
    assert.equal(seen.size >= 100 && seen.size % 50 === 0, true)
  })

  it('reads no table from end to end, however statements are planned', async () => {
    await practice.platform.db.transaction().execute(async (db) => {
      const plans: string[] = []
      const explain = async (query: string, ...values: unknown[]) => {
        await sql`set local plan_cache_mode = force_generic_plan`.execute(db)
        await sql.raw(`prepare looked as ${query}`).execute(db)
        const given = values.map((value) => `'${String(value)}'`).join(', ')
        const { rows } = await sql<
          Record<string, string>
        >`${sql.raw(`explain execute looked(${given})`)}`.execute(db)
        await sql.raw('deallocate looked').execute(db)
        plans.push(rows.map((row) => Object.values(row)[0]).join('\n'))
      }
      await explain(
        'select id from patients.patient where search_last >= $1 and search_last < $2 order by search_last, search_first limit 20',
        'LOV',
        'LOVZ',
      )
      await explain(
        'select id from patients.phone where reverse(number) collate "C" >= $1 and reverse(number) collate "C" < $2',
        '24',
        '25',
      )
      await explain('select id from patients.patient where search_words like $1 limit 200', '% COUNTESS%')
      await explain('select word from patients.name_word where word % $1 or sound = $2', 'LOVLACE', 'LFKL')
      await explain('select id from patients.patient where born_on = $1', '1975-12-10')
      for (const plan of plans) assert.doesNotMatch(plan, /Seq Scan/, plan)
    })
  })
})

describe('what is typed into the search', () => {
  const read = (text: string) => readSought(text, today)

  it('is told apart into names, a birth date, digits and an email', () => {
    assert.deepEqual(read("O'Brien 3/14/75 (312) 555-7142"), {
      names: ['OBRIEN'],
      bornOn: Temporal.PlainDate.from('1975-03-14'),
      digits: '3125557142',
      email: undefined,
    })
    assert.deepEqual(read('+1 312 555 7142').digits, '3125557142')
    assert.equal(read('100123').digits, '100123')
    assert.equal(read('123').digits, undefined)
    assert.equal(read('Ada@Example.com').email, 'ada@example.com')
  })

  it('has a year of two digits in the past', () => {
    assert.equal(read('11/21/26').bornOn?.toString(), '2026-11-21')
    assert.equal(read('11/22/26').bornOn?.toString(), '1926-11-22')
    assert.equal(read('25/12/99').bornOn?.toString(), '1999-12-25')
    assert.equal(read('2/30/99').bornOn, undefined)
  })
})

import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import { openPractice } from '#app/testing.ts'
import { editPatient, readPatient, registerPatient } from '../registration/contract.ts'
import { searchPatients } from '../search/contract.ts'
import {
  applyImport,
  discardImport,
  downloadReport,
  listImports,
  readImport,
  readImportRows,
  undoImport,
  uploadImport,
} from './contract.ts'

const practice = await openPractice()
const manager = await practice.as('manager')
const samples = '../shared/samples/fhir'
const withoutSamples = existsSync(samples) ? false : `${samples} is not here`

async function upload(content: string | Uint8Array, by = manager, type = 'text/csv') {
  const id = newId<'Import'>()
  const reply = await practice.call(uploadImport, { query: { id }, file: { type, content } }, by)
  return { id, ...reply }
}
const one = (id: string) => ({ params: { importId: id } })
const counts = async (id: string) => (await practice.call(readImport, one(id), manager)).body.counts
const rows = async (id: string, query: object = {}) =>
  (await practice.call(readImportRows, { ...one(id), query }, manager)).body.rows
const apply = (id: string, withPossible = true) =>
  practice.call(applyImport, { ...one(id), body: { withPossible } }, manager)
const patientCount = async () =>
  Number(
    (
      await practice.db
        .selectFrom('patients.patient')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

const heading = 'Last name,First name,DOB,Sex,MRN,Phone,Email,Address,City,State,Zip\r\n'
const list = `\uFEFF${heading}O'Brien,Seán,04/18/1963,M,A1,(312) 555-7101,sean@example.com,1 Main St,Chicago,IL,60601
García,José,3/14/1988,M,A2,312-555-7102,,2 Main St,Chicago,IL,60601
"Smith, Jr.",Ann,1990-02-30,F,A3,,,,,,
,Nobody,1/1/1990,F,A4,,,,,,
O'Brien,Sean,4/18/1963,M,A5,3125557101,,1 Main Street,Chicago,IL,60601
=cmd|calc,Formula,1/2/1950,F,A6,12,,,,,
`

describe('importing a list', () => {
  it('shows what each row is before anything is written, and what is wrong and where', async () => {
    const before = await patientCount()
    const { id, status } = await upload(list)
    assert.equal(status, 200)
    assert.deepEqual(await counts(id), { new: 3, repeated: 1, refused: 2 })
    assert.equal(await patientCount(), before)
    const refused = await rows(id, { outcome: 'refused' })
    assert.deepEqual(
      refused.map(({ line, notes }) => [line, notes[0]?.where]),
      [
        [4, 'DOB'],
        [5, 'Last name'],
      ],
    )
    const [repeated] = await rows(id, { outcome: 'repeated' })
    assert.match(repeated?.notes.at(-1)?.message ?? '', /same person as line 2/)
    const [formula] = (await rows(id)).filter(({ line }) => line === 7)
    assert.ok(formula?.notes.some(({ where }) => where === 'Phone'))
    await practice.call(discardImport, one(id), manager)
    assert.equal((await apply(id)).status, 409)
  })

  it('adds the new ones all together, keeps accents and apostrophes, and can be taken back', async () => {
    const before = await patientCount()
    const { id } = await upload(`${list}\n`)
    const applied = await apply(id)
    assert.equal(applied.status, 200)
    assert.deepEqual(applied.body.counts, { repeated: 1, refused: 2, added: 3 })
    assert.equal(await patientCount(), before + 3)
    const found = await practice.call(searchPatients, { body: { text: 'garcia jose' } }, manager)
    assert.equal(found.body[0]?.name, 'García, José')
    const { body } = await practice.call(readPatient, { params: { id: found.body[0]!.id } }, manager)
    assert.deepEqual([body.source, body.state, body.phones[0]?.mayText], ['csv import', 'registered', false])

    const report = await practice.call(downloadReport, one(id), manager)
    const text = report.bytes.toString('utf8')
    assert.match(text, /^\uFEFFLine,Outcome/)
    assert.match(text, /'=cmd\|calc/)
    assert.ok(text.includes(body.mrn))

    assert.equal((await practice.call(undoImport, one(id), manager)).status, 200)
    assert.equal(await patientCount(), before)
  })

  it('recognises everybody when the same people come again in another file', async () => {
    const { id } = await upload(`${list}\n\n`)
    await apply(id)
    const before = await patientCount()
    const again = await upload(`${list}\n\n\n`)
    const { here, new: fresh } = await counts(again.id)
    assert.deepEqual([here, fresh], [3, undefined])
    await apply(again.id)
    assert.equal(await patientCount(), before)
    const same = await upload(`${list}\n\n`)
    assert.deepEqual([same.status, same.body.type], [409, '/problems/same-file'])
    assert.equal(same.body.facts?.['importId'], id)
  })

  it('is not taken back once something was done with one of its patients', async () => {
    const { id } = await upload(`${heading}Kept,Karl,5/5/1955,M,K1,3125557155,,5 Main St,Chicago,IL,60601\n`)
    await apply(id)
    const [row] = await rows(id, { outcome: 'added' })
    await practice.call(
      editPatient,
      { params: { id: row!.added!.patientId }, body: { version: 1, changes: { city: 'Peoria' } } },
      manager,
    )
    const before = await patientCount()
    const { status, body } = await practice.call(undoImport, one(id), manager)
    assert.deepEqual([status, body.type], [409, '/problems/import-in-use'])
    assert.equal(await patientCount(), before)
  })

  it('compares once more when it is applied: who was registered since is not added twice', async () => {
    const { id } = await upload(
      `${heading}Late,Lena,6/6/1966,F,L1,3125557166,lena@example.com,6 Main St,Chicago,IL,60601\n`,
    )
    assert.deepEqual(await counts(id), { new: 1 })
    const phones = [
      { id: newId(), number: '3125557166', kind: 'home', mayLeaveVoicemail: false, mayText: false },
    ]
    const desk = {
      id: newId(),
      lastName: 'Late',
      firstName: 'Lena',
      bornOn: '1966-06-06',
      sex: 'F',
      email: 'lena@example.com',
      phones,
    }
    assert.equal((await practice.call(registerPatient, { body: desk }, manager)).status, 200)
    const { body } = await apply(id)
    assert.deepEqual(body.counts, { probable: 1 })
    const [row] = await rows(id)
    assert.equal(row?.leads[0]?.patientId, desk.id)
  })

  it('leaves out possible duplicates unless one says otherwise', async () => {
    const { id } = await upload(`${heading}Late,Tom,6/6/1966,M,L2,3125557166,,6 Main St,Chicago,IL,60601\n`)
    assert.deepEqual(await counts(id), { possible: 1 })
    assert.deepEqual((await apply(id, false)).body.counts, { possible: 1 })
  })

  it('imports nothing of a file that breaks off, is empty or is something else', async () => {
    const before = await patientCount()
    for (const [content, words] of [
      [`${heading}Half,Hal,1/1/1980,M,H1,"never closed`, /Line 2/],
      ['', /empty/],
      ['PK\u0003\u0004', /Excel/],
      ['name;colour\n1;2', /Date of birth/],
      ['{"resourceType":"Bundle","entry":[', /ends too early/],
      ['{"resourceType":"Bundle","type":"collection","entry":[]}', /no patient/],
    ] as const) {
      const { status, body } = await upload(content)
      assert.deepEqual([status, body.type], [422, '/problems/not-readable'], content.slice(0, 20))
      assert.match(body.detail ?? '', words)
      assert.doesNotMatch(body.detail ?? '', /Half|Hal/)
    }
    assert.equal(await patientCount(), before)
    const left = await practice.call(listImports, { query: { state: 'previewed' } }, manager)
    assert.deepEqual(left.body, [])
  })

  it('adds nobody when its third part turns out to be damaged', async () => {
    const people = Array.from(
      { length: 450 },
      (_, index) =>
        `Whole${index},Wanda,${1 + (index % 12)}/${1 + (index % 28)}/19${10 + (index % 80)},F,W${index},,,,,,`,
    )
    const { id } = await upload(heading + people.join('\n'))
    await practice.arrange(async ({ db }) => {
      const parts = await db
        .selectFrom('patients.importPart')
        .select('id')
        .where('importId', '=', id)
        .orderBy('number')
        .execute()
      await db
        .updateTable('patients.importPart')
        .set({ rowsSealed: 'broken' })
        .where('id', '=', parts[2]!.id)
        .execute()
    })
    const before = await patientCount()
    assert.ok((await apply(id)).status >= 500)
    assert.equal(await patientCount(), before)
    assert.equal((await practice.call(readImport, one(id), manager)).body.state, 'previewed')
  })

  it('reads what older programs write, and 5,000 rows without halting others', async () => {
    const old = Buffer.from(
      `${heading}Müller,Zoë,7/7/1977,F,O1,3125557177,,7 Main St,Chicago,IL,60601\n`,
      'latin1',
    )
    const { id } = await upload(old)
    assert.equal((await rows(id))[0]?.label, 'Müller, Zoë')
    const many = Array.from(
      { length: 5000 },
      (_, index) =>
        `Row${index},Rita,${1 + (index % 12)}/${1 + (index % 28)}/19${10 + (index % 80)},F,R${index},,,,,,`,
    )
    let longest = 0
    let last = performance.now()
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const big = await upload(heading + many.join('\n'))
    clearInterval(beat)
    assert.equal(big.status, 200)
    assert.equal((await counts(big.id)).new, 5000)
    assert.ok(longest < 2000, `the process stood still for ${Math.round(longest)} ms`)
    const page = await practice.call(readImportRows, { ...one(big.id), query: { after: 250 } }, manager)
    assert.deepEqual([page.body.rows[0]?.line, page.body.rows.length, page.body.more], [251, 100, true])
  })

  it('keeps what it read sealed, and is open to the manager alone', async () => {
    const { rows: parts } = await sql<{ text: string }>`
      select string_agg(p::text, '')
        || (select string_agg(e::text, '') from audit.entry e where subject like 'patients.import%') as text
        from patients.import_part p`.execute(practice.db)
    assert.doesNotMatch(parts[0]!.text, /García|O'Brien|family\W|birthDate\W/)
    for (const role of ['front-desk', 'nurse', 'biller', 'hr', 'it', 'compliance'])
      assert.equal((await upload(list, await practice.as(role))).status, 403, role)
  })
})

describe('importing FHIR bundles', { skip: withoutSamples }, () => {
  const bundles = withoutSamples ? [] : readdirSync(samples).filter((name) => name !== 'practitioners.json')

  it('imports all 16 samples whole, and knows them all the second time', async () => {
    const before = await patientCount()
    for (const name of bundles) {
      const content = readFileSync(join(samples, name))
      const { id, status } = await upload(content, manager, 'application/fhir+json')
      assert.equal(status, 200, name)
      const { body } = await apply(id)
      assert.deepEqual(body.counts, { added: 1 }, name)
      const again = await upload(
        Buffer.concat([content, Buffer.from('\n')]),
        manager,
        'application/fhir+json',
      )
      assert.deepEqual(await counts(again.id), { here: 1 }, name)
    }
    assert.equal(await patientCount(), before + 16)
    const found = await practice.call(searchPatients, { body: { text: 'fonseca agustin' } }, manager)
    const { body } = await practice.call(readPatient, { params: { id: found.body[0]!.id } }, manager)
    assert.deepEqual(
      [body.firstName, body.language, body.stateCode, body.zip, body.ssnLast4, body.phones[0]?.number],
      ['Agustín', 'es', 'MA', '02720', '8619', '5559299025'],
    )
  })

  it('says of a bundle without patients that there are none', async () => {
    const { status, body } = await upload(
      readFileSync(join(samples, 'practitioners.json')),
      manager,
      'application/fhir+json',
    )
    assert.deepEqual([status, body.detail], [422, 'There is no patient in this file.'])
  })
})

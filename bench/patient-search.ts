/**
 * Finds patients as people type, among very many: the time of the whole request on the server, with its permission
 * check, its transaction and its entry in the audit log.
 *
 *   node bench/patient-search.ts [patients = 100000] [rounds = 5]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openHttp, openPlatform } from '#app/compose.ts'
import { prepareDatabase } from '#app/prepare.ts'
import { makePerson } from '#database/demo/people.ts'
import { createRandom } from '#database/demo/random.ts'
import { bloomington } from '#database/demo/towns.ts'
import { createPatients, patientFrom } from '#domains/patients/patients.ts'
import { createLog } from '#platform/log.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { type Platform, inTransaction, program } from '#platform/transaction.ts'

const wanted = Number(process.argv[2] ?? 100_000)
const rounds = Number(process.argv[3] ?? 5)
const today = Temporal.PlainDate.from('2026-11-21')

/** What is typed, letter by letter and whole, by what it asks of the search. */
const typed: Readonly<Record<string, readonly string[]>> = {
  'one or two letters': ['s', 'a', 'sm', 'ma', 'jo', 'w'],
  'beginning of a name': ['smi', 'smith', 'john', 'mar', 'garcia', 'nguyen', 'wil'],
  'first and last': ['john smith', 'smith j', 'maria gar', 'garcia maria', 'a l', 'david br'],
  misspelled: ['smiht', 'garzia', 'jon smth', 'willaims', 'nguyn', 'rodrigez maria', 'jonson'],
  nickname: ['bill smith', 'bob johnson', 'liz brown', 'peggy davis'],
  nobody: ['xqzvwk', 'zzyzx abernathyson', 'qwrtz plmnk'],
  'birth date': ['3/14/75', '1962-08-09', 'smith 7/4/58', 'march 3 1990'],
  'phone, MRN, email': ['5550142', '0199', '8125550142', '100500', 'mary', 'smith@'],
}

/** Invents some with all their rows, then doubles them until there are enough, past the triggers: it is the search that is measured. */
async function fill(platform: Platform, adminUrl: string, database: string) {
  const random = createRandom('patient search')
  const first = Math.min(wanted, 12_500)
  for (let made = 0; made < first; made += 500) {
    const people = Array.from({ length: Math.min(500, first - made) }, () =>
      makePerson(random, { town: bloomington, today }),
    )
    await inTransaction(platform, program, { request: 'bench', address: null }, (tx) =>
      createPatients(
        tx,
        people.map((person) => ({
          ...patientFrom({ ...person, birthDate: person.birthDate! }, 'bench'),
          ssn: null,
          contacts: [],
        })),
      ),
    )
  }
  const address = new URL(adminUrl)
  address.pathname = `/${database}`
  const admin = new pg.Client({ connectionString: address.href })
  // A broken connection shows itself in the next query.
  admin.on('error', () => {})
  await admin.connect()
  await admin.query('set session_replication_role = replica')
  for (let count = first; count < wanted; count *= 2)
    await admin.query(
      `with doubled as (select * from patients.patient limit $1), made as (
         insert into patients.patient (id, last_name, first_name, middle_name, born_on, sex, state, city, email,
                                       search_last, search_first, search_words, search_door)
         select gen_random_uuid(), last_name, first_name, middle_name, born_on + (random() * 700)::int, sex, state, city,
                email, search_last, search_first, search_words, search_door from doubled returning id)
       insert into patients.phone (id, patient_id, number, kind)
       select gen_random_uuid(), id, (2000000000 + random() * 7999999999)::bigint::text, 'mobile' from made`,
      [Math.min(count, wanted - count)],
    )
  await admin.query('vacuum analyze patients.patient, patients.phone, patients.name_word')
  await admin.end()
}

const share = (sorted: readonly number[], of: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))]!.toFixed(1)

const folder = await mkdtemp(join(tmpdir(), 'wellrun-bench-'))
process.env['WELLRUN_DATA'] = folder
const postgres = await startPostgres({ dataFolder: folder, durable: false })
try {
  await prepareDatabase(postgres.url)
  const opened = await openPlatform(postgres.url)
  const http = openHttp(opened.platform, {
    authenticate: async () => ({
      actor: { ...program, permissions: new Set(['patients.read']) },
      steppedUpAt: null,
    }),
    log: createLog('silent'),
  })
  await fill(opened.platform, postgres.adminUrl, new URL(postgres.url).pathname.slice(1))
  const ask = async (text: string) => {
    const from = performance.now()
    const { statusCode, body } = await http.app.inject({
      method: 'POST',
      url: '/api/patients/search',
      headers: { 'x-wellrun': '1' },
      payload: { text },
    })
    if (statusCode !== 200) throw new Error(`${text}: ${statusCode} ${body}`)
    return performance.now() - from
  }
  for (const texts of Object.values(typed)) for (const text of texts) await ask(text)

  console.log(`${wanted.toLocaleString('en-US')} patients, ${rounds} rounds; milliseconds of a request\n`)
  console.log('| typed | p50 | p95 | longest |\n|---|---|---|---|')
  const all: number[] = []
  const line = (name: string, times: readonly number[]) => {
    const sorted = times.toSorted((a, b) => a - b)
    console.log(`| ${name} | ${share(sorted, 0.5)} | ${share(sorted, 0.95)} | ${share(sorted, 1)} |`)
  }
  for (const [kind, texts] of Object.entries(typed)) {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) for (const text of texts) times.push(await ask(text))
    all.push(...times)
    line(kind, times)
  }
  line('**all**', all)
  await http.app.close()
  await opened.close()
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

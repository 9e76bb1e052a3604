/**
 * Fifty clients want the same slot at the same moment, over HTTP, slot after slot: exactly one of them gets it, the others
 * are told so, and nobody meets an error.
 *
 *   node bench/booking.ts [slots = 30] [clients = 50]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { prepareDatabase } from '#app/prepare.ts'
import { demoUser } from '#domains/access/access.ts'
import { arrangeClinic, moment, registerPatient, someMonday } from '#domains/scheduling/testing.ts'
import { type Id, newId } from '#kernel/id.ts'
import { connect } from '#platform/database.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { inTransaction, program } from '#platform/transaction.ts'
import { serve } from '../server.ts'

const [slots = 30, clients = 50] = process.argv.slice(2).map(Number)
const login = { userName: 'desk', password: 'correct horse battery staple' }

async function arrange(url: string) {
  const { db, close } = connect(url, { max: 1 })
  try {
    return await inTransaction(
      { db, announce: async () => {} },
      program,
      { request: 'bench', address: null },
      async (tx) => {
        const clinic = await arrangeClinic(tx)
        // Only a demo practice has logins whose password is known.
        await sql`update practice.organisation set is_demo = true`.execute(tx.db)
        await demoUser(tx, { ...login, displayName: 'Desk', roles: ['front-desk'], siteIds: null })
        const patients: Id<'Patient'>[] = []
        for (let made = 0; made < clients; made += 1)
          patients.push(await registerPatient(tx, `Bench ${made}`))
        return { clinic, patients }
      },
    )
  } finally {
    await close()
  }
}

async function signIn(address: string) {
  const response = await fetch(`${address}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-wellrun': '1' },
    body: JSON.stringify(login),
  })
  if (!response.ok) throw new Error(`signing in: ${response.status}`)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

const folder = await mkdtemp(join(tmpdir(), 'wellrun-booking-'))
process.env['WELLRUN_DATA'] = folder
const postgres = await startPostgres({ dataFolder: folder })
try {
  await prepareDatabase(postgres.url)
  const { clinic, patients } = await arrange(postgres.url)
  const serving = await serve({
    databaseUrl: postgres.url,
    host: '127.0.0.1',
    port: 0,
    webFolder: null,
    withWorker: false,
  })
  const cookie = await signIn(serving.address)
  const book = async (patientId: Id<'Patient'>, startsAt: string) => {
    const from = performance.now()
    const response = await fetch(`${serving.address}/api/scheduling/appointments`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-wellrun': '1',
        'idempotency-key': newId(),
        cookie,
      },
      body: JSON.stringify({
        id: newId(),
        patientId,
        siteId: clinic.siteId,
        providerId: clinic.okafor,
        visitTypeId: clinic.followUp,
        startsAt,
        reason: 'Follow-up',
      }),
    })
    const { type } = (await response.json()) as { type?: string }
    return { status: response.status, type: type ?? 'booked', ms: performance.now() - from }
  }

  const all: Awaited<ReturnType<typeof book>>[] = []
  const notOne: string[] = []
  for (let slot = 0; slot < slots; slot += 1) {
    // Nine slots of twenty minutes each morning.
    const date = someMonday().add({ days: Math.floor(slot / 9) })
    const startsAt = moment(date, '09:00').add({ minutes: (slot % 9) * 20 })
    const answers = await Promise.all(patients.map((patient) => book(patient, startsAt.toString())))
    const winners = answers.filter(({ status }) => status === 200).length
    if (winners !== 1) notOne.push(`${startsAt.toString()}: ${winners} winners`)
    all.push(...answers)
  }
  await serving.close()

  console.log(`${slots} slots, ${clients} clients at once on each, over HTTP\n`)
  console.log('| answer | times |\n|---|---|')
  for (const [answer, found] of Map.groupBy(all, ({ status, type }) => `${status} ${type}`))
    console.log(`| ${answer} | ${found.length} |`)
  const sorted = all.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const share = (of: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))]!.toFixed(0)
  console.log(
    `\nFrom the press of the button, milliseconds: p50 ${share(0.5)}, p95 ${share(0.95)}, longest ${share(1)}`,
  )
  const errors = all.filter(({ status }) => status !== 200 && status !== 409)
  for (const line of notOne) console.log(`PROBLEM ${line}`)
  console.log(`${errors.length} errors, ${notOne.length} slots without exactly one winner`)
  process.exitCode = errors.length + notOne.length > 0 ? 1 : 0
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

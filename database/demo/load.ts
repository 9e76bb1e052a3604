/** The demonstration practice: made of a seed around the moment of its making, in one transaction. */
import { connect } from '#platform/database.ts'
import { inTransaction, program } from '#platform/transaction.ts'
import { sql } from 'kysely'
import { keepWaiting, makeCharges, sendClaims } from './charges.ts'
import { makeCodes } from './coding.ts'
import { makePayers } from './insurers.ts'
import { makeOffice } from './office.ts'
import { makePatients } from './patients.ts'
import { createRandom } from './random.ts'
import { demoPassword, demoUserNames, makeTeam } from './team.ts'
import { askPayers } from './eligibility.ts'
import { makePayments } from './payments.ts'
import { makeRemittances } from './remittances.ts'
import { makeVisits } from './visits.ts'

const seed = 'prairie'
const patientCount = 800

/**
 * Fills a practice nobody has set up yet; does nothing in any other. One transaction: a program ended in the middle
 * leaves the practice empty, and the next start begins anew. Nothing is announced, so nobody is written to.
 */
export async function loadDemo(url: string, say: (line: string) => void): Promise<void> {
  // As the owner, who alone may gather statistics.
  const connection = connect(url, { max: 1, role: null })
  const quiet = { db: connection.db, announce: async () => {} }
  try {
    await inTransaction(quiet, program, { request: 'demo', address: null }, async (tx) => {
      await sql`select pg_advisory_xact_lock(7302)`.execute(tx.db)
      if (await isSetUp(tx.db)) return
      say('Making the demonstration practice')
      await tx.because('Demonstration practice')
      const part = createRandom(seed).fork

      const sites = await makeOffice(tx, part('office'))
      const team = await makeTeam(tx, part('team'), sites)
      const payers = await makePayers(tx, part('payers'), sites[0]!.today)
      const patients = await makePatients(tx, part('patients'), { sites, payers, count: patientCount })
      const visits = await makeVisits(tx, part('visits'), { team, patients })
      await makeCodes(tx)
      const charged = await makeCharges(tx, part('charges'), visits, team)
      // The rules below look things up in what was just written: without statistics, as if the tables were empty.
      await sql`analyze`.execute(tx.db)
      const { today } = sites[0]!
      const claims = await sendClaims(tx, charged, today)
      await makeRemittances(tx, part('remittances'), { claims, payers, today, team })
      await keepWaiting(tx, charged, today)
      await makePayments(tx, part('payments'), { visits, team, today })
      await askPayers(tx, part('eligibility'), visits)
    })
    await sql`analyze`.execute(connection.db)
  } finally {
    await connection.close()
  }
}

async function isSetUp(db: Parameters<Parameters<typeof inTransaction>[3]>[0]['db']) {
  const { rows } =
    await sql`select 1 from practice.organisation union all select 1 from access.user limit 1`.execute(db)
  return rows.length > 0
}

/** Lines that say who may sign in, or none where this is not the demonstration practice. */
export async function demoLogins(url: string): Promise<readonly string[]> {
  const connection = connect(url, { max: 1 })
  try {
    const { rows } = await sql<{ userName: string }>`
      select u.user_name from access.user u, practice.organisation o
       where o.is_demo and u.is_demo and u.state = 'active' and u.user_name = any(${demoUserNames})`.execute(
      connection.db,
    )
    if (rows.length === 0) return []
    const names = demoUserNames.filter((name) => rows.some(({ userName }) => userName === name))
    return [
      'This is the demonstration practice; its patients are invented.',
      `Sign in as ${names.join(', ')}; the password of each is ${demoPassword}`,
    ]
  } finally {
    await connection.close()
  }
}

import { sql } from 'kysely'
import { cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { mustExist, patientName } from '#domains/patients/patients.ts'
import { officeDay, siteOf, today } from '#domains/practice/practice.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { keepFile } from '#platform/vault.ts'
import { ageing } from '../accounts/ageing.ts'
import { policyOn } from '../accounts/policy.ts'
import { accountCharges } from '../accounts/queries.ts'
import { senderOf } from '../paper/sender.ts'
import { holdAccount } from '../payments/apply.ts'
import { statementPaper } from './paper.ts'
import { candidates } from './queries.ts'
import { AlreadyEnded, type HoldReason } from './statement.ts'
import { languageOf } from './words.ts'

/**
 * Makes the statements of these patients, each as an encrypted PDF. Each account is held and looked at again here: two
 * people who press the button at once send one letter.
 */
export async function makeStatements(tx: Tx, patientIds: readonly Id<'Patient'>[]) {
  const ids = [...new Set(patientIds)].toSorted()
  for (const id of ids) await holdAccount(tx, id)
  const on = await officeDay(tx.db, tx.now)
  const rows = await candidates(tx.db, on, ids)
  const found = new Set(rows.map(({ patientId }) => patientId))
  const left = [
    ...ids
      .filter((id) => !found.has(id))
      .map((patientId) => ({ patientId, why: 'Nothing is owed any more.' })),
    ...rows.filter(({ status }) => status !== 'due').map(({ patientId, why }) => ({ patientId, why })),
  ]
  const made = []
  for (const row of rows.filter(({ status }) => status === 'due')) made.push(await make(tx, row))
  if (made.length > 0) await tx.touch('billing')
  return { made, left }
}

type Candidate = Awaited<ReturnType<typeof candidates>>[number]

async function make(tx: Tx, { patientId, stage, dueCents, creditCents }: Candidate) {
  const charges = (await accountCharges(tx.db, patientId))
    .filter((charge) => charge.patientLeftCents > 0 && charge.insuranceLeftCents <= 0)
    .toReversed()
  const siteId = charges.at(-1)!.siteId
  const { timeZone } = await siteOf(tx.db, siteId)
  const madeOn = today(tx.now, timeZone)
  const { statementDueDays } = await policyOn(tx.db, madeOn)
  const dueOn = madeOn.add({ days: statementDueDays })
  const id = newId<'Statement'>()
  const { rows } = await sql<{ number: number }>`
    select nextval(pg_get_serial_sequence('billing.statement', 'number')) as number`.execute(tx.db)
  const { number } = rows[0]!
  const to = await addressee(tx, patientId)
  const bytes = await statementPaper({
    ...to,
    sender: await senderOf(tx.db, siteId),
    number,
    stage,
    madeOn,
    dueOn,
    balanceCents: dueCents,
    creditCents: cents(Math.max(creditCents, 0)),
    lines: charges,
    ageing: ageing(
      charges.map((charge) => ({
        cents: charge.patientLeftCents,
        since: charge.movedOn ?? charge.serviceOn,
      })),
      madeOn,
    ).buckets,
  })
  const file = await keepFile(tx, bytes, {
    name: `statement-${number}.pdf`,
    mediaType: 'application/pdf',
  })
  await sql`insert into billing.statement (id, patient_id, number, stage, balance_cents, made_on, due_on, made_by, file_id)
    overriding system value values (${id}, ${patientId}, ${number}, ${stage}, ${dueCents}, ${madeOn.toString()},
      ${dueOn.toString()}, ${tx.actor.id}, ${file.id})`.execute(tx.db)
  return { id, patientId, number, stage, balanceCents: dueCents }
}

/** The guarantor where one is named, otherwise the patient; always at the patient's address when the other is unknown. */
async function addressee(tx: Tx, patientId: Id<'Patient'>) {
  const patient = await tx.db
    .selectFrom('patients.patient')
    .select(['lastName', 'firstName', 'middleName', 'suffix', 'mrn', 'language'])
    .select(['address', 'address2', 'city', 'stateCode', 'zip'])
    .where('id', '=', patientId)
    .executeTakeFirstOrThrow()
  const guarantor = await tx.db
    .selectFrom('patients.contact')
    .select(['name', 'address'])
    .where('patientId', '=', patientId)
    .where('role', '=', 'guarantor')
    .limit(1)
    .executeTakeFirst()
  const name = patientName(patient)
  const zip = patient.zip?.replace(/^(\d{5})(\d{4})$/, '$1-$2') ?? ''
  const home = [
    patient.address ?? '',
    patient.address2 ?? '',
    `${patient.city ?? ''}, ${patient.stateCode ?? ''} ${zip}`.trim(),
  ].filter((line) => line !== '')
  return {
    patientName: name,
    mrn: patient.mrn,
    language: languageOf(patient.language),
    addressee: guarantor
      ? [guarantor.name, ...(guarantor.address ? guarantor.address.split(/\s*\n\s*/) : home)]
      : [name, ...home],
  }
}

export async function hold(
  tx: Tx,
  patientId: Id<'Patient'>,
  given: { readonly id: Id<'Hold'>; readonly reason: HoldReason; readonly note: string | null },
) {
  await mustExist(tx.db, patientId)
  await tx.db
    .insertInto('billing.hold')
    .values({ ...given, patientId, beginsOn: await officeDay(tx.db, tx.now) })
    .execute()
    .catch(refuseIfViolated({ hold_pkey: AlreadyExists }))
  await tx.touch('billing')
}

export async function endHold(tx: Tx, id: Id<'Hold'>, version: number) {
  const found = await tx.db
    .selectFrom('billing.hold')
    .select(['version', 'endedOn'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) refuse(NotFound, 'There is no such hold.')
  if (found.endedOn) refuse(AlreadyEnded)
  if (found.version !== version) refuse(Stale)
  await tx.db
    .updateTable('billing.hold')
    .set({ endedOn: await officeDay(tx.db, tx.now), version: version + 1 })
    .where('id', '=', id)
    .execute()
  await tx.touch('billing')
}

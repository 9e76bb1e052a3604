import { sql } from 'kysely'
import type { Cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { patientListName } from '#domains/patients/patients.ts'
import type { Db } from '#platform/database.ts'
import { readKept } from '#platform/vault.ts'
import { policyOn } from '../accounts/policy.ts'
import { type HoldReason, type Standing, standing } from './statement.ts'

type Row = {
  patientId: Id<'Patient'>
  lastName: string
  firstName: string
  middleName: string | null
  suffix: string | null
  preferredName: string | null
  mrn: string
  dueCents: Cents
  pendingCents: Cents
  creditCents: Cents
  oldestOn: Temporal.PlainDate
  deceased: boolean
  hasAddress: boolean
  hold: HoldReason | null
  lastMadeOn: Temporal.PlainDate | null
  madeBefore: number
}

const most = 500

/**
 * Everybody who owes something, with what decides about a statement: one query over the open items of the ledger. What
 * a patient owes for a charge on which insurance still has something open is pending, not due.
 */
export async function candidates(db: Db, on: Temporal.PlainDate, patientIds?: readonly Id<'Patient'>[]) {
  const only = patientIds ? sql`and line.patient_id = any(${patientIds}::uuid[])` : sql``
  const { rows } = await sql<Row>`
    with owing as (
      select line.patient_id, line.charge_id from ledger.line line
       where line.account = '1110' and line.charge_id is not null ${only}
       group by line.patient_id, line.charge_id having sum(line.amount_cents) > 0),
    -- By the index of each charge: few are open, whatever the number that ever was.
    item as (
      select owing.patient_id, open.* from owing cross join lateral (
        select sum(line.amount_cents) filter (where line.account = '1110') as owed,
               coalesce(sum(line.amount_cents) filter (where line.account = '1100'), 0) as insurance,
               min(journal.posted_on) filter (where line.account = '1110' and line.amount_cents > 0) as moved_on
          from ledger.line line join ledger.journal journal on journal.id = line.journal_id
         where line.charge_id = owing.charge_id
           and line.account in ('1100', '1110')) open),
    account as (
      select patient_id, coalesce(sum(owed) filter (where insurance <= 0), 0)::bigint as due_cents,
             coalesce(sum(owed) filter (where insurance > 0), 0)::bigint as pending_cents,
             coalesce(min(moved_on) filter (where insurance <= 0), min(moved_on)) as oldest_on
        from item group by patient_id)
    select account.*, patient.last_name, patient.first_name, patient.middle_name, patient.suffix, patient.preferred_name,
           patient.mrn, patient.deceased_on is not null as deceased,
           (patient.address is not null and patient.city is not null) as has_address,
           (select hold.reason from billing.hold where hold.patient_id = account.patient_id and hold.ended_on is null
             order by hold.begins_on limit 1) as hold,
           sent.last_made_on, coalesce(sent.made_before, 0)::int as made_before,
           coalesce((select -sum(l.amount_cents) from ledger.line l
                      where l.patient_id = account.patient_id and l.account = '2050'), 0)::bigint as credit_cents
      from account join patients.patient on patient.id = account.patient_id
      left join lateral (
        select max(s.made_on) as last_made_on, count(*) filter (where s.made_on >= account.oldest_on - 1) as made_before
          from billing.statement s where s.patient_id = account.patient_id) sent on true
     order by account.oldest_on, account.patient_id`.execute(db)
  const policy = await policyOn(db, on)
  const how = {
    today: on,
    everyDays: policy.statementEveryDays,
    smallBalanceCents: policy.smallBalanceCents,
  }
  return rows.map(({ lastName, firstName, middleName, suffix, preferredName, ...row }) => ({
    ...row,
    patientName: patientListName({ lastName, firstName, middleName, suffix, preferredName }),
    ...standing(row, how),
  }))
}

export async function statementsDue(db: Db, on: Temporal.PlainDate, show: Standing['status'] = 'due') {
  const all = await candidates(db, on)
  const of = (status: Standing['status']) => all.filter((row) => row.status === status)
  const shown = of(show)
  return {
    patients: shown.slice(0, most),
    counts: {
      due: of('due').length,
      waiting: of('waiting').length,
      held: of('held').length,
      review: of('review').length,
    },
    more: shown.length > most,
  }
}

type Which = {
  readonly patientId?: Id<'Patient'> | undefined
  readonly from?: Temporal.PlainDate | undefined
  readonly to?: Temporal.PlainDate | undefined
}

export async function statements(db: Db, { patientId, from, to }: Which) {
  const rows = await db
    .selectFrom('billing.statement as statement')
    .innerJoin('patients.patient as patient', 'patient.id', 'statement.patientId')
    .select(['statement.id', 'statement.patientId', 'statement.number', 'statement.stage'])
    .select(['statement.balanceCents', 'statement.madeOn', 'statement.dueOn', 'patient.mrn'])
    .select(['patient.lastName', 'patient.firstName', 'patient.middleName', 'patient.suffix'])
    .select(['patient.preferredName', 'statement.fileId'])
    .$if(patientId !== undefined, (query) => query.where('statement.patientId', '=', patientId!))
    .$if(from !== undefined, (query) => query.where('statement.madeOn', '>=', from!))
    .$if(to !== undefined, (query) => query.where('statement.madeOn', '<=', to!))
    .orderBy('statement.number', 'desc')
    .limit(most)
    .execute()
  return {
    statements: rows.map(
      ({ lastName, firstName, middleName, suffix, preferredName, fileId, ...statement }) => ({
        ...statement,
        hasPaper: fileId !== null,
        patientName: patientListName({ lastName, firstName, middleName, suffix, preferredName }),
      }),
    ),
  }
}

export async function statementPaperOf(db: Db, id: Id<'Statement'>) {
  const statement = await db
    .selectFrom('billing.statement')
    .select(['patientId', 'number', 'fileId'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!statement?.fileId) refuse(NotFound, 'This statement was not kept as a document.')
  const { bytes } = await readKept(db, statement.fileId)
  return { name: `statement-${statement.number}.pdf`, bytes, patientId: statement.patientId }
}

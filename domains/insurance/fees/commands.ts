import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { type Cents, parseMoney } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { readCsv } from '#standards/csv/read.ts'
import { type NewSchedule, NotAFeeList, SchedulesOverlap } from './contract.ts'

const clashes = refuseIfViolated({
  fee_schedule_pkey: AlreadyExists,
  one_schedule_at_a_time: SchedulesOverlap,
  fee_schedule_payer_id_fkey: NotFound,
})

export async function addSchedule(tx: Tx, { copyOf, ...schedule }: NewSchedule) {
  await tx.db.insertInto('insurance.feeSchedule').values(schedule).execute().catch(clashes)
  if (!copyOf) return
  await mustHaveSchedule(tx, copyOf)
  await sql`insert into insurance.fee (id, fee_schedule_id, code, modifier, amount_cents)
    select gen_random_uuid(), ${schedule.id}, code, modifier, amount_cents from insurance.fee where fee_schedule_id = ${copyOf}`.execute(
    tx.db,
  )
}

export async function changeSchedule(
  tx: Tx,
  id: Id<'FeeSchedule'>,
  { version, ...schedule }: Omit<NewSchedule, 'id' | 'copyOf'> & { version: number },
) {
  const found = await mustHaveSchedule(tx, id)
  if (found.version !== version) refuse(Stale)
  await tx.db
    .updateTable('insurance.feeSchedule')
    .set({ ...schedule, version: version + 1 })
    .where('id', '=', id)
    .execute()
    .catch(clashes)
}

export async function setFee(
  tx: Tx,
  id: Id<'FeeSchedule'>,
  fee: { code: string; modifier: string; amountCents: Cents | null },
) {
  await mustHaveSchedule(tx, id)
  if (fee.amountCents === null)
    await tx.db
      .deleteFrom('insurance.fee')
      .where('feeScheduleId', '=', id)
      .where('code', '=', fee.code)
      .where('modifier', '=', fee.modifier)
      .execute()
  else await upsert(tx, id, [{ code: fee.code, modifier: fee.modifier, amountCents: fee.amountCents }])
}

async function mustHaveSchedule(tx: Tx, id: Id<'FeeSchedule'>) {
  const found = await tx.db
    .selectFrom('insurance.feeSchedule')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return found ?? refuse(NotFound, 'There is no such fee schedule.')
}

type Fee = { readonly code: string; readonly modifier: string; readonly amountCents: Cents }

async function upsert(tx: Tx, feeScheduleId: Id<'FeeSchedule'>, fees: readonly Fee[]) {
  for (let from = 0; from < fees.length; from += 5_000)
    await tx.db
      .insertInto('insurance.fee')
      .values(fees.slice(from, from + 5_000).map((fee) => ({ ...fee, id: newId<'Fee'>(), feeScheduleId })))
      .onConflict((conflict) =>
        conflict.constraint('fee_is_listed_once').doUpdateSet({ amountCents: sql`excluded.amount_cents` }),
      )
      .execute()
}

/** More lines than any payer's fee schedule has; a wrong file is told apart early. */
const mostLines = 100_000

/**
 * A list of fees: columns named code (or CPT, HCPCS, procedure), modifier (optional) and fee (or amount, charge, allowed).
 * All or nothing: `apply` writes only when no line is refused, otherwise every refused line is told with its reason.
 */
export async function importFees(tx: Tx, id: Id<'FeeSchedule'>, stream: Readable, apply: boolean) {
  await mustHaveSchedule(tx, id)
  const { fees, refused } = await readFees(stream)
  const known = new Map(
    (
      await tx.db
        .selectFrom('insurance.fee')
        .select(['code', 'modifier', 'amountCents'])
        .where('feeScheduleId', '=', id)
        .execute()
    ).map((fee) => [`${fee.code} ${fee.modifier}`, fee.amountCents]),
  )
  const before = fees.map((fee) => known.get(`${fee.code} ${fee.modifier}`))
  const applied = apply && refused.length === 0
  if (applied) await upsert(tx, id, fees)
  return {
    fees: fees.length,
    added: before.filter((amount) => amount === undefined).length,
    changed: before.filter((amount, index) => amount !== undefined && amount !== fees[index]!.amountCents)
      .length,
    same: before.filter((amount, index) => amount === fees[index]!.amountCents).length,
    refused: refused.slice(0, 200),
    applied,
  }
}

const headings = {
  code: /^(code|cpt|hcpcs|cpt.?hcpcs|procedure( code)?)$/i,
  modifier: /^(mod|modifier)$/i,
  fee: /^(fee|amount|charge|allowed|price|rate)$/i,
}

async function readFees(stream: Readable) {
  const fees = new Map<string, Fee>()
  const refused: { line: number; message: string }[] = []
  let columns: { code: number; modifier: number; fee: number } | undefined
  for await (const item of readCsv(stream as AsyncIterable<Uint8Array>)) {
    if (item.kind === 'problem')
      refuse(NotAFeeList, `The list cannot be read at line ${item.line}: ${item.message}`)
    if (!columns) {
      const at = (pattern: RegExp) => item.fields.findIndex((field) => pattern.test(field.trim()))
      columns = { code: at(headings.code), modifier: at(headings.modifier), fee: at(headings.fee) }
      if (columns.code < 0 || columns.fee < 0)
        refuse(NotAFeeList, 'The first line must name the columns: code, modifier (if any) and fee.')
      continue
    }
    if (item.line > mostLines)
      refuse(NotAFeeList, `The list has more than ${mostLines.toLocaleString('en-US')} lines.`)
    const code = (item.fields[columns.code] ?? '').trim().toUpperCase()
    const modifier = (columns.modifier < 0 ? '' : (item.fields[columns.modifier] ?? '')).trim().toUpperCase()
    const amountCents = parseMoney(item.fields[columns.fee] ?? '')
    const key = `${code} ${modifier}`
    const wrong = !/^[A-Z0-9]{5}$/.test(code)
      ? 'A code has five letters or digits.'
      : !/^([A-Z0-9]{2})?$/.test(modifier)
        ? 'A modifier has two letters or digits.'
        : amountCents === undefined || amountCents < 0
          ? 'The fee is not an amount of money.'
          : fees.has(key)
            ? 'This code and modifier are listed twice.'
            : undefined
    if (wrong) refused.push({ line: item.line, message: wrong })
    else fees.set(key, { code, modifier, amountCents: amountCents! })
  }
  if (!columns) refuse(NotAFeeList, 'The list is empty.')
  return { fees: [...fees.values()], refused }
}

/** What patients of the demo practice paid: copays at the desk, statements by mail, bags to the bank. */
import { type Cents, cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'
import { sql } from 'kysely'
import { insertRows } from './insert.ts'
import { insertJournals } from './journals.ts'
import { copayOf } from './patients.ts'
import type { Random } from './random.ts'
import { type Owed, askForAdjustments, sendStatements } from './statements.ts'
import type { Team } from './team.ts'
import type { SettledVisit } from './visits.ts'

type Part = { readonly chargeId: Id<'Charge'>; readonly amountCents: Cents }
type Given = {
  readonly id: Id<'Payment'>
  readonly siteId: Id<'Site'>
  readonly patientId: Id<'Patient'>
  readonly appointmentId: Id<'Appointment'> | null
  readonly kind: 'copay' | 'balance' | 'statement'
  readonly method: 'cash' | 'check' | 'card'
  readonly amountCents: Cents
  readonly receivedOn: Temporal.PlainDate
  readonly receivedAt: Temporal.Instant
  /** Empty: it waits as the patient's credit. */
  readonly parts: readonly Part[]
}

export async function makePayments(
  tx: Tx,
  random: Random,
  {
    visits,
    team,
    today,
  }: { readonly visits: readonly SettledVisit[]; readonly team: Team; readonly today: Temporal.PlainDate },
) {
  const { rows: owed } = await sql<Owed>`
    select c.id as charge_id, c.appointment_id, c.patient_id, c.site_id, sum(l.amount_cents)::bigint as owed_cents,
           max(j.posted_on) as since_on, c.coverage_id is not null as insured
      from ledger.line l join claims.charge c on c.id = l.charge_id join ledger.journal j on j.id = l.journal_id
     where l.account = '1110' group by c.id having sum(l.amount_cents) > 0 order by c.service_on, c.id`.execute(
    tx.db,
  )
  const byVisit = Map.groupBy(owed, ({ appointmentId }) => appointmentId)

  const atDesk = visits.flatMap((visit) => deskPayment(random, visit, byVisit.get(visit.id) ?? []))
  const { applied, left } = planCopays(atDesk, byVisit)
  const { paid, unpaid } = mailPayments(random, left, today)
  await takeIn(tx, random, [...atDesk, ...paid], team, today)
  await applyCopays(tx, applied)
  await sendStatements(tx, random, unpaid, today, team)
  await askForAdjustments(tx, unpaid, team)
}

const methodOf = (random: Random) =>
  random.weighted([
    ['card', 72],
    ['cash', 16],
    ['check', 12],
  ] as const)

/** The copay of an insured visit; three of four who have no card pay the whole visit when they leave. */
function deskPayment(random: Random, visit: SettledVisit, charges: readonly Owed[]): Given[] {
  const { patient, times } = visit
  const at = times.checkedInAt
  if (!at) return []
  const whose = {
    id: random.id(at) as Id<'Payment'>,
    siteId: visit.provider.site.id,
    patientId: patient.id,
    appointmentId: visit.id,
    method: methodOf(random),
    receivedOn: visit.on,
  }
  const copay = copayOf(patient, visit.type.name) ?? 0
  if (visit.copayDisposition === 'collected')
    return [{ ...whose, kind: 'copay', amountCents: cents(copay), receivedAt: at, parts: [] }]
  const mine = charges.filter(({ insured }) => !insured)
  if (mine.length === 0 || !times.checkedOutAt || !random.chance(0.75)) return []
  const parts = mine.map(({ chargeId, owedCents }) => ({ chargeId, amountCents: cents(owedCents) }))
  return [
    {
      ...whose,
      kind: 'balance',
      amountCents: cents(parts.reduce((total, { amountCents }) => total + amountCents, 0)),
      receivedAt: times.checkedOutAt,
      parts,
    },
  ]
}

/** A drawer for each site and day with its cash counted, and the bag of each day carried to the bank the next. */
async function takeIn(
  tx: Tx,
  random: Random,
  payments: readonly Given[],
  team: Team,
  today: Temporal.PlainDate,
) {
  const drawers = new Map<string, Id<'Drawer'>>()
  const deposits = new Map<string, Id<'Deposit'>>()
  const days = [...Map.groupBy(payments, dayKey)].map(([key, list]) => ({
    key,
    siteId: list[0]!.siteId,
    on: list[0]!.receivedOn,
    total: list.reduce((sum, { amountCents }) => sum + amountCents, 0),
    cash: list.reduce((sum, { amountCents, method }) => sum + (method === 'cash' ? amountCents : 0), 0),
    first: list.map(({ receivedAt }) => receivedAt).toSorted(Temporal.Instant.compare)[0]!,
    last: list
      .map(({ receivedAt }) => receivedAt)
      .toSorted(Temporal.Instant.compare)
      .at(-1)!,
    drawerId: random.id(tx.now) as Id<'Drawer'>,
    depositId: random.id(tx.now) as Id<'Deposit'>,
    journalId: random.id(tx.now) as Id<'Journal'>,
  }))
  for (const { key, drawerId } of days) drawers.set(key, drawerId)
  // The last working day's money still lies in the safe.
  const latest = days
    .map(({ on }) => on)
    .filter((on) => !on.equals(today))
    .toSorted(Temporal.PlainDate.compare)
    .at(-1)
  const banked = days.filter(({ on }) => !on.equals(today) && !(latest && on.equals(latest)))
  for (const { key, depositId } of banked) deposits.set(key, depositId)
  const bankDay = (on: Temporal.PlainDate) => on.add({ days: on.dayOfWeek === 5 ? 3 : 1 })
  await insertJournals(
    tx,
    banked.map((day) => ({
      id: day.journalId,
      postedOn: bankDay(day.on),
      postedAt: day.last.add({ hours: 16 }),
      memo: 'Deposit: cash, check, card',
      source: 'billing.deposit',
      sourceId: day.depositId,
      siteId: day.siteId,
      lines: [
        { account: '1000', amountCents: day.total },
        { account: '1010', amountCents: -day.total },
      ],
    })),
    team.biller,
  )
  await insertRows(
    tx.db,
    'billing.deposit',
    banked.map((day) => ({
      id: day.depositId,
      siteId: day.siteId,
      depositedOn: bankDay(day.on),
      amountCents: cents(day.total),
      reference: `Bag ${random.digits(4)}`,
      madeAt: day.last.add({ hours: 16 }),
      madeBy: team.biller,
      journalId: day.journalId,
    })),
  )
  const float = cents(20_000)
  await insertRows(
    tx.db,
    'billing.drawer',
    days.map((day) => {
      const isOpen = day.on.equals(today)
      return {
        id: day.drawerId,
        siteId: day.siteId,
        openedBy: team.frontDesk,
        openedAt: day.first.subtract({ minutes: 20 }),
        floatCents: float,
        closedAt: isOpen ? null : day.last.add({ minutes: 25 }),
        closedBy: isOpen ? null : team.frontDesk,
        countedCents: isOpen ? null : cents(float + day.cash),
        expectedCents: isOpen ? null : cents(float + day.cash),
        depositId: deposits.get(day.key) ?? null,
      }
    }),
  )
  await insertPayments(tx, await numbered(tx, payments), team, drawers, deposits)
}

const dayKey = ({ siteId, receivedOn }: Pick<Given, 'siteId' | 'receivedOn'>) =>
  `${siteId} ${receivedOn.toString()}`

/** Receipt numbers of a site run on without gaps, in the order the money came. */
async function numbered({ db }: Tx, payments: readonly Given[]) {
  const bySite = Map.groupBy(
    payments.toSorted((a, b) => Temporal.Instant.compare(a.receivedAt, b.receivedAt)),
    ({ siteId }) => siteId,
  )
  const all: (Given & { receiptNumber: number })[] = []
  for (const [siteId, list] of bySite) {
    const { rows } = await sql<{ last: number }>`
      insert into billing.receipt_counter (site_id, last_number) values (${siteId}, ${list.length})
      on conflict (site_id) do update set last_number = billing.receipt_counter.last_number + ${list.length}
      returning last_number as last`.execute(db)
    const before = Number(rows[0]!.last) - list.length
    all.push(...list.map((payment, index) => ({ ...payment, receiptNumber: before + index + 1 })))
  }
  return all
}

async function insertPayments(
  tx: Tx,
  payments: readonly (Given & { readonly receiptNumber: number })[],
  team: Team,
  drawers: ReadonlyMap<string, Id<'Drawer'>>,
  deposits: ReadonlyMap<string, Id<'Deposit'>>,
) {
  const each = payments.map((payment) => ({ payment, journalId: newId<'Journal'>() }))
  await insertJournals(
    tx,
    each.map(({ payment, journalId }) => ({
      id: journalId,
      postedOn: payment.receivedOn,
      postedAt: payment.receivedAt,
      memo: `Patient payment: ${payment.kind}, ${payment.method}`,
      source: 'billing.payment',
      sourceId: payment.id,
      siteId: payment.siteId,
      lines: [
        { account: '1010', amountCents: payment.amountCents, patientId: payment.patientId },
        ...(payment.parts.length === 0
          ? [{ account: '2050', amountCents: -payment.amountCents, patientId: payment.patientId }]
          : payment.parts.map(({ chargeId, amountCents }) => ({
              account: '1110',
              amountCents: -amountCents,
              patientId: payment.patientId,
              chargeId,
            }))),
      ],
    })),
    team.frontDesk,
  )
  await insertRows(
    tx.db,
    'billing.payment',
    each.map(({ payment: { parts: _parts, ...payment }, journalId }) => ({
      ...payment,
      drawerId: payment.kind === 'statement' ? null : (drawers.get(dayKey(payment)) ?? null),
      depositId: deposits.get(dayKey(payment)) ?? null,
      reference: payment.method === 'check' ? `Check ${payment.id.slice(-4)}` : null,
      receivedBy: team.frontDesk,
      journalId,
    })),
  )
  await insertRows(
    tx.db,
    'billing.application',
    each.flatMap(({ payment, journalId }) =>
      payment.parts.map((part) => applicationOf(payment, part, payment.receivedOn, journalId)),
    ),
  )
}

const applicationOf = (
  { id: paymentId, patientId }: Pick<Given, 'id' | 'patientId'>,
  part: Part,
  appliedOn: Temporal.PlainDate,
  journalId: Id<'Journal'>,
) => ({ id: newId<'Application'>(), paymentId, patientId, ...part, appliedOn, journalId })

/** Once the payer has answered, the copay pays what became the patient's; `left` is what is owed after that. */
function planCopays(atDesk: readonly Given[], byVisit: ReadonlyMap<string, readonly Owed[]>) {
  const charges = [...byVisit.values()].flat()
  const left = new Map(charges.map((charge) => [charge.chargeId, charge.owedCents]))
  for (const { parts } of atDesk) for (const { chargeId } of parts) left.set(chargeId, 0)
  const applied = atDesk
    .filter(({ kind }) => kind === 'copay')
    .flatMap((payment) => {
      const { parts, since } = copayParts(payment, byVisit.get(payment.appointmentId!) ?? [], left)
      return since ? [{ payment, parts, on: since, journalId: newId<'Journal'>() }] : []
    })
  return {
    applied,
    left: charges
      .map((charge) => ({ ...charge, owedCents: left.get(charge.chargeId)! }))
      .filter(({ owedCents }) => owedCents > 0),
  }
}

function copayParts(payment: Given, charges: readonly Owed[], left: Map<string, number>) {
  let rest: number = payment.amountCents
  const parts: Part[] = []
  for (const { chargeId, owedCents } of charges) {
    const amount = Math.min(rest, owedCents)
    if (amount <= 0) continue
    parts.push({ chargeId, amountCents: cents(amount) })
    left.set(chargeId, owedCents - amount)
    rest -= amount
  }
  return { parts, since: parts.length > 0 ? charges[0]!.sinceOn : undefined }
}

async function applyCopays(tx: Tx, moves: ReturnType<typeof planCopays>['applied']) {
  await insertJournals(
    tx,
    moves.map(({ payment, parts, on, journalId }) => ({
      id: journalId,
      postedOn: on,
      postedAt: payment.receivedAt,
      memo: 'Payment applied',
      source: 'billing.application',
      sourceId: payment.id,
      siteId: payment.siteId,
      lines: [
        {
          account: '2050',
          amountCents: parts.reduce((total, { amountCents }) => total + amountCents, 0),
          patientId: payment.patientId,
        },
        ...parts.map(({ chargeId, amountCents }) => ({
          account: '1110',
          amountCents: -amountCents,
          patientId: payment.patientId,
          chargeId,
        })),
      ],
    })),
    null,
  )
  await insertRows(
    tx.db,
    'billing.application',
    moves.flatMap(({ payment, parts, on, journalId }) =>
      parts.map((part) => applicationOf(payment, part, on, journalId)),
    ),
  )
}

/** Of those who owe for a week or more some pay by mail; answers the payments, and what stays unpaid by patient. */
function mailPayments(random: Random, owed: readonly Owed[], today: Temporal.PlainDate) {
  const paid: Given[] = []
  const unpaid: Owed[][] = []
  for (const charges of Map.groupBy(owed, ({ patientId }) => patientId).values()) {
    const since = charges
      .map(({ sinceOn }) => sinceOn)
      .toSorted(Temporal.PlainDate.compare)
      .at(-1)!
    const on = since.add({ days: random.integer(6, 16) })
    if (Temporal.PlainDate.compare(on, today) >= 0 || on.dayOfWeek > 5 || !random.chance(0.5)) {
      unpaid.push(charges)
      continue
    }
    const receivedAt = on.toZonedDateTime({ timeZone: 'America/New_York', plainTime: '11:00' }).toInstant()
    paid.push({
      id: random.id(receivedAt) as Id<'Payment'>,
      siteId: charges[0]!.siteId,
      patientId: charges[0]!.patientId,
      appointmentId: null,
      kind: 'statement',
      method: random.pick(['check', 'card']),
      amountCents: cents(charges.reduce((total, { owedCents }) => total + owedCents, 0)),
      receivedOn: on,
      receivedAt,
      parts: charges.map(({ chargeId, owedCents }) => ({ chargeId, amountCents: cents(owedCents) })),
    })
  }
  return { paid, unpaid }
}

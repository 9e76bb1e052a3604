import { sql } from 'kysely'
import { type Cents, cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { coverageOn, eligibilityFor } from '#domains/insurance/insurance.ts'
import { patientName } from '#domains/patients/patients.ts'
import { siteOf, today } from '#domains/practice/practice.ts'
import { appointmentOf } from '#domains/scheduling/scheduling.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, mustReachSite } from '#platform/transaction.ts'
import { isUnsettled } from './check-in.ts'

type Visit = {
  readonly id: Id<'Appointment'>
  readonly patientId: Id<'Patient'>
  readonly startsAt: Temporal.Instant
}

/** Days after which what a patient owes is past due at the desk. */
const pastDueDays = 30

/** What is due at the desk today: the copay by card or payer, what is owed from before, and the patient's credit. */
export async function moneyOf(db: Db, { id, patientId, startsAt }: Visit, timeZone: string) {
  const serviceOn = today(startsAt, timeZone)
  const known = (await eligibilityFor(db, [{ id, patientId, serviceOn }], timeZone)).get(id)!
  const { rows } = await sql<{ balance: number; pastDue: number; credit: number }>`
    with open as (
      select sum(line.amount_cents) as owed, min(journal.posted_on) filter (where line.amount_cents > 0) as moved_on
        from ledger.line line join ledger.journal journal on journal.id = line.journal_id
       where line.patient_id = ${patientId} and line.account = '1110' group by line.charge_id)
    select coalesce((select sum(owed) from open where owed > 0), 0)::bigint as balance,
           coalesce((select sum(owed) from open where owed > 0 and moved_on < ${serviceOn.subtract({ days: pastDueDays }).toString()}::date), 0)::bigint as past_due,
           coalesce((select -sum(amount_cents) from ledger.line where patient_id = ${patientId} and account = '2050'), 0)::bigint as credit`.execute(
    db,
  )
  const { balance, pastDue, credit } = rows[0]!
  return {
    eligibility: known.state,
    copayDueCents: known.copayCents as Cents | null,
    balanceCents: cents(balance),
    pastDueCents: cents(pastDue),
    creditCents: cents(credit),
  }
}

/** Everything the desk needs to check one patient in, on one page. */
export async function checkInOf(db: Db, id: Id<'Appointment'>, actor: Actor) {
  const visit = await appointmentOf(db, id)
  mustReachSite(actor, visit.siteId)
  const { timeZone } = await siteOf(db, visit.siteId)
  const serviceOn = today(visit.startsAt, timeZone)
  const { patientId } = visit

  const patient = await db
    .selectFrom('patients.patient')
    .selectAll()
    .where('id', '=', patientId)
    .executeTakeFirstOrThrow()
  const phones = await db
    .selectFrom('patients.phone')
    .select(['kind', 'number'])
    .where('patientId', '=', patientId)
    .orderBy('rank')
    .execute()
  const contacts = await db
    .selectFrom('patients.contact')
    .select(['role', 'name', 'phone'])
    .where('patientId', '=', patientId)
    .orderBy('id')
    .execute()
  const names = await db
    .selectFrom('scheduling.appointment as visit')
    .innerJoin('workforce.provider as provider', 'provider.id', 'visit.providerId')
    .innerJoin('scheduling.visitType as type', 'type.id', 'visit.visitTypeId')
    .select(['provider.displayName as providerName', 'type.name as visitType'])
    .where('visit.id', '=', id)
    .executeTakeFirstOrThrow()
  const cards = await coverageOn(db, patientId, serviceOn)
  const money = await moneyOf(db, visit, timeZone)
  const drawer =
    actor.id &&
    (await db
      .selectFrom('billing.drawer')
      .select('id')
      .where('openedBy', '=', actor.id)
      .where('siteId', '=', visit.siteId)
      .where('closedAt', 'is', null)
      .executeTakeFirst())

  return {
    visit: {
      ...visit,
      ...names,
      timeZone,
      mayCheckIn: visit.status === 'arrived' || isUnsettled(visit),
    },
    patient: {
      ...patient,
      name: patientName(patient),
      address: [
        patient.address,
        patient.address2,
        [patient.city, [patient.stateCode, zipOf(patient.zip)].filter(Boolean).join(' ')]
          .filter(Boolean)
          .join(', '),
      ].filter((line): line is string => Boolean(line)),
      phones,
      contacts,
    },
    cards,
    ...money,
    drawerId: drawer ? drawer.id : null,
    missing: missing({ ...patient, phones }, cards, money.eligibility, serviceOn),
    settled: await settledOf(db, id),
  }
}

const zipOf = (zip: string | null) => zip?.replace(/^(\d{5})(\d{4})$/, '$1-$2')

function missing(
  patient: {
    readonly address: string | null
    readonly phones: readonly unknown[]
    readonly email: string | null
    readonly verifiedOn: Temporal.PlainDate | null
  },
  cards: readonly { readonly verifiedOn: Temporal.PlainDate | null; readonly payerName: string }[],
  eligibility: string,
  today: Temporal.PlainDate,
): string[] {
  const yearAgo = today.subtract({ years: 1 })
  return [
    ...(patient.address ? [] : ['No address: ask for it.']),
    ...(patient.phones.length > 0 ? [] : ['No phone number: ask for one.']),
    ...(patient.email ? [] : ['No email address.']),
    ...(patient.verifiedOn && Temporal.PlainDate.compare(patient.verifiedOn, yearAgo) < 0
      ? ['Demographics were last checked more than a year ago.']
      : []),
    ...(cards.length === 0 ? ['No insurance card in force today: ask for it, or check in as self-pay.'] : []),
    ...cards
      .filter(({ verifiedOn }) => verifiedOn === null)
      .map(({ payerName }) => `The ${payerName} card was never seen: look at it.`),
    ...(eligibility === 'ineligible'
      ? ['The payer said this plan is not active: ask for another card.']
      : []),
    ...(eligibility === 'never' ? ['Eligibility was never asked.'] : []),
    ...(eligibility === 'stale' ? ['The last eligibility answer is too old: ask again.'] : []),
    ...(eligibility === 'unknown' ? ['The payer could not say whether the plan is active.'] : []),
  ]
}

async function settledOf(db: Db, id: Id<'Appointment'>) {
  const made = await db
    .selectFrom('billing.checkIn as made')
    .leftJoin('access.user as user', 'user.id', 'made.madeBy')
    .select(['made.copay', 'made.madeAt as at', 'user.displayName as byName'])
    .where('made.appointmentId', '=', id)
    .executeTakeFirst()
  if (!made) return null
  const payments = await db
    .selectFrom('billing.payment')
    .select(['id', 'kind', 'method', 'amountCents', 'receiptNumber', 'voidedAt'])
    .where('appointmentId', '=', id)
    .orderBy('receiptNumber')
    .execute()
  return {
    ...made,
    payments: payments.map(({ voidedAt, ...payment }) => ({ ...payment, voided: voidedAt !== null })),
  }
}

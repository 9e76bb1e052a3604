import { sql } from 'kysely'
import type { StaticDecode } from 'typebox'
import { type Cents, cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { patientListName } from '#domains/patients/patients.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, mustReachSite } from '#platform/transaction.ts'
import { actionFor } from '#standards/codes/carc.ts'
import type { RemittanceClaim } from '#standards/x12/835-types.ts'
import type { readDenials } from './contract.ts'
import { type Show, deadlineWarningDays, leftOf, mayBillPatient, shows, writeOffLimit } from './denial.ts'

const most = 300

export type Scope = { readonly siteIds: readonly string[] | null; readonly now: Temporal.Instant }

/** One day for every site is near enough for a list. */
const dayOf = (now: Temporal.Instant) => now.toZonedDateTimeISO('America/New_York').toPlainDate()

/** What puts a denial on a list, as one condition: for the list, its count and the cockpit's line alike. */
function isOn(show: Show, now: Temporal.Instant, me: Id<'User'> | null) {
  const today = dayOf(now)
  if (show === 'closed') return sql<boolean>`denial.closed_at is not null`
  const still = sql`denial.closed_at is null`
  if (show === 'mine') return sql<boolean>`(${still} and denial.owner_id = ${me})`
  if (show === 'unassigned') return sql<boolean>`(${still} and denial.owner_id is null)`
  if (show === 'overdue')
    return sql<boolean>`(${still} and denial.next_action_on < ${today.toString()}::date)`
  if (show === 'deadline')
    return sql<boolean>`(${still} and denial.appeal_until_on <= ${today.add({ days: deadlineWarningDays }).toString()}::date)`
  return sql<boolean>`(${still})`
}

const found = (db: Db, { siteIds }: Pick<Scope, 'siteIds'>) =>
  db
    .selectFrom('claims.denial as denial')
    .innerJoin('claims.claim as claim', 'claim.id', 'denial.claimId')
    .innerJoin('scheduling.appointment as visit', 'visit.id', 'claim.appointmentId')
    .$if(siteIds !== null, (query) => query.where('visit.siteId', '=', sql<never>`any(${siteIds}::uuid[])`))

/** How many denials stand on a list, what they come to, and the first deadline among them. */
export const countDenials = (db: Db, show: Show, scope: Scope) =>
  found(db, scope)
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      sql<Cents>`coalesce(sum(denial.amount_cents), 0)::bigint`.as('totalCents'),
      sql<Temporal.PlainDate | null>`min(denial.appeal_until_on)`.as('first'),
    ])
    .where(isOn(show, scope.now, null))
    .executeTakeFirstOrThrow()

/** What the books hold for the denied line; null where the payer named none. */
const owed = (account: '1100' | '1110') =>
  sql<Cents | null>`(select coalesce(sum(line.amount_cents), 0)::bigint from ledger.line line
    where line.charge_id = denial.charge_id and line.account = ${account} having denial.charge_id is not null)`

const rows = (db: Db, scope: Pick<Scope, 'siteIds'>) =>
  found(db, scope)
    .innerJoin('patients.patient as patient', 'patient.id', 'denial.patientId')
    .innerJoin('insurance.payer as payer', 'payer.id', 'claim.payerId')
    .leftJoin('access.user as owner', 'owner.id', 'denial.ownerId')
    .selectAll('denial')
    .select(['patient.lastName', 'patient.firstName', 'patient.middleName', 'patient.suffix', 'patient.mrn'])
    .select(['patient.preferredName', 'payer.name as payerName', 'owner.displayName as ownerName'])
    .select(['claim.number as claimNumber', 'claim.serviceOn'])
    .select(owed('1100').as('insuranceCents'))

type Found = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]

function shown<R extends Found>(row: R) {
  const { meaning, owner } = actionFor(row.groupCode, row.carc)
  return {
    ...row,
    patientName: patientListName(row),
    meaning,
    cause: owner as string,
    leftCents: row.closedAt ? cents(0) : leftOf(row.amountCents, row.insuranceCents),
  }
}

export async function denialsList(
  db: Db,
  { show = 'open', claimId, siteId }: StaticDecode<typeof readDenials.query>,
  actor: Actor,
) {
  if (siteId) mustReachSite(actor, siteId)
  const scope = { siteIds: siteId ? [siteId] : actor.siteIds, now: Temporal.Now.instant() }
  const list = await rows(db, scope)
    .where(isOn(show, scope.now, actor.id))
    .$if(claimId !== undefined, (query) => query.where('denial.claimId', '=', claimId!))
    .$if(show === 'closed', (query) => query.orderBy('denial.closedAt', 'desc'))
    .orderBy('denial.appealUntilOn', (order) => order.asc().nullsLast())
    .orderBy('denial.amountCents', 'desc')
    .orderBy('denial.id')
    .limit(most + 1)
    .execute()
  const { counts } = await found(db, scope)
    .select(
      sql<Record<string, number>>`json_build_object(${sql.join(
        shows.flatMap((name) => [
          sql`${name}::text`,
          sql`count(*) filter (where ${isOn(name, scope.now, actor.id)})`,
        ]),
      )})`.as('counts'),
    )
    .executeTakeFirstOrThrow()
  return { denials: list.slice(0, most).map(shown), more: list.length > most, counts }
}

/** Claims of the same charge that nobody has answered yet: until then nothing of it is given up or billed on. */
export async function pendingClaimOf(
  db: Db,
  { claimId, chargeId }: { readonly claimId: Id<'Claim'>; readonly chargeId: Id<'Charge'> | null },
) {
  if (chargeId === null) return undefined
  return db
    .selectFrom('claims.claimLine as part')
    .innerJoin('claims.claim as claim', 'claim.id', 'part.claimId')
    .select(['claim.id', 'claim.number'])
    .where('part.chargeId', '=', chargeId)
    .where('claim.id', '<>', claimId)
    .where('claim.state', 'in', [
      'draft',
      'failed',
      'ready',
      'held',
      'batched',
      'sent',
      'received',
      'rejected',
      'accepted',
    ])
    .executeTakeFirst()
}

export async function denialOf(db: Db, id: Id<'Denial'>, actor: Actor) {
  const row = await rows(db, { siteIds: actor.siteIds })
    .leftJoin('claims.charge as charge', 'charge.id', 'denial.chargeId')
    .leftJoin('claims.remittanceClaim as said', 'said.id', 'denial.remittanceClaimId')
    .select(['claim.state as claimState', 'claim.version as claimVersion', 'claim.payerControlNumber'])
    .select(['charge.code', 'charge.modifiers', 'charge.units', 'charge.amountCents as billedCents'])
    .select(['said.remittanceId', 'said.detail'])
    .select(owed('1110').as('patientCents'))
    .where('denial.id', '=', id)
    .executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such denial.')
  const said = row.detail as RemittanceClaim | null
  const adjustments = row.remittanceClaimId
    ? await db
        .selectFrom('claims.adjustment')
        .select(['groupCode', 'carc', 'amountCents'])
        .where('remittanceClaimId', '=', row.remittanceClaimId)
        .$if(row.chargeId !== null, (query) => query.where('chargeId', '=', row.chargeId))
        .orderBy('id')
        .execute()
    : []
  return {
    ...shown(row),
    line:
      row.code === null
        ? null
        : {
            code: row.code,
            modifiers: row.modifiers ?? [],
            units: row.units ?? 1,
            amountCents: row.billedCents ?? cents(0),
            insuranceCents: row.insuranceCents ?? cents(0),
            patientCents: row.patientCents ?? cents(0),
          },
    adjustments: adjustments.map(({ groupCode, carc, amountCents }) => ({
      group: groupCode,
      carc,
      amountCents,
      meaning: actionFor(groupCode, carc).meaning,
    })),
    remarks: said ? [...new Set([...said.remarks, ...said.lines.flatMap(({ remarks }) => remarks)])] : [],
    mayBillPatient: mayBillPatient(row),
    pendingClaim: (await pendingClaimOf(db, row)) ?? null,
    limitCents: writeOffLimit,
    steps: await db
      .selectFrom('claims.claimEvent')
      .select(['id', 'at', 'by', 'note'])
      .where('claimId', '=', row.claimId)
      .where('note', 'like', 'Denial %')
      .orderBy('id', 'desc')
      .execute(),
  }
}

/** Active colleagues one of whose roles works denials, or may write them off. */
export const assignees = (db: Db) =>
  db
    .selectFrom('access.user as user')
    .select(['user.id', 'user.displayName as name'])
    .where('user.state', '=', 'active')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('access.userRole as held')
          .innerJoin('access.rolePermission as granted', 'granted.roleId', 'held.roleId')
          .select('held.id')
          .whereRef('held.userId', '=', 'user.id')
          .where('granted.permission', 'in', ['denials.work', 'denials.settle']),
      ),
    )
    .orderBy('user.displayName')
    .execute()

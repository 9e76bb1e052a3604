import { sql } from 'kysely'
import type { Event, FactsOf } from '#kernel/event.ts'
import type { Id } from '#kernel/id.ts'
import { Forbidden, NotFound, type Reason, type RefusalDetails, refuse } from '#kernel/refusal.ts'
import { type Db, type DbTransaction, isWorthRetrying, violatedConstraint } from './database.ts'
import type { Announce } from './events.ts'

export type Actor = {
  /** Null for the program itself and for people who have not signed in. */
  readonly id: Id<'User'> | null
  readonly name: string
  /** The roles' names, for the audit log. */
  readonly role: string
  readonly permissions: ReadonlySet<string>
  /** The sites this person may work with; null is every site. */
  readonly siteIds: readonly Id<'Site'>[] | null
  readonly sessionId: Id<'Session'> | null
}

/** Jobs and event readers act as the program itself. */
export const program: Actor = {
  id: null,
  name: 'Wellrun',
  role: 'program',
  permissions: new Set(),
  siteIds: null,
  sessionId: null,
}

/** Where a piece of work comes from, for the audit log. */
export type Origin = { readonly request: string; readonly address: string | null }

/** What a command works with: one database transaction, who is acting, what time it is, and a voice. */
export type Tx = {
  readonly db: DbTransaction
  readonly actor: Actor
  readonly origin: Origin
  readonly now: Temporal.Instant
  readonly announce: <E extends Event>(event: E, facts: FactsOf<E>) => Promise<void>
  /** Many of one kind in one statement, e.g. for the claims of a remittance. */
  readonly announceAll: <E extends Event>(event: E, all: readonly FactsOf<E>[]) => Promise<void>
  /** Tells every open page, when this transaction commits, that what it shows under this topic is old. No PHI. */
  readonly touch: (topic: string) => Promise<void>
  /** States why: written to every audit entry made after it in this transaction. */
  readonly because: (reason: string) => Promise<void>
}

export type Platform = { readonly db: Db; readonly announce: Announce }

const contextOf = (actor: Actor, origin: Origin, why?: string) =>
  JSON.stringify({
    actor_id: actor.id,
    actor: actor.name,
    role: actor.role,
    request: origin.request,
    origin: origin.address,
    reason: why,
  })

/** Runs `work` in one transaction; a serialization failure or deadlock runs it again, up to three times in all. */
export async function inTransaction<T>(
  { db, announce }: Platform,
  actor: Actor,
  origin: Origin,
  work: (tx: Tx) => Promise<T>,
  attempts = 3,
): Promise<T> {
  try {
    return await db.transaction().execute(async (transaction) => {
      const context = (why?: string) =>
        sql`select set_config('wellrun.context', ${contextOf(actor, origin, why)}, true)`.execute(transaction)
      await context()
      return work({
        db: transaction,
        actor,
        origin,
        now: Temporal.Now.instant(),
        announce: (event, facts) => announce(transaction, event, [facts]),
        announceAll: async (event, all) => {
          if (all.length > 0) await announce(transaction, event, all)
        },
        touch: async (topic) =>
          void (await sql`select pg_notify('wellrun_live', ${topic})`.execute(transaction)),
        because: async (why) => void (await context(why)),
      })
    })
  } catch (error) {
    if (attempts > 1 && isWorthRetrying(error))
      return inTransaction({ db, announce }, actor, origin, work, attempts - 1)
    throw error
  }
}

/** Lets the database be the judge: `insert(...).catch(refuseIfViolated({ provider_is_free: SlotTaken }))`. */
export const refuseIfViolated =
  (reasons: Record<string, Reason>, detail?: string, details?: RefusalDetails) =>
  (error: unknown): never => {
    const reason = reasons[violatedConstraint(error) ?? '']
    if (reason) refuse(reason, detail, details)
    throw error
  }

export const hasPermission = (actor: Actor, permission: string) => actor.permissions.has(permission)

/** For a rule inside a command whose permission depends on the facts (an amount above a limit, an override). */
export function mustHave({ actor }: Pick<Tx, 'actor'>, permission: string) {
  if (!hasPermission(actor, permission)) refuse(Forbidden, `This needs the permission "${permission}".`)
}

/** Another site's record answers as if it were not there (OWASP API1): a refusal would confirm that it exists. */
export function mustReachSite(actor: Actor, siteId: Id<'Site'>) {
  if (actor.siteIds !== null && !actor.siteIds.includes(siteId)) refuse(NotFound)
}

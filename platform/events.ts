import { type PgBoss, fromKysely } from 'pg-boss'
import type { Event, FactsOf } from '#kernel/event.ts'
import type { DbTransaction } from './database.ts'
import { type Platform, type Tx, inTransaction, program } from './transaction.ts'

/** One reader of one event. Runs as the program, in a transaction of its own, at least once: idempotent by id. */
export type Subscription = {
  readonly event: string
  readonly queue: string
  readonly handle: (tx: Tx, facts: never) => Promise<void>
}

/** `when(AppointmentCompleted, 'draft-charges', draftCharges)` — one queue per reader, so each retries on its own. */
export const when = <E extends Event>(
  event: E,
  queue: string,
  handle: (tx: Tx, facts: FactsOf<E>) => Promise<void>,
): Subscription => ({ event: event.name, queue, handle })

/** Work done in the background: on a schedule (`cron`, in UTC) or when a command sends to its queue. */
export type Job = {
  readonly queue: string
  readonly cron?: string
  readonly handle: (platform: Platform, data: unknown) => Promise<void>
}

export type Announce = <E extends Event>(
  db: DbTransaction,
  event: E,
  all: readonly FactsOf<E>[],
) => Promise<void>

/** Events are rows written in the announcing transaction: no commit, no event; commit, at least one delivery. */
export function announcer(boss: PgBoss, subscriptions: readonly Subscription[]): Announce {
  return async (db, event, all) => {
    for (const { queue } of subscriptions.filter((s) => s.event === event.name))
      await boss.insert(
        queue,
        all.map((facts) => ({ data: facts as object })),
        { db: fromKysely(db) },
      )
  }
}

/** Makes the queues there are readers for. Both server (which sends) and worker (which reads) need them. */
export async function createQueues(
  boss: PgBoss,
  subscriptions: readonly Subscription[],
  jobs: readonly Job[],
) {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name))
  for (const { queue } of [...subscriptions, ...jobs])
    if (!known.has(queue)) await boss.createQueue(queue, { retryLimit: 10, retryBackoff: true })
}

export async function startReaders(
  boss: PgBoss,
  platform: Platform,
  subscriptions: readonly Subscription[],
  jobs: readonly Job[],
) {
  for (const { queue, handle } of subscriptions)
    await boss.work(queue, async ([job]) =>
      inTransaction(platform, program, { request: job!.id, address: null }, (tx) =>
        handle(tx, job!.data as never),
      ),
    )
  for (const { queue, cron, handle } of jobs) {
    await boss.work(queue, async ([job]) => handle(platform, job!.data))
    if (cron) await boss.schedule(queue, cron, {}, { tz: 'UTC' })
  }
}

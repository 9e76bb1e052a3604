import type { Endpoint, Reply, Request } from '#kernel/contract.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Exchange, Http } from '#platform/http.ts'
import { type Tx, inTransaction } from '#platform/transaction.ts'

/**
 * A command whose reply holds a secret shown once, or comes with a cookie: one transaction like every other, but the
 * reply is not kept for retries. Kept, the secret would lie in the database in plain text. A returned refusal commits.
 */
export function performUnkept<const E extends Endpoint>(
  { answer, platform }: Http,
  e: E,
  handle: (tx: Tx, request: Request<E>, exchange: Exchange) => Promise<Reply<E> | Refusal>,
) {
  answer(e, async (_db, request, exchange) => {
    const result = await inTransaction(platform, exchange.actor, exchange.origin, (tx) =>
      handle(tx, request, exchange),
    )
    if (result instanceof Refusal) throw result
    return result
  })
}

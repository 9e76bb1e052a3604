import { done } from '#kernel/contract.ts'
import { recordAudit } from '#platform/audit.ts'
import type { Http } from '#platform/http.ts'
import { questionFor } from '../account/passkeys.ts'
import { endMySession, endSessionInHand, endSessionsOf, ownHolder, ownSessionId } from './commands.ts'
import * as contract from './contract.ts'
import { holderOf } from './holder.ts'
import { describeSession, sessionsOf } from './queries.ts'
import {
  signInWithPasskey,
  signInWithPassword,
  signInWithRecoveryCode,
  signInWithTotp,
  stepUp,
  stepUpWithPasskey,
} from './sign-in.ts'
import { countAttempt, counterOf } from './throttle.ts'
import { sessionCookie, sessionTokenIn } from './token.ts'
import { performUnkept } from './unkept.ts'

/*
 * Sign-in and step-up are mounted with `answer` and open their transactions themselves: the costly hash must not be
 * computed while a connection is held, and a reply that comes with a cookie cannot be replayed from a kept one.
 */
export function sessionRoutes(http: Http) {
  const { answer, perform, platform } = http

  answer(contract.readSession, async (db, _, exchange) => describeSession(db, await ownHolder(db, exchange)))
  answer(contract.signIn, (_db, { body }, exchange) => signInWithPassword(platform, body, exchange))
  answer(contract.signInWithTotp, (_db, { body }, exchange) => signInWithTotp(platform, body.code, exchange))
  answer(contract.signInWithRecoveryCode, (_db, { body }, exchange) =>
    signInWithRecoveryCode(platform, body.code, exchange),
  )
  answer(contract.askForPasskey, async (db, _, exchange) => {
    await countAttempt(db, counterOf('passkey', `question ${exchange.origin.address}`))
    const token = sessionTokenIn(exchange.cookies)
    const holder = token ? await holderOf(db, { token }) : null
    return questionFor(db, 'sign-in', holder?.state === 'second-factor' ? holder : nobody)
  })
  answer(contract.signInWithPasskey, (_db, { body }, exchange) => signInWithPasskey(platform, body, exchange))

  performUnkept(http, contract.signOut, async (tx, _, exchange) => {
    const ended = await endSessionInHand(tx, exchange)
    exchange.setCookie(sessionCookie(), '', { maxAgeSeconds: 0 })
    if (ended)
      await recordAudit(tx.db, { ...tx.actor, id: ended.userId, name: ended.name }, tx.origin, {
        kind: 'sign-out',
        subject: 'access.session',
        recordId: ended.id,
      })
    return done
  })

  answer(contract.stepUp, async (_db, { body }, exchange) => {
    await stepUp(platform, body, exchange)
    return done
  })
  answer(contract.askForPasskeyToStepUp, (db, _, exchange) =>
    questionFor(db, 'step-up', { userId: exchange.actor.id, sessionId: ownSessionId(exchange) }),
  )
  answer(contract.stepUpWithPasskey, async (_db, { body }, exchange) => {
    await stepUpWithPasskey(platform, body, exchange)
    return done
  })

  answer(contract.listMySessions, async (db, _, exchange) => ({
    sessions: await sessionsOf(db, exchange.actor.id!, ownSessionId(exchange)),
  }))
  perform(contract.endMySession, async (tx, { params }) => {
    await endMySession(tx, params.id)
    return done
  })
  perform(contract.endMyOtherSessions, async (tx, _, exchange) => ({
    ended: await endSessionsOf(tx, tx.actor.id!, ownSessionId(exchange)),
  }))
}

const nobody = { userId: null, sessionId: null }

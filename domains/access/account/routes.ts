import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { ownHolder } from '../sessions/commands.ts'
import { performUnkept } from '../sessions/unkept.ts'
import {
  addPasskey,
  changeMyPassword,
  confirmTotp,
  removePasskey,
  removeTotp,
  renewMyRecoveryCodes,
} from './commands.ts'
import * as contract from './contract.ts'
import { offerPasskey } from './passkeys.ts'
import { accountOf } from './queries.ts'
import { offerTotp } from './totp.ts'

export function accountRoutes(http: Http) {
  const { answer, perform, platform } = http

  answer(contract.readMyAccount, async (db, _, exchange) => accountOf(db, await ownHolder(db, exchange)))
  answer(contract.changeMyPassword, async (_db, { body }, exchange) => {
    await changeMyPassword(platform, body, exchange)
    return done
  })

  performUnkept(http, contract.offerTotp, async (tx, _, exchange) => {
    const { userId, userName } = await ownHolder(tx.db, exchange)
    return offerTotp(tx, userId, userName)
  })
  performUnkept(http, contract.confirmTotp, (tx, { body }, exchange) => confirmTotp(tx, body.code, exchange))
  perform(contract.removeTotp, async (tx, _, exchange) => {
    await removeTotp(tx, exchange)
    return done
  })
  performUnkept(http, contract.renewRecoveryCodes, (tx, _, exchange) => renewMyRecoveryCodes(tx, exchange))

  answer(contract.offerPasskey, async (db, _, exchange) => offerPasskey(db, await ownHolder(db, exchange)))
  performUnkept(http, contract.addPasskey, (tx, { body }, exchange) => addPasskey(tx, body, exchange))
  perform(contract.removePasskey, async (tx, { params }, exchange) => {
    await removePasskey(tx, params.id, exchange)
    return done
  })
}

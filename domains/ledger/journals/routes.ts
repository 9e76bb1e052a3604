import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { postByHand, reverseByHand } from './commands.ts'
import { postJournal, readJournals, readTrialBalance, reverseJournal } from './contract.ts'
import { journals, trialBalance } from './queries.ts'

export function journalRoutes({ answer, perform }: Http) {
  answer(readTrialBalance, (db, { query }, { actor }) => trialBalance(db, query, actor))
  answer(readJournals, (db, { query }, { actor }) => journals(db, query, actor))
  perform(postJournal, async (tx, { body }) => {
    await postByHand(tx, body)
    return done
  })
  perform(reverseJournal, async (tx, { params, body }) => ({
    id: await reverseByHand(tx, params.id, body.postedOn, body.reason),
  }))
}

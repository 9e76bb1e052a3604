import Type from 'typebox'
import { Done, IdOf, Instant, Line, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound } from '#kernel/refusal.ts'
import {
  AlreadyReversed,
  DoesNotBalance,
  NotByHand,
  OfPatients,
  PeriodClosed,
  UnknownAccount,
} from './journal.ts'

const Kind = Type.Enum(['asset', 'liability', 'equity', 'revenue', 'expense'] as const)
const Period = {
  from: Type.Optional(LocalDate),
  to: Type.Optional(LocalDate),
  siteId: Type.Optional(IdOf('Site')),
}

export const readTrialBalance = endpoint({
  method: 'GET',
  path: '/ledger/trial-balance',
  summary: 'Every account with its debits, credits and balance, up to a day or within a period',
  permission: 'ledger.read',
  query: Type.Object(Period),
  reply: Type.Object({
    accounts: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        kind: Kind,
        contra: Type.Boolean(),
        debitCents: Money,
        creditCents: Money,
        /** Debits less credits. */
        balanceCents: Money,
      }),
    ),
    /** Nought, always: shown because an owner should see it. */
    differenceCents: Money,
  }),
})

export const readJournals = endpoint({
  method: 'GET',
  path: '/ledger/journals',
  summary: 'Journals, newest first, of an account or a source',
  permission: 'ledger.read',
  query: Type.Object({
    ...Period,
    account: Type.Optional(Type.String({ pattern: '^\\d{4}$' })),
    source: Type.Optional(Type.String({ maxLength: 60 })),
    before: Type.Optional(IdOf('Journal')),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  reply: Type.Object({
    journals: Type.Array(
      Type.Object({
        id: IdOf('Journal'),
        postedOn: LocalDate,
        postedAt: Instant,
        postedBy: Nullable(Type.String()),
        memo: Type.String(),
        source: Type.String(),
        reversesId: Nullable(IdOf('Journal')),
        reversedById: Nullable(IdOf('Journal')),
        lines: Type.Array(Type.Object({ account: Type.String(), name: Type.String(), amountCents: Money })),
      }),
    ),
    more: Type.Boolean(),
  }),
})

export const postJournal = endpoint({
  method: 'POST',
  path: '/ledger/journals',
  summary: 'Post a journal by hand',
  permission: 'ledger.post',
  body: Type.Object({
    id: IdOf('Journal'),
    postedOn: LocalDate,
    memo: Line(200),
    siteId: Type.Optional(Nullable(IdOf('Site'))),
    lines: Type.Array(Type.Object({ account: Type.String({ pattern: '^\\d{4}$' }), amountCents: Money }), {
      minItems: 2,
      maxItems: 200,
    }),
  }),
  reply: Done,
  refusals: [AlreadyExists, DoesNotBalance, NotFound, OfPatients, PeriodClosed, UnknownAccount],
})

export const reverseJournal = endpoint({
  method: 'POST',
  path: '/ledger/journals/:id/reversal',
  summary: 'Reverse a journal posted by hand',
  permission: 'ledger.reverse',
  stepUp: true,
  params: Type.Object({ id: IdOf('Journal') }),
  body: Type.Object({ postedOn: LocalDate, reason: Line(200) }),
  reply: Type.Object({ id: IdOf('Journal') }),
  refusals: [NotFound, AlreadyReversed, NotByHand, PeriodClosed],
})

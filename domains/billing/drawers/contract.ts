import Type from 'typebox'
import { Done, IdOf, Instant, Line, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { methods } from '../payments/payment.ts'
import { NotABankDay } from './bank-day.ts'
import { DepositChanged, DrawerAlreadyOpen, DrawerClosed, NotYourDrawer, NothingToDeposit } from './drawer.ts'

const Method = Type.Enum(methods)
const bySite = Type.Object({ siteId: IdOf('Site') })

export const readMyDrawer = endpoint({
  method: 'GET',
  path: '/drawers/mine',
  summary: 'My open drawer at a site. Not what should be in it: it is counted blind',
  permission: 'drawers.use',
  query: bySite,
  reply: Type.Object({
    drawer: Nullable(
      Type.Object({
        id: IdOf('Drawer'),
        openedAt: Instant,
        floatCents: Money,
        paymentCount: Type.Integer(),
        version: Type.Integer(),
      }),
    ),
  }),
})

export const openDrawer = endpoint({
  method: 'POST',
  path: '/drawers',
  summary: 'Open my cash drawer with its float',
  permission: 'drawers.use',
  body: Type.Object({ id: IdOf('Drawer'), siteId: IdOf('Site'), floatCents: Money }),
  reply: Done,
  refusals: [NotFound, AlreadyExists, DrawerAlreadyOpen],
})

const Counted = Type.Object({
  countedCents: Money,
  expectedCents: Money,
  /** Positive is over, negative is short. */
  differenceCents: Money,
})

export const closeDrawer = endpoint({
  method: 'POST',
  path: '/drawers/:id/close',
  summary: 'Count a drawer blind and close it',
  permission: 'drawers.use',
  params: Type.Object({ id: IdOf('Drawer') }),
  body: Type.Object({ countedCents: Money, version: Type.Integer() }),
  reply: Counted,
  refusals: [NotFound, DrawerClosed, NotYourDrawer, Stale],
})

export const readDrawers = endpoint({
  method: 'GET',
  path: '/drawers',
  summary: 'Drawers with who opened them, what was counted and what should have been in them',
  permission: 'deposits.make',
  query: Type.Object({
    siteId: Type.Optional(IdOf('Site')),
    /** "left-open": opened before today and not closed. */
    show: Type.Optional(Type.Enum(['recent', 'left-open'] as const)),
  }),
  reply: Type.Object({
    drawers: Type.Array(
      Type.Object({
        id: IdOf('Drawer'),
        siteName: Type.String(),
        openedByName: Type.String(),
        openedAt: Instant,
        floatCents: Money,
        closedAt: Nullable(Instant),
        countedCents: Nullable(Money),
        expectedCents: Nullable(Money),
        differenceCents: Nullable(Money),
        depositedOn: Nullable(LocalDate),
        version: Type.Integer(),
      }),
    ),
  }),
})

export const readNextDeposit = endpoint({
  method: 'GET',
  path: '/deposits/next',
  summary: 'What can be taken to the bank now, by method',
  permission: 'deposits.make',
  query: bySite,
  reply: Type.Object({
    methods: Type.Array(
      Type.Object({
        method: Method,
        count: Type.Integer(),
        /** Payments, and for cash what the drawers were over or short. */
        amountCents: Money,
        differenceCents: Money,
        oldestOn: Nullable(LocalDate),
      }),
    ),
    /** Open drawers keep their payments back. */
    openDrawers: Type.Integer(),
  }),
})

export const makeDeposit = endpoint({
  method: 'POST',
  path: '/deposits',
  summary: 'Make a deposit to the bank of what was received by these methods',
  permission: 'deposits.make',
  body: Type.Object({
    id: IdOf('Deposit'),
    siteId: IdOf('Site'),
    methods: Type.Array(Method, { minItems: 1, maxItems: 4 }),
    depositedOn: LocalDate,
    reference: Nullable(Line(60)),
    /** What the person saw and counted: another amount is refused. */
    amountCents: Money,
  }),
  reply: Type.Object({ id: IdOf('Deposit'), amountCents: Money, paymentCount: Type.Integer() }),
  refusals: [NotFound, AlreadyExists, NotABankDay, NothingToDeposit, DepositChanged],
})

export const readDeposits = endpoint({
  method: 'GET',
  path: '/deposits',
  summary: 'Deposits made, newest first',
  permission: 'deposits.make',
  query: Type.Object({ siteId: Type.Optional(IdOf('Site')) }),
  reply: Type.Object({
    deposits: Type.Array(
      Type.Object({
        id: IdOf('Deposit'),
        siteName: Type.String(),
        depositedOn: LocalDate,
        amountCents: Money,
        reference: Nullable(Type.String()),
        madeByName: Nullable(Type.String()),
        paymentCount: Type.Integer(),
      }),
    ),
  }),
})

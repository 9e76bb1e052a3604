import Type from 'typebox'
import { Done, FileReply, IdOf, LocalDate, Money, Nullable, Text, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { AlreadyEnded, holdReasons } from './statement.ts'

const Status = Type.Enum(['due', 'waiting', 'held', 'review'] as const)

export const readStatementsDue = endpoint({
  method: 'GET',
  path: '/statements/due',
  summary: 'Who gets a statement today, who waits, who is held and why',
  permission: 'statements.read',
  query: Type.Object({ show: Type.Optional(Status) }),
  reply: Type.Object({
    patients: Type.Array(
      Type.Object({
        patientId: IdOf('Patient'),
        patientName: Type.String(),
        mrn: Type.String(),
        dueCents: Money,
        pendingCents: Money,
        creditCents: Money,
        oldestOn: LocalDate,
        lastMadeOn: Nullable(LocalDate),
        status: Status,
        stage: Type.Integer(),
        why: Type.String(),
        nextOn: Nullable(LocalDate),
      }),
    ),
    counts: Type.Object({
      due: Type.Integer(),
      waiting: Type.Integer(),
      held: Type.Integer(),
      review: Type.Integer(),
    }),
    more: Type.Boolean(),
  }),
  discloses: (reply: { patients: { patientId: string }[] }) =>
    reply.patients.map(({ patientId }) => patientId),
})

export const makeStatements = endpoint({
  method: 'POST',
  path: '/statements',
  summary: 'Make the statements of these patients; whose turn it is not is left out',
  permission: 'statements.make',
  body: Type.Object({ patientIds: Type.Array(IdOf('Patient'), { minItems: 1, maxItems: 100 }) }),
  reply: Type.Object({
    made: Type.Array(
      Type.Object({
        id: IdOf('Statement'),
        patientId: IdOf('Patient'),
        number: Type.Integer(),
        stage: Type.Integer(),
        balanceCents: Money,
      }),
    ),
    left: Type.Array(Type.Object({ patientId: IdOf('Patient'), why: Type.String() })),
  }),
  refusals: [NotFound],
})

export const readStatements = endpoint({
  method: 'GET',
  path: '/statements',
  summary: 'Statements made, newest first',
  permission: 'statements.read',
  query: Type.Object({
    patientId: Type.Optional(IdOf('Patient')),
    from: Type.Optional(LocalDate),
    to: Type.Optional(LocalDate),
  }),
  reply: Type.Object({
    statements: Type.Array(
      Type.Object({
        id: IdOf('Statement'),
        patientId: IdOf('Patient'),
        patientName: Type.String(),
        mrn: Type.String(),
        number: Type.Integer(),
        stage: Type.Integer(),
        balanceCents: Money,
        madeOn: LocalDate,
        dueOn: LocalDate,
        /** Kept as it was sent; those brought from another system may not be. */
        hasPaper: Type.Boolean(),
      }),
    ),
  }),
  discloses: (reply: { statements: { patientId: string }[] }) =>
    reply.statements.map(({ patientId }) => patientId),
})

export const printStatement = endpoint({
  method: 'GET',
  path: '/statements/:id/paper',
  summary: 'A statement as it was sent, to view or print',
  permission: 'statements.read',
  params: Type.Object({ id: IdOf('Statement') }),
  reply: FileReply,
  produces: 'application/pdf',
  refusals: [NotFound],
  discloses: (reply: { patientId?: string }) => [reply.patientId ?? null],
})

export const holdStatements = endpoint({
  method: 'POST',
  path: '/patients/:id/statement-holds',
  summary: 'Hold the statements of a patient, with the reason',
  permission: 'statements.make',
  params: Type.Object({ id: IdOf('Patient') }),
  body: Type.Object({ id: IdOf('Hold'), reason: Type.Enum(holdReasons), note: Nullable(Text(300)) }),
  reply: Done,
  refusals: [NotFound, AlreadyExists],
})

export const endHold = endpoint({
  method: 'POST',
  path: '/statement-holds/:id/end',
  summary: 'End a hold: statements go on',
  permission: 'statements.make',
  params: Type.Object({ id: IdOf('Hold') }),
  body: Type.Object({ version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, AlreadyEnded],
})

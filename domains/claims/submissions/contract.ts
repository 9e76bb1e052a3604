import Type from 'typebox'
import { Done, FileReply, IdOf, Instant, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { AlreadyAnswered, NotAnAcknowledgement, NothingToSend } from './submission.ts'

const one = Type.Object({ id: IdOf('Submission') })

/** What an X12 envelope can carry: the basic character set, fifteen characters for the id. */
const Clearinghouse = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60, pattern: "^[A-Za-z0-9][A-Za-z0-9 &.,'-]*$" }),
  id: Type.String({ minLength: 2, maxLength: 15, pattern: '^[A-Za-z0-9]+$' }),
  qualifier: Type.Enum(['ZZ', '30', '01', '27', '28', '29'] as const),
})

export const changeClearinghouse = endpoint({
  method: 'PUT',
  path: '/submissions/clearinghouse',
  summary: 'Say to whom claim files are addressed',
  permission: 'claims.submit',
  body: Clearinghouse,
  reply: Done,
})

const Acknowledgement = Type.Object({
  id: IdOf('Acknowledgement'),
  submissionId: Nullable(IdOf('Submission')),
  kind: Type.Enum(['TA1', '999', '277CA'] as const),
  outcome: Type.Enum(['accepted', 'partial', 'rejected', 'unknown'] as const),
  note: Type.String(),
  receivedAt: Instant,
})

export const readSubmissions = endpoint({
  method: 'GET',
  path: '/submissions',
  summary: 'Files of claims made, newest first, with what came back for them',
  permission: 'claims.read',
  query: Type.Object({ show: Type.Optional(Type.Enum(['all', 'silent'] as const)) }),
  reply: Type.Object({
    ready: Type.Object({ count: Type.Integer(), totalCents: Money }),
    clearinghouse: Type.Object({ name: Type.String(), id: Type.String(), qualifier: Type.String() }),
    submissions: Type.Array(
      Type.Object({
        id: IdOf('Submission'),
        controlNumber: Type.String(),
        createdAt: Instant,
        createdBy: Nullable(Type.String()),
        claimCount: Type.Integer(),
        totalCents: Money,
        state: Type.Enum(['written', 'sent', 'acknowledged', 'rejected'] as const),
        sentAt: Nullable(Instant),
        version: Type.Integer(),
        accepted: Type.Integer(),
        rejected: Type.Integer(),
      }),
    ),
    acknowledgements: Type.Array(Acknowledgement),
  }),
})

export const makeSubmission = endpoint({
  method: 'POST',
  path: '/submissions',
  summary: 'Write all claims that are ready into one file (837P)',
  permission: 'claims.submit',
  body: Type.Object({ id: IdOf('Submission'), payerId: Type.Optional(IdOf('Payer')) }),
  reply: Type.Object({
    id: IdOf('Submission'),
    controlNumber: Type.String(),
    claimCount: Type.Integer(),
    totalCents: Money,
    /** Claims left out because a last check found something. */
    leftOut: Type.Integer(),
  }),
  refusals: [NothingToSend, AlreadyExists],
})

export const downloadSubmission = endpoint({
  method: 'GET',
  path: '/submissions/:id/file',
  summary: 'A file of claims, to be sent to the clearinghouse',
  permission: 'claims.submit',
  params: one,
  reply: FileReply,
  produces: 'application/edi-x12',
  refusals: [NotFound],
  discloses: (reply: { patientIds: string[] }) => reply.patientIds,
})

export const markSent = endpoint({
  method: 'POST',
  path: '/submissions/:id/sent',
  summary: 'Say that a file was handed to the clearinghouse',
  permission: 'claims.submit',
  params: one,
  body: Type.Object({ version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, AlreadyAnswered],
})

export const dropAcknowledgement = endpoint({
  method: 'POST',
  path: '/submissions/acknowledgements',
  summary: 'Read what came back for claims: TA1, 999 or 277CA',
  permission: 'claims.submit',
  upload: ['application/edi-x12', 'text/plain', 'application/octet-stream'],
  reply: Type.Object({
    acknowledgements: Type.Array(Acknowledgement),
    accepted: Type.Integer(),
    rejected: Type.Integer(),
    /** Claims named in the answer that are not ours. */
    unknown: Type.Integer(),
  }),
  refusals: [NotAnAcknowledgement],
})

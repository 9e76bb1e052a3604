import Type from 'typebox'
import { IdOf, Instant, Nullable, endpoint } from '#kernel/contract.ts'
import { NotFound } from '#kernel/refusal.ts'

export const readHistory = endpoint({
  method: 'GET',
  path: '/patients/:id/history',
  summary: "Every change of a patient's record: who, when, which field, before and after",
  permission: 'patients.read',
  params: Type.Object({ id: IdOf('Patient') }),
  query: Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1 })) }),
  reply: Type.Object({
    patientId: IdOf('Patient'),
    happenings: Type.Array(
      Type.Object({
        id: Type.Integer(),
        at: Instant,
        who: Type.String(),
        role: Nullable(Type.String()),
        /** In words: "Registered", "Address changed". */
        what: Type.String(),
        reason: Nullable(Type.String()),
        fields: Type.Array(
          Type.Object({
            name: Type.String(),
            before: Nullable(Type.String()),
            after: Nullable(Type.String()),
          }),
        ),
      }),
    ),
    more: Type.Boolean(),
  }),
  refusals: [NotFound],
  discloses: (reply: { patientId: string }) => [reply.patientId],
})

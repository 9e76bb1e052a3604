import Type from 'typebox'
import { IdOf, Instant, LocalDate, endpoint } from '#kernel/contract.ts'
import { NotFound } from '#kernel/refusal.ts'

export const findSlots = endpoint({
  method: 'GET',
  path: '/scheduling/slots',
  summary:
    'The next open slots for a visit type, with one provider or any, at a site; the third is third next available',
  permission: 'scheduling.read',
  query: Type.Object({
    siteId: IdOf('Site'),
    visitTypeId: IdOf('VisitType'),
    providerId: Type.Optional(IdOf('Provider')),
    /** Leaves out providers who take no new patients, unless this one is known to their specialty. */
    patientId: Type.Optional(IdOf('Patient')),
    from: Type.Optional(LocalDate),
    wanted: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
  }),
  reply: Type.Array(
    Type.Object({
      providerId: IdOf('Provider'),
      providerName: Type.String(),
      startsAt: Instant,
      endsAt: Instant,
    }),
  ),
  refusals: [NotFound],
})

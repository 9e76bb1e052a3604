import Type from 'typebox'
import { IdOf, LocalDate, LocalTime, Nullable, endpoint } from '#kernel/contract.ts'

const Hours = Type.Object({
  id: IdOf('OpeningHours'),
  weekday: Type.Integer(),
  opens: LocalTime,
  closes: LocalTime,
})

export const readPractice = endpoint({
  method: 'GET',
  path: '/practice',
  summary: 'The organisation, its sites with their hours, and the holidays',
  permission: 'practice.read',
  reply: Type.Object({
    organisation: Nullable(
      Type.Object({
        id: IdOf('Organisation'),
        name: Type.String(),
        legalName: Type.String(),
        npi: Type.String(),
        taxId: Type.String(),
        taxonomy: Type.String(),
        address: Type.String(),
        city: Type.String(),
        state: Type.String(),
        zip: Type.String(),
        phone: Type.String(),
        isDemo: Type.Boolean(),
        version: Type.Integer(),
      }),
    ),
    sites: Type.Array(
      Type.Object({
        id: IdOf('Site'),
        name: Type.String(),
        timeZone: Type.String(),
        address: Type.String(),
        city: Type.String(),
        state: Type.String(),
        zip: Type.String(),
        phone: Type.String(),
        placeOfService: Type.String(),
        cliaNumber: Nullable(Type.String()),
        active: Type.Boolean(),
        version: Type.Integer(),
        hours: Type.Array(Hours),
      }),
    ),
    holidays: Type.Array(
      Type.Object({
        id: IdOf('Holiday'),
        siteId: Nullable(IdOf('Site')),
        heldOn: LocalDate,
        name: Type.String(),
      }),
    ),
  }),
})

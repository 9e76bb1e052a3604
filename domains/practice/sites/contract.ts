import Type, { type StaticDecode } from 'typebox'
import { Done, IdOf, Line, LocalDate, LocalTime, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { AlreadySetUp, HolidayTaken, NotRight, NotSetUp, SiteNameTaken } from './place.ts'

const Hours = Type.Object({
  id: IdOf('OpeningHours'),
  weekday: Type.Integer(),
  opens: LocalTime,
  closes: LocalTime,
  effectiveFrom: LocalDate,
  effectiveTo: Nullable(LocalDate),
})
const place = {
  address: Line(),
  city: Line(80),
  state: Type.String({ pattern: '^[A-Z]{2}$' }),
  zip: Line(10),
  phone: Line(30),
}
const organisationFacts = {
  name: Line(120),
  legalName: Line(160),
  npi: Line(10),
  taxId: Line(11),
  taxonomy: Line(10),
  ...place,
}
const siteFacts = {
  name: Line(80),
  timeZone: Line(60),
  ...place,
  placeOfService: Type.String({ pattern: '^\\d{2}$' }),
  cliaNumber: Nullable(Line(10)),
}
const Organisation = Type.Object({
  id: IdOf('Organisation'),
  ...organisationFacts,
  isDemo: Type.Boolean(),
  version: Type.Integer(),
})
const Site = Type.Object({
  id: IdOf('Site'),
  ...siteFacts,
  active: Type.Boolean(),
  version: Type.Integer(),
})
const Holiday = Type.Object({
  id: IdOf('Holiday'),
  siteId: Nullable(IdOf('Site')),
  heldOn: LocalDate,
  name: Type.String(),
})

export const readPractice = endpoint({
  method: 'GET',
  path: '/practice',
  summary: 'The organisation, its sites with their hours, and the holidays',
  permission: 'practice.read',
  reply: Type.Object({
    organisation: Nullable(Organisation),
    sites: Type.Array(Type.Object({ ...Site.properties, hours: Type.Array(Hours) })),
    holidays: Type.Array(Holiday),
  }),
})

const NewOrganisation = Type.Object({ id: IdOf('Organisation'), ...organisationFacts })
export type NewOrganisation = StaticDecode<typeof NewOrganisation>
export const setUpOrganisation = endpoint({
  method: 'POST',
  path: '/practice/organisation',
  summary: 'Enter the practice, once',
  permission: 'practice.edit',
  body: NewOrganisation,
  reply: Organisation,
  refusals: [NotRight, AlreadySetUp],
})

const OrganisationEdit = Type.Object({ ...organisationFacts, version: Type.Integer() })
export type OrganisationEdit = StaticDecode<typeof OrganisationEdit>
export const editOrganisation = endpoint({
  method: 'PUT',
  path: '/practice/organisation',
  summary: 'Change the name, numbers and address of the practice',
  permission: 'practice.edit',
  body: OrganisationEdit,
  reply: Organisation,
  refusals: [NotRight, NotSetUp, Stale],
})

const NewSite = Type.Object({ id: IdOf('Site'), ...siteFacts })
export type NewSite = StaticDecode<typeof NewSite>
export const addSite = endpoint({
  method: 'POST',
  path: '/practice/sites',
  summary: 'Add a site',
  permission: 'practice.edit',
  body: NewSite,
  reply: Site,
  refusals: [NotRight, NotSetUp, SiteNameTaken, AlreadyExists],
})

const SiteEdit = Type.Object({ ...siteFacts, active: Type.Boolean(), version: Type.Integer() })
export type SiteEdit = StaticDecode<typeof SiteEdit>
export const editSite = endpoint({
  method: 'PUT',
  path: '/practice/sites/:id',
  summary: 'Change a site, close or reopen it',
  permission: 'practice.edit',
  params: Type.Object({ id: IdOf('Site') }),
  body: SiteEdit,
  reply: Site,
  refusals: [NotRight, NotFound, SiteNameTaken, Stale],
})

const Week = Type.Object({
  /** The first day on which these hours hold; the hours before it stay what they were. */
  effectiveFrom: LocalDate,
  hours: Type.Array(
    Type.Object({ weekday: Type.Integer({ minimum: 1, maximum: 7 }), opens: LocalTime, closes: LocalTime }),
    { maxItems: 42 },
  ),
  /** Of the site, as it was seen: two people who change the hours at once are told. */
  version: Type.Integer(),
})
export type Week = StaticDecode<typeof Week>
export const setHours = endpoint({
  method: 'PUT',
  path: '/practice/sites/:id/hours',
  summary: 'Set the opening hours of a site from a day on',
  permission: 'practice.edit',
  params: Type.Object({ id: IdOf('Site') }),
  body: Week,
  reply: Done,
  refusals: [NotRight, NotFound, Stale],
})

export const addHoliday = endpoint({
  method: 'POST',
  path: '/practice/holidays',
  summary: 'Close a site, or every site, for a day',
  permission: 'practice.edit',
  body: Type.Object({ ...Holiday.properties, name: Line(80) }),
  reply: Holiday,
  refusals: [HolidayTaken, NotFound, AlreadyExists],
})

export const removeHoliday = endpoint({
  method: 'DELETE',
  path: '/practice/holidays/:id',
  summary: 'Open again on a day that was listed as a holiday',
  permission: 'practice.edit',
  params: Type.Object({ id: IdOf('Holiday') }),
  reply: Done,
  refusals: [NotFound],
})

export const addFederalHolidays = endpoint({
  method: 'POST',
  path: '/practice/holidays/federal',
  summary: 'Add the federal holidays of a year for every site; those listed already stay',
  permission: 'practice.edit',
  body: Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2100 }) }),
  reply: Type.Object({ added: Type.Integer() }),
})

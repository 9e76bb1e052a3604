/** Providers' weeks and when they are away. */
import Type, { type StaticDecode } from 'typebox'
import { Done, IdOf, Instant, LocalDate, LocalTime, Nullable, Text, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { EndsBeforeItStarts, TemplatesOverlap } from './template.ts'

const facts = {
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: 'ISO: 1 is Monday' }),
  starts: LocalTime,
  ends: LocalTime,
  slotMinutes: Type.Integer({ minimum: 5, maximum: 120 }),
  /** Null: every visit type. */
  visitTypeIds: Nullable(Type.Array(IdOf('VisitType'), { minItems: 1, maxItems: 100 })),
  overbookSlots: Type.Integer({ minimum: 0, maximum: 20 }),
  effectiveFrom: LocalDate,
  effectiveTo: Nullable(LocalDate),
}
const Template = Type.Object({
  id: IdOf('Template'),
  providerId: IdOf('Provider'),
  siteId: IdOf('Site'),
  ...facts,
  version: Type.Integer(),
})
const NewTemplate = Type.Omit(Template, ['version'])
export type NewTemplate = StaticDecode<typeof NewTemplate>
const TemplateEdit = Type.Object({ ...facts, version: Type.Integer() })
export type TemplateEdit = StaticDecode<typeof TemplateEdit>

const absenceFacts = {
  providerId: IdOf('Provider'),
  startsAt: Instant,
  endsAt: Instant,
  kind: Type.Enum(['leave', 'sick', 'meeting', 'training', 'other']),
  note: Nullable(Text(200)),
}
const Absence = Type.Object({ id: IdOf('Absence'), ...absenceFacts })
export type Absence = StaticDecode<typeof Absence>

const ofTemplate = Type.Object({ id: IdOf('Template') })
const version = Type.Object({ version: Type.Integer() })

export const readTemplates = endpoint({
  method: 'GET',
  path: '/scheduling/templates',
  summary: 'The providers’ weeks, and their absences from today on',
  permission: 'scheduling.read',
  reply: Type.Object({
    providers: Type.Array(
      Type.Object({ id: IdOf('Provider'), displayName: Type.String(), active: Type.Boolean() }),
    ),
    templates: Type.Array(Template),
    absences: Type.Array(Absence),
  }),
})

export const addTemplate = endpoint({
  method: 'POST',
  path: '/scheduling/templates',
  summary: 'Add a block to a provider’s week',
  permission: 'scheduling.templates',
  body: NewTemplate,
  reply: Template,
  refusals: [AlreadyExists, TemplatesOverlap, EndsBeforeItStarts, NotFound],
})

export const editTemplate = endpoint({
  method: 'PUT',
  path: '/scheduling/templates/:id',
  summary: 'Change a block of a provider’s week',
  permission: 'scheduling.templates',
  params: ofTemplate,
  body: TemplateEdit,
  reply: Template,
  refusals: [Stale, TemplatesOverlap, EndsBeforeItStarts, NotFound],
})

export const endTemplate = endpoint({
  method: 'DELETE',
  path: '/scheduling/templates/:id',
  summary: 'End a block of a provider’s week today; visits already booked stay',
  permission: 'scheduling.templates',
  params: ofTemplate,
  query: version,
  reply: Done,
  refusals: [Stale, NotFound],
})

export const addAbsence = endpoint({
  method: 'POST',
  path: '/scheduling/absences',
  summary: 'Mark a provider away: the time closes, and the visits in it are listed to be moved',
  permission: 'scheduling.templates',
  body: Absence,
  reply: Type.Object({ ...Absence.properties, visitsToMove: Type.Integer() }),
  refusals: [AlreadyExists, EndsBeforeItStarts, NotFound],
})

export const removeAbsence = endpoint({
  method: 'DELETE',
  path: '/scheduling/absences/:id',
  summary: 'Take an absence back',
  permission: 'scheduling.templates',
  params: Type.Object({ id: IdOf('Absence') }),
  reply: Done,
  refusals: [NotFound],
})

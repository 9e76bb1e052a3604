/**
 * Importing in two steps, as every domain does it: a file is read into a preview that writes nothing, a person looks,
 * and then it is applied as a whole, discarded, or, once applied, taken back.
 */
import Type from 'typebox'
import { Done, FileReply, IdOf, Instant, LocalDate, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound } from '#kernel/refusal.ts'
import { InUse, NotReadable, NotWaiting, SameFile, outcomeNames } from './import.ts'

const State = Type.Enum(['previewed', 'applied', 'discarded', 'undone'] as const)
const OutcomeName = Type.Enum(outcomeNames)
const Counts = Type.Object(
  Object.fromEntries(outcomeNames.map((name) => [name, Type.Optional(Type.Integer())])),
)

const Import = Type.Object({
  id: IdOf('Import'),
  state: State,
  format: Type.Enum(['fhir', 'csv'] as const),
  sizeBytes: Type.Integer(),
  counts: Counts,
  createdAt: Instant,
  createdBy: Nullable(Type.String()),
  settledAt: Nullable(Instant),
})
const one = Type.Object({ importId: IdOf('Import') })
const permission = 'patients.import'

/** The types under which a file may come; what it is, its first letters say. */
export const importTypes = [
  'text/csv',
  'text/plain',
  'application/fhir+json',
  'application/octet-stream',
] as const

export const uploadImport = endpoint({
  method: 'POST',
  path: '/patients/imports',
  summary: 'Read a file of patients (CSV or a FHIR R4 bundle) into a preview',
  permission,
  query: Type.Object({ id: IdOf('Import') }),
  upload: importTypes,
  reply: Type.Object({ id: IdOf('Import') }),
  refusals: [NotReadable, SameFile, AlreadyExists],
})

export const listImports = endpoint({
  method: 'GET',
  path: '/patients/imports',
  summary: 'Imports of patients, newest first',
  permission,
  query: Type.Object({ state: Type.Optional(State) }),
  reply: Type.Array(Import),
})

export const readImport = endpoint({
  method: 'GET',
  path: '/patients/imports/:importId',
  summary: 'An import with its counts',
  permission,
  params: one,
  reply: Import,
  refusals: [NotFound],
})

export const readImportRows = endpoint({
  method: 'GET',
  path: '/patients/imports/:importId/rows',
  summary: 'The rows of an import: what each is, what is wrong and how to mend it',
  permission,
  params: one,
  query: Type.Object({
    outcome: Type.Optional(OutcomeName),
    after: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  reply: Type.Object({
    rows: Type.Array(
      Type.Object({
        line: Type.Integer(),
        outcome: OutcomeName,
        label: Type.String(),
        bornOn: Nullable(LocalDate),
        notes: Type.Array(Type.Object({ where: Type.String(), message: Type.String() })),
        leads: Type.Array(
          Type.Object({ patientId: IdOf('Patient'), mrn: Type.String(), score: Type.Integer() }),
        ),
        added: Nullable(Type.Object({ patientId: IdOf('Patient'), mrn: Type.String() })),
      }),
    ),
    more: Type.Boolean(),
  }),
  refusals: [NotFound],
  discloses: ({ rows }: Disclosed) =>
    rows.flatMap(({ leads, added }) => [
      ...leads.map(({ patientId }) => patientId),
      added?.patientId ?? null,
    ]),
})
type Disclosed = {
  rows: { leads: { patientId: string }[]; added: { patientId: string } | null }[]
}

export const downloadReport = endpoint({
  method: 'GET',
  path: '/patients/imports/:importId/report',
  summary: 'The report of an import, row by row, for a spreadsheet',
  permission,
  stepUp: true,
  params: one,
  produces: 'text/csv',
  reply: FileReply,
  refusals: [NotFound],
  discloses: (reply: { patientIds?: readonly string[] }) => reply.patientIds ?? [],
})

export const applyImport = endpoint({
  method: 'POST',
  path: '/patients/imports/:importId/application',
  summary: 'Add the new patients of an import, all or none',
  permission,
  params: one,
  body: Type.Object({
    /** Also those who may be here already (55 to 79 points). Who is probably here is never added. */
    withPossible: Type.Boolean(),
  }),
  reply: Import,
  refusals: [NotFound, NotWaiting],
})

export const discardImport = endpoint({
  method: 'POST',
  path: '/patients/imports/:importId/discard',
  summary: 'Leave an import unapplied for good',
  permission,
  params: one,
  reply: Done,
  refusals: [NotFound, NotWaiting],
})

export const undoImport = endpoint({
  method: 'POST',
  path: '/patients/imports/:importId/undo',
  summary: 'Take an applied import back while nothing was done with its patients',
  permission,
  stepUp: true,
  params: one,
  reply: Done,
  refusals: [NotFound, NotWaiting, InUse],
})

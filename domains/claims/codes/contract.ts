import Type from 'typebox'
import { LocalDate, endpoint } from '#kernel/contract.ts'
import { NotATable, systems } from './code.ts'

const System = Type.Enum(systems)

export const searchCodes = endpoint({
  method: 'GET',
  path: '/codes/search',
  summary: 'Find codes in force on a day, by code or by words',
  permission: 'codes.read',
  query: Type.Object({
    /** "procedure" is the practice's CPT list and HCPCS together. */
    system: Type.Enum([...systems, 'procedure'] as const),
    text: Type.String({ maxLength: 100 }),
    on: LocalDate,
  }),
  reply: Type.Object({
    codes: Type.Array(
      Type.Object({
        system: System,
        code: Type.String(),
        description: Type.String(),
        /** False: a heading, not specific enough for a claim. */
        billable: Type.Boolean(),
      }),
    ),
  }),
})

export const readTables = endpoint({
  method: 'GET',
  path: '/codes',
  summary: 'The code tables and how many codes each has',
  permission: 'codes.import',
  reply: Type.Object({
    tables: Type.Array(Type.Object({ system: System, codes: Type.Integer(), inForce: Type.Integer() })),
  }),
})

const Imported = { added: Type.Integer(), changed: Type.Integer(), retired: Type.Integer() }

export const importCodes = endpoint({
  method: 'POST',
  path: '/codes',
  summary: 'Import a code table (CSV or XML, packed or not)',
  permission: 'codes.import',
  query: Type.Object({
    system: System,
    /** The file is the whole table from this day on: what it no longer has ends the day before. */
    wholeFrom: Type.Optional(LocalDate),
  }),
  upload: [
    'text/csv',
    'text/xml',
    'application/xml',
    'application/gzip',
    'application/x-gzip',
    'application/vnd.ms-excel',
    'text/plain',
    'application/octet-stream',
  ],
  reply: Type.Object({
    ...Imported,
    refusedCount: Type.Integer(),
    refused: Type.Array(Type.Object({ line: Type.Integer(), why: Type.String() })),
  }),
  refusals: [NotATable],
})

export const addStarterCodes = endpoint({
  method: 'POST',
  path: '/codes/starter',
  summary: 'Load the short list of everyday codes that comes with the program',
  permission: 'codes.import',
  reply: Type.Object(Imported),
})

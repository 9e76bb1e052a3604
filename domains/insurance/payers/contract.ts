import Type, { type StaticDecode } from 'typebox'
import { Done, IdOf, Line, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale, reason } from '#kernel/refusal.ts'

export const PayerCodeTaken = reason(
  'payer-code-taken',
  409,
  'Another payer already has this electronic payer id.',
)

/** SBR09, claim filing indicator (005010X222A1): what kind of payer it is, in words. */
export const filingCodes: readonly (readonly [code: string, words: string])[] = [
  ['CI', 'Commercial'],
  ['BL', 'Blue Cross Blue Shield'],
  ['MB', 'Medicare Part B'],
  ['16', 'Medicare Advantage (HMO)'],
  ['MC', 'Medicaid'],
  ['HM', 'HMO'],
  ['12', 'PPO'],
  ['13', 'Point of service'],
  ['14', 'EPO'],
  ['CH', 'Champus, Tricare'],
  ['VA', 'Veterans Affairs'],
  ['WC', 'Workers’ compensation'],
  ['AM', 'Automobile medical'],
  ['LM', 'Liability'],
  ['OF', 'Other federal program'],
  ['ZZ', 'Mutually defined'],
]

const Details = {
  name: Line(60),
  payerCode: Type.String({ pattern: '^[A-Za-z0-9]{2,80}$', description: 'The payer’s electronic id' }),
  filingCode: Type.Enum(filingCodes.map(([code]) => code)),
  phone: Nullable(Line(40)),
  address: Nullable(Line(55)),
  city: Nullable(Line(30)),
  stateCode: Nullable(Type.String({ pattern: '^[A-Z]{2}$' })),
  zip: Nullable(Type.String({ pattern: '^\\d{5}(\\d{4})?$' })),
  timelyFilingDays: Type.Integer({ minimum: 1, maximum: 1095 }),
  active: Type.Boolean(),
}

const Payer = Type.Object({ id: IdOf('Payer'), ...Details, version: Type.Integer() })
export type Payer = StaticDecode<typeof Payer>

export const readPayers = endpoint({
  method: 'GET',
  path: '/payers',
  summary: 'The payers the practice bills',
  permission: 'insurance.payers',
  reply: Type.Object({ payers: Type.Array(Payer) }),
})

export const addPayer = endpoint({
  method: 'POST',
  path: '/payers',
  summary: 'Add a payer',
  permission: 'insurance.payers.edit',
  body: Type.Object({ id: IdOf('Payer'), ...Details }),
  reply: Done,
  refusals: [AlreadyExists, PayerCodeTaken],
})

export const changePayer = endpoint({
  method: 'PUT',
  path: '/payers/:id',
  summary: 'Change a payer',
  permission: 'insurance.payers.edit',
  params: Type.Object({ id: IdOf('Payer') }),
  body: Type.Object({ ...Details, version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, PayerCodeTaken],
})

import Type, { type StaticDecode } from 'typebox'
import { Done, FileReply, IdOf, Line, LocalDate, Money, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { CardNotRight, NotAPicture, RankTaken, ranks, relations, sides } from './coverage.ts'

const Maybe = (maxLength: number) => Nullable(Line(maxLength))

const Card = {
  payerId: IdOf('Payer'),
  rank: Type.Enum(ranks),
  planName: Maybe(120),
  memberId: Line(80),
  groupNumber: Maybe(50),
  relation: Type.Enum(relations),
  subscriberLastName: Maybe(60),
  subscriberFirstName: Maybe(60),
  subscriberBornOn: Nullable(LocalDate),
  subscriberSex: Nullable(Type.Enum(['M', 'F', 'U'] as const)),
  effectiveOn: LocalDate,
  terminatesOn: Nullable(LocalDate),
  copayCents: Nullable(Money),
  rxBin: Maybe(20),
  rxPcn: Maybe(20),
  phone: Maybe(40),
}

export const Coverage = Type.Object({
  id: IdOf('Coverage'),
  patientId: IdOf('Patient'),
  ...Card,
  payerName: Type.String(),
  filingCode: Type.String(),
  verifiedOn: Nullable(LocalDate),
  endedReason: Nullable(Type.String()),
  hasFront: Type.Boolean(),
  hasBack: Type.Boolean(),
  /** In force today at the practice. */
  inForce: Type.Boolean(),
  version: Type.Integer(),
})

const NewCard = Type.Object({ id: IdOf('Coverage'), ...Card })
export type NewCard = StaticDecode<typeof NewCard>
const ChangedCard = Type.Object({ ...Card, version: Type.Integer() })
export type ChangedCard = StaticDecode<typeof ChangedCard>

export const readCoverages = endpoint({
  method: 'GET',
  path: '/patients/:id/coverages',
  summary: 'A patient’s insurance cards, those in force first',
  permission: 'insurance.read',
  params: Type.Object({ id: IdOf('Patient') }),
  reply: Type.Object({ coverages: Type.Array(Coverage) }),
  discloses: (_reply: unknown, { params }: { params: { id: string } }) => [params.id],
})

export const addCoverage = endpoint({
  method: 'POST',
  path: '/patients/:id/coverages',
  summary: 'Add an insurance card',
  permission: 'insurance.edit',
  params: Type.Object({ id: IdOf('Patient') }),
  body: NewCard,
  reply: Done,
  refusals: [NotFound, AlreadyExists, RankTaken, CardNotRight],
})

export const changeCoverage = endpoint({
  method: 'PUT',
  path: '/coverages/:id',
  summary: 'Correct an insurance card',
  permission: 'insurance.edit',
  params: Type.Object({ id: IdOf('Coverage') }),
  body: ChangedCard,
  reply: Done,
  refusals: [NotFound, Stale, RankTaken, CardNotRight],
})

export const endCoverage = endpoint({
  method: 'POST',
  path: '/coverages/:id/end',
  summary: 'End an insurance card on a day',
  permission: 'insurance.edit',
  params: Type.Object({ id: IdOf('Coverage') }),
  body: Type.Object({ terminatesOn: LocalDate, reason: Line(200), version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale, CardNotRight],
})

export const verifyCoverage = endpoint({
  method: 'POST',
  path: '/coverages/:id/verification',
  summary: 'Say that the card was seen and is right',
  permission: 'insurance.edit',
  params: Type.Object({ id: IdOf('Coverage') }),
  body: Type.Object({ version: Type.Integer() }),
  reply: Done,
  refusals: [NotFound, Stale],
})

const side = Type.Object({ id: IdOf('Coverage'), side: Type.Enum(sides) })

export const keepCardPicture = endpoint({
  method: 'PUT',
  path: '/coverages/:id/pictures/:side',
  summary: 'Keep a picture of the front or back of an insurance card; it takes the place of an earlier one',
  permission: 'insurance.edit',
  params: side,
  upload: ['image/png', 'image/jpeg'],
  reply: Done,
  refusals: [NotFound, NotAPicture],
})

export const readCardPicture = endpoint({
  method: 'GET',
  path: '/coverages/:id/pictures/:side',
  summary: 'The picture of the front or back of an insurance card',
  permission: 'insurance.read',
  params: side,
  reply: FileReply,
  // PNG or JPEG as it came: browsers tell pictures apart by their bytes.
  produces: 'image/jpeg',
  refusals: [NotFound],
  discloses: (reply: { patientId?: string }) => [reply.patientId ?? null],
})

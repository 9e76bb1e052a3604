/** Payers of the demo practice, what it charges and what each contract allows, and what visits are for. */
import { cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'
import { insertRows } from './insert.ts'
import type { Random } from './random.ts'

/** What the practice charges, in cents, and the words it uses for each code (its own, not the AMA's). */
export const fees = {
  '99202': [14_500, 'New patient, short visit'],
  '99203': [21_500, 'New patient, middle visit'],
  '99204': [31_000, 'New patient, long visit'],
  '99212': [9_500, 'Known patient, brief visit'],
  '99213': [15_500, 'Known patient, short visit'],
  '99214': [22_500, 'Known patient, middle visit'],
  '99215': [31_500, 'Known patient, long visit'],
  '99392': [18_500, 'Well child, 1 to 4 years'],
  '99393': [18_500, 'Well child, 5 to 11 years'],
  '99394': [20_500, 'Well visit, 12 to 17 years'],
  '99395': [22_000, 'Well visit, 18 to 39 years'],
  '99396': [23_500, 'Well visit, 40 to 64 years'],
  '99397': [25_500, 'Well visit, 65 years and over'],
  '36415': [2_200, 'Drawing blood from a vein'],
  '81002': [1_500, 'Urine dipstick'],
  '87880': [4_200, 'Rapid strep test'],
  '90471': [4_500, 'Giving one vaccine'],
  '93000': [8_500, 'Electrocardiogram with reading'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>
export type Code = keyof typeof fees

export type DemoPayer = {
  readonly id: Id<'Payer'>
  readonly name: string
  readonly code: string
  readonly filing: 'MB' | 'MC' | 'BL' | 'CI' | 'HM'
  /** Allowed, in hundredths of a percent of the charge. */
  readonly allowsBp: number
  readonly memberPrefix: string
  readonly copay: number | null
  /** Of the visits of adults under 65. */
  readonly weight: number
}

/** Fictional, but for Medicare and Medicaid. */
const payers: readonly Omit<DemoPayer, 'id'>[] = [
  {
    name: 'Medicare Part B (Indiana)',
    code: '08102',
    filing: 'MB',
    allowsBp: 5_400,
    memberPrefix: '',
    copay: null,
    weight: 0,
  },
  {
    name: 'Indiana Medicaid',
    code: 'IHCP1',
    filing: 'MC',
    allowsBp: 4_300,
    memberPrefix: '10',
    copay: 0,
    weight: 14,
  },
  {
    name: 'Hoosier Blue Shield',
    code: 'HBS01',
    filing: 'BL',
    allowsBp: 7_100,
    memberPrefix: 'HBS',
    copay: 3_000,
    weight: 30,
  },
  {
    name: 'Great Lakes Health Plan',
    code: 'GLHP2',
    filing: 'CI',
    allowsBp: 6_700,
    memberPrefix: 'GLH',
    copay: 2_500,
    weight: 22,
  },
  {
    name: 'Cardinal Mutual',
    code: 'CARDM',
    filing: 'CI',
    allowsBp: 7_600,
    memberPrefix: 'CM',
    copay: 4_000,
    weight: 16,
  },
  {
    name: 'Limestone HMO',
    code: 'LHMO9',
    filing: 'HM',
    allowsBp: 6_200,
    memberPrefix: 'LST',
    copay: 2_000,
    weight: 10,
  },
]

export const allowed = (payer: DemoPayer, chargeCents: number) =>
  cents(Math.round((chargeCents * payer.allowsBp) / 10_000))

export async function makePayers(
  { db, now }: Tx,
  random: Random,
  today: Temporal.PlainDate,
): Promise<DemoPayer[]> {
  const id = <Entity extends string>() => random.id(now) as Id<Entity>
  const made = payers.map((payer) => ({ ...payer, id: id<'Payer'>() }))
  await insertRows(
    db,
    'insurance.payer',
    made.map(({ id: payerId, name, code, filing }, index) => ({
      id: payerId,
      name,
      payerCode: code,
      filingCode: filing,
      phone: `800555010${index}`,
      address: `PO Box ${1000 + index * 17}`,
      city: 'Indianapolis',
      stateCode: 'IN',
      zip: '46204',
      timelyFilingDays: filing === 'MB' ? 365 : filing === 'HM' ? 90 : 180,
    })),
  )
  const effectiveFrom = today.with({ month: 1, day: 1 }).subtract({ years: 1 })
  const schedules = [null, ...made].map((payer) => ({ payer, id: id<'FeeSchedule'>() }))
  await insertRows(
    db,
    'insurance.feeSchedule',
    schedules.map(({ payer, id: scheduleId }) => ({
      id: scheduleId,
      name: payer ? `${payer.name} contract` : 'Our charges',
      payerId: payer?.id ?? null,
      effectiveFrom,
    })),
  )
  await insertRows(
    db,
    'insurance.fee',
    schedules.flatMap(({ payer, id: feeScheduleId }) =>
      Object.entries(fees).map(([code, [amount]]) => ({
        id: id<'Fee'>(),
        feeScheduleId,
        code,
        amountCents: payer ? allowed(payer, amount) : cents(amount),
      })),
    ),
  )
  return made
}

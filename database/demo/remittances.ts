/** What the payers of the demo practice answer: 835s as they would send them, posted by the program's own rules. */
import { type Cents, cents, sum } from '#kernel/cents.ts'
import { deposit } from '#domains/claims/remittances/commands.ts'
import { receiveRemittances } from '#domains/claims/remittances/receive.ts'
import type { Tx } from '#platform/transaction.ts'
import { receive } from '#platform/vault.ts'
import { sql } from 'kysely'
import type { DemoClaim } from './charges.ts'
import { demoNpi } from './identifiers.ts'
import type { DemoPayer } from './insurers.ts'
import type { Random } from './random.ts'
import type { Team } from './team.ts'

type Answered = {
  readonly payer: DemoPayer
  readonly paidOn: Temporal.PlainDate
  readonly claims: readonly string[][]
  readonly paid: Cents
}

/** 1634.5: as X12 writes amounts, without the commas of the books. */
const dollars = (amount: number) => (amount / 100).toFixed(2)
const compact = (date: Temporal.PlainDate) => date.toString().replaceAll('-', '')
const plain = (name: string) =>
  name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z' -]/g, '')
    .toUpperCase()

/** A payer answers the claims of a week together, some four to eight days after it ended. */
function paymentDay(on: Temporal.PlainDate, payerIndex: number) {
  const friday = on.add({ days: (5 - on.dayOfWeek + 7) % 7 })
  return friday.add({ days: 4 + (payerIndex % 4) })
}

export async function makeRemittances(
  tx: Tx,
  random: Random,
  given: {
    readonly claims: readonly DemoClaim[]
    readonly payers: readonly DemoPayer[]
    readonly today: Temporal.PlainDate
    readonly team: Team
  },
) {
  const { rows } = await sql<{ id: string }>`select id from claims.claim where state = 'accepted'`.execute(
    tx.db,
  )
  const accepted = new Set<string>(rows.map(({ id }) => id))
  const weeks = Map.groupBy(
    given.claims.filter(({ id }) => accepted.has(id)),
    ({ visit, coverage }) =>
      `${paymentDay(visit.on, given.payers.indexOf(coverage.payer)).toString()} ${coverage.payer.code}`,
  )
  let serial = 0
  for (const [key, claims] of [...weeks].toSorted(([a], [b]) => a.localeCompare(b))) {
    const paidOn = Temporal.PlainDate.from(key.slice(0, 10))
    if (Temporal.PlainDate.compare(paidOn, given.today) >= 0) continue
    serial += 1
    const answers = claims.map((claim) => answerOf(random, claim, paidOn))
    // One payer's file of the last week does not add up: nothing of it may be posted.
    const isWrong = paidOn.until(given.today).days <= 7 && claims[0]!.coverage.payer.filing === 'HM'
    const paid = cents(sum(answers.map((answer) => answer.paid)) + (isWrong ? 1_000 : 0))
    const strange = serial === 9 ? [unknownClaim(paidOn)] : []
    await post(
      tx,
      {
        payer: claims[0]!.coverage.payer,
        paidOn,
        paid,
        claims: [...answers.map(({ segments }) => segments), ...strange],
      },
      serial,
      given.today,
    )
  }
  await workDenials(tx, given)
}

async function post(tx: Tx, answered: Answered, serial: number, today: Temporal.PlainDate) {
  const at = answered.paidOn.toZonedDateTime({ timeZone: 'America/New_York', plainTime: '07:40' }).toInstant()
  const file = await receive(asStream(fileOf(answered, serial)), 10_000_000)
  const [arrived] = await receiveRemittances({ ...tx, now: at }, file)
  // The money of the last days is still on its way to the bank.
  if (!arrived || answered.paidOn.until(today).days <= 3) return
  const { state, version } = await tx.db
    .selectFrom('claims.remittance')
    .select(['state', 'version'])
    .where('id', '=', arrived.id)
    .executeTakeFirstOrThrow()
  if (state !== 'posted') return
  // The bank has it on the next day.
  const next = { ...tx, now: at.add({ hours: 24 }) }
  await deposit(next, arrived.id, answered.paidOn.add({ days: 1 }), answered.paid, version)
}

async function* asStream(text: string) {
  yield Buffer.from(text)
}

function fileOf({ payer, paidOn, paid, claims }: Answered, serial: number): string {
  const control = String(serial).padStart(9, '0')
  const day = compact(paidOn)
  const body = [
    `BPR*I*${dollars(paid)}*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*${day}`,
    `TRN*1*EFT${day}${payer.code}*1512345678`,
    `DTM*405*${day}`,
    `N1*PR*${plain(payer.name)}*XV*${payer.code}`,
    'N3*PO BOX 1000',
    'N4*INDIANAPOLIS*IN*46204',
    `N1*PE*PRAIRIE FAMILY MEDICINE*XX*${demoNpi(0)}`,
    'LX*1',
    ...claims.flat(),
  ]
  return [
    `ISA*00*          *00*          *ZZ*${payer.code.padEnd(15)}*ZZ*${'PRAIRIE'.padEnd(15)}*${day.slice(2)}*0740*^*00501*${control}*0*P*:`,
    `GS*HP*${payer.code}*PRAIRIE*${day}*0740*${serial}*X*005010X221A1`,
    'ST*835*0001',
    ...body,
    `SE*${body.length + 2}*0001`,
    `GE*1*${serial}`,
    `IEA*1*${control}`,
  ]
    .map((segment) => `${segment}~`)
    .join('\n')
}

const denials = [
  ['CO', '197', 'N54'],
  ['CO', '16', 'N290'],
  ['CO', '50', 'N115'],
  ['CO', '27', 'N30'],
  ['CO', '11', 'M76'],
  ['CO', '252', 'N706'],
] as const

function answerOf(random: Random, { number, visit, coverage }: DemoClaim, paidOn: Temporal.PlainDate) {
  const { payer } = coverage
  const isDenied = random.chance(payer.filing === 'HM' ? 0.11 : 0.055)
  const cause = random.pick(denials)
  const meetsDeductible = payer.filing === 'BL' || payer.filing === 'CI' ? random.chance(0.18) : false
  const isUnderpaid = random.chance(0.03)
  let copay = payer.copay ?? 0
  const lines = visit.charges.map(({ code, modifiers, amountCents, expectedCents }, index) => {
    const head = `${code}${modifiers.map((modifier) => `:${modifier}`).join('')}`
    const said = (paid: number, ...rest: string[]) => ({
      paid,
      owed: 0,
      segments: [
        `SVC*HC:${head}*${dollars(amountCents)}*${dollars(cents(paid))}**1`,
        `DTM*472*${compact(visit.on)}`,
        ...rest,
      ],
    })
    if (isDenied)
      return said(
        0,
        `CAS*${cause[0]}*${cause[1]}*${dollars(amountCents)}`,
        `REF*6R*${index + 1}`,
        `LQ*HE*${cause[2]}`,
      )
    if (index > 0 && code === '36415' && random.chance(0.15))
      return said(0, `CAS*CO*97*${dollars(amountCents)}`, `REF*6R*${index + 1}`, 'LQ*HE*M15')
    const allowedCents = isUnderpaid ? Math.round(expectedCents! * 0.9) : expectedCents!
    const [reason, owed] = partOf(payer, code, allowedCents, meetsDeductible, copay)
    if (reason === '3') copay -= owed
    const line = said(
      allowedCents - owed,
      ...(amountCents > allowedCents ? [`CAS*CO*45*${dollars(cents(amountCents - allowedCents))}`] : []),
      ...(owed > 0 ? [`CAS*PR*${reason}*${dollars(cents(owed))}`] : []),
      `REF*6R*${index + 1}`,
      `AMT*B6*${dollars(cents(allowedCents))}`,
    )
    return { ...line, owed }
  })
  const total = sum(visit.charges.map(({ amountCents }) => amountCents))
  const paid = cents(lines.reduce((whole, line) => whole + line.paid, 0))
  const owed = cents(lines.reduce((whole, line) => whole + line.owed, 0))
  const { firstName, lastName } = visit.patient
  return {
    paid,
    segments: [
      `CLP*${number}*${isDenied ? 4 : 1}*${dollars(total)}*${dollars(paid)}*${dollars(owed)}*${payer.filing === 'BL' || payer.filing === 'CI' ? '12' : payer.filing}*${compact(paidOn)}${number.slice(1)}*11*1`,
      `NM1*QC*1*${plain(lastName)}*${plain(firstName)}****MI*${coverage.memberId}`,
      ...lines.flatMap(({ segments }) => segments),
    ],
  }
}

/** The patient's part of a line: deductible (PR-1), coinsurance of Medicare (PR-2), copay on the visit (PR-3). */
function partOf(
  payer: DemoPayer,
  code: string,
  allowedCents: number,
  meetsDeductible: boolean,
  copay: number,
): [string, number] {
  const isPreventive = /^9939\d$/.test(code) || code === '90471'
  if (isPreventive || payer.filing === 'MC') return ['', 0]
  if (payer.filing === 'MB') return ['2', Math.round(allowedCents / 5)]
  if (meetsDeductible) return ['1', allowedCents]
  return code.startsWith('99') ? ['3', Math.min(copay, allowedCents)] : ['', 0]
}

/** A claim of somebody else's, or of ours under a number nobody knows: a person must look. */
const unknownClaim = (paidOn: Temporal.PlainDate) => [
  `CLP*7788123*1*120*0*0*12*${compact(paidOn)}999*11*1`,
  'NM1*QC*1*NAKAMURA*LENA****MI*X000000001',
  'SVC*HC:99213*120*0**1',
  'CAS*CO*45*120',
]

/** Most denials have been taken by the biller and come up on a day ahead; some are overdue, some nobody has taken. */
async function workDenials(
  { db }: Tx,
  { today, team }: { readonly today: Temporal.PlainDate; readonly team: Team },
) {
  await sql`update claims.denial d
       set owner_id = case when n.place % 5 > 0 then ${team.biller}::uuid end,
           next_action_on = case when n.place % 9 = 0 then d.next_action_on else ${today}::date + (n.place % 11)::int end
      from (select id, row_number() over (order by opened_on, id) as place from claims.denial) n
     where n.id = d.id`.execute(db)
}

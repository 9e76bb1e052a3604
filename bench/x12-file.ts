/** Writes an 835 of a wanted size, the same every time: remittances of 2,000 claims that balance to the cent. */
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'

/** A small linear congruential generator: numbers below `below`, the same on every machine. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const claimsEach = 2000
const dollars = (cents: number) => (cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2))
const lastNames = [
  'RIVERA',
  'OKAFOR',
  'LINDQVIST',
  'MARCHETTI',
  'NAKAMURA',
  'DELACROIX',
  'SMITH',
  'VANDERBERG',
]
const firstNames = ['ANA', 'CHIDI', 'ELSA', 'PAOLO', 'YUKI', 'MARGUERITE', 'JOHN', 'BEATRICE']
const procedures = ['99213', '99214', '99203', '93000', '85025', '36415', '90471', '80053']

type Totals = { segments: number; charge: number; paid: number; lines: number }

function claim(next: (below: number) => number, number: number, out: string[], totals: Totals) {
  const lines = 1 + next(4)
  const day = `202611${String(1 + next(20)).padStart(2, '0')}`
  const body: string[] = []
  let charge = 0
  let paid = 0
  let patient = 0
  for (let line = 1; line <= lines; line++) {
    const billed = 4000 + next(40_000)
    const allowed = Math.round(billed * 0.7)
    const copay = next(3) === 0 ? 2500 : 0
    const coinsurance = Math.round((allowed - copay) * 0.2)
    const pays = allowed - copay - coinsurance
    const code = procedures[next(procedures.length)]!
    body.push(
      `SVC*HC:${code}${next(4) === 0 ? ':25' : ''}*${dollars(billed)}*${dollars(pays)}**1`,
      `DTM*472*${day}`,
      `CAS*CO*45*${dollars(billed - allowed)}`,
      `CAS*PR*2*${dollars(coinsurance)}${copay ? `**3*${dollars(copay)}` : ''}`,
      `REF*6R*${number}L${line}`,
      `AMT*B6*${dollars(allowed)}`,
    )
    if (next(5) === 0) body.push('LQ*HE*N130')
    charge += billed
    paid += pays
    patient += copay + coinsurance
  }
  const person = `${lastNames[next(lastNames.length)]}*${firstNames[next(firstNames.length)]}`
  out.push(
    `CLP*WR${String(number).padStart(9, '0')}*1*${dollars(charge)}*${dollars(paid)}*${dollars(patient)}*12*` +
      `2026${String(number).padStart(11, '0')}*11*1`,
    `NM1*QC*1*${person}*Q***MI*XQ${String(100_000_000 + next(900_000_000))}`,
    'NM1*82*1*WINTERBOURNE*HELENA****XX*1245319599',
    `REF*1L*G${String(next(90_000) + 10_000)}`,
    `DTM*232*${day}`,
    `DTM*233*${day}`,
    'DTM*050*20261121',
    `AMT*AU*${dollars(charge)}`,
    ...body,
  )
  totals.charge += charge
  totals.paid += paid
  totals.lines += lines
}

/** One ST to SE. */
function remittance(next: (below: number) => number, set: number, totals: Totals): string[] {
  const out: string[] = []
  const before = totals.paid
  for (let at = 0; at < claimsEach; at++) {
    if (at % 500 === 0) out.push(`LX*${1 + at / 500}`)
    claim(next, set * claimsEach + at, out, totals)
  }
  const amount = totals.paid - before - 5392 + 310
  const control = String(set).padStart(4, '0')
  const header = [
    `ST*835*${control}`,
    `BPR*I*${dollars(amount)}*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20261121`,
    `TRN*1*EFT${String(set).padStart(9, '0')}*1512345678`,
    'DTM*405*20261120',
    'N1*PR*EXAMPLE HEALTH PLAN*XV*99999',
    'N3*1 EXAMPLE WAY',
    'N4*SPRINGFIELD*IL*62701',
    'PER*BL*PROVIDER LINE*TE*5555550100',
    'N1*PE*WELLRUN FAMILY MEDICINE*XX*1234567893',
    'REF*TJ*987654321',
  ]
  const trailer = ['PLB*1234567893*20261231*L6*-3.10*WO:TAKEBACK*53.92']
  const all = [...header, ...out, ...trailer]
  all.push(`SE*${all.length + 1}*${control}`)
  totals.segments += all.length
  return all
}

/** Returns what a correct reader must find in the file. */
export async function writeRemittanceFile(path: string, megabytes: number) {
  const next = numbers(20_261_121)
  const totals: Totals = { segments: 0, charge: 0, paid: 0, lines: 0 }
  const file = createWriteStream(path, 'latin1')
  let bytes = 0
  let sets = 0
  const write = async (segments: readonly string[]) => {
    const text = segments.join('~') + '~'
    bytes += text.length
    if (!file.write(text, 'latin1')) await once(file, 'drain')
  }
  await write([
    'ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*WELLRUN        *261121*0800*^*00501*000000001*0*T*:',
    'GS*HP*EXAMPLEPLAN*WELLRUN*20261121*0800*1*X*005010X221A1',
  ])
  while (bytes < megabytes * 1e6) await write(remittance(next, ++sets, totals))
  await write([`GE*${sets}*1`, 'IEA*1*000000001'])
  file.end()
  await finished(file)
  return { bytes, remittances: sets, claims: sets * claimsEach, ...totals }
}

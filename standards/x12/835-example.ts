/** 835s for tests, written by hand: an envelope with right counts around the segments given. */
import { readRemittances } from './835-reader.ts'
import type { RemittanceClaim, RemittanceEnd } from './835-types.ts'
import type { X12Problem } from './problem.ts'

export const isa = (control = '000000001') =>
  `ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*WELLRUN        *261121*0800*^*00501*${control}*0*T*:`

/** BPR to the payee, then the segments given; a payment of `amount` ("53.92"). */
export function remittance(amount: string, body: readonly string[], control = '0001'): string[] {
  const inner = [
    `BPR*I*${amount}*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20261121`,
    'TRN*1*EFT0001*1512345678',
    'DTM*405*20261120',
    'N1*PR*EXAMPLE HEALTH PLAN*XV*99999',
    'N3*1 EXAMPLE WAY',
    'N4*SPRINGFIELD*IL*62701',
    'REF*2U*12345',
    'PER*BL*PROVIDER LINE*TE*5555550100',
    'N1*PE*WELLRUN FAMILY MEDICINE*XX*1234567893',
    'REF*TJ*987654321',
    'LX*1',
    ...body,
  ]
  return [`ST*835*${control}`, ...inner, `SE*${inner.length + 2}*${control}`]
}

/** ISA to IEA around transaction sets. */
export function interchange(sets: readonly (readonly string[])[], control = '000000001'): string[] {
  return [
    isa(control),
    'GS*HP*EXAMPLEPLAN*WELLRUN*20261121*0800*1*X*005010X221A1',
    ...sets.flat(),
    `GE*${sets.length}*1`,
    `IEA*1*${control}`,
  ]
}

export const file = (segments: readonly string[], terminator = '~'): Buffer =>
  Buffer.from(segments.map((segment) => segment + terminator).join(''))

/** Everything in a file, by kind. */
export async function readAll(source: Uint8Array | Iterable<Uint8Array>) {
  const claims: RemittanceClaim[] = []
  const ends: RemittanceEnd[] = []
  const problems: X12Problem[] = []
  for await (const event of readRemittances(source instanceof Uint8Array ? [source] : source)) {
    if (event.kind === 'claim') claims.push(event.claim)
    if (event.kind === 'end') ends.push(event.end)
    if (event.kind === 'problem') problems.push(event.problem)
  }
  return { claims, ends, problems }
}

/** TC-C1, C2 and C3 (see 835.test.ts), and a claim with everything an 835 can say about one. */
export const fullCycle = [
  'CLP*A1*1*185*53.92*78.48*12*ICN',
  'SVC*HC:99214*185*53.92**1',
  'CAS*CO*45*52.6',
  'CAS*PR*1*40**2*13.48**3*25',
]
export const medicarePrimary = [
  'CLP*A2*1*185*101.92*26*MB*ICN2',
  'SVC*HC:99214*185*101.92**1',
  'CAS*CO*45*55**253*2.08',
  'CAS*PR*2*26',
]
export const secondary = ['CLP*A2*2*185*26*0*12*ICN3', 'SVC*HC:99214*185*26**1', 'CAS*OA*23*159']
export const denied = ['CLP*A3*4*185*0*0*12*ICN4', 'SVC*HC:99214*185*0**0', 'CAS*CO*16*185', 'LQ*HE*N290']
export const rich = [
  'TS3*1234567893*11*20261231*1*400',
  'CLP*A9*1*400*290*40*12*ICN9*11*1',
  'CAS*CO*45*10',
  'NM1*QC*1*MARIN*TOVE*A***MI*W123',
  'NM1*IL*1*MARIN*PER****MI*W123',
  'NM1*82*1*WINTERBOURNE*HELENA****XX*1234567893',
  'NM1*TT*2*CROSSOVER PLAN*****PI*77777',
  'MOA***MA01*MA18',
  'REF*EA*MRN0042',
  'DTM*232*20261101',
  'DTM*233*20261102',
  'DTM*050*20261110',
  'PER*CX**TE*5555550101',
  'AMT*AU*390',
  'QTY*CA*1',
  'SVC*HC:99213:25:59*250*190**1*HC:99214*2',
  'DTM*472*20261101',
  'CAS*CO*45*20',
  'CAS*PR*2*40',
  'REF*6R*L1',
  'REF*LU*11',
  'AMT*B6*230',
  'AMT*KH*1.5',
  'LQ*HE*N130',
  'SVC*NU:0300*150*110*0300*2.5',
  'DTM*150*20261101',
  'DTM*151*20261102',
  'CAS*CO*45*15',
  'CAS*CO*97*20**59*5*1',
]

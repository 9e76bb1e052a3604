/** A payer's answer (271) for a journey, written by hand: active, copay 25.00, 40.00 of the deductible left, 20 %. */
export function eligibilityAnswer({
  last,
  first,
  memberId,
}: {
  last: string
  first: string
  memberId: string
}) {
  const segments = [
    'ST*271*0001*005010X279A1',
    'BHT*0022*11*WELLRUN1*20261121*0905',
    'HL*1**20*1',
    'NM1*PR*2*GREAT LAKES HEALTH PLAN*****PI*GLHP2',
    'HL*2*1*21*1',
    'NM1*1P*2*PRAIRIE FAMILY MEDICINE*****XX*1234567893',
    'HL*3*2*22*0',
    'TRN*2*WELLRUN1*9123456789',
    `NM1*IL*1*${last.toUpperCase()}*${first.toUpperCase()}****MI*${memberId}`,
    'DMG*D8*19680314*F',
    'EB*1*IND*30**LAKESHORE PPO',
    'EB*B*IND*98***27*25*****Y',
    'EB*C*IND*30***23*500*****Y',
    'EB*C*IND*30***29*40*****Y',
    'EB*A*IND*98*****.2****Y',
  ]
  return Buffer.from(
    [
      'ISA*00*          *00*          *ZZ*GLHP2          *ZZ*WELLRUN        *261121*0905*^*00501*000000001*0*P*:',
      'GS*HB*GLHP2*WELLRUN*20261121*0905*1*X*005010X279A1',
      ...segments,
      `SE*${segments.length + 1}*0001`,
      'GE*1*1',
      'IEA*1*000000001',
      '',
    ].join('~'),
  )
}

/** What is found and done at the visits of the demo practice, in codes. The short words are the practice's own. */
import type { Tx } from '#platform/transaction.ts'
import { sql } from 'kysely'
import { type Code, fees } from './insurers.ts'
import type { Random } from './random.ts'
import type { SettledVisit } from './visits.ts'

/** A few dozen of ICD-10-CM, published by CMS for everybody's use. Headings end in "*": they are not billed. */
const diagnoses = `
  I10|Essential (primary) hypertension
  E11*|Type 2 diabetes mellitus
  E11.9|Type 2 diabetes mellitus without complications
  E11.65|Type 2 diabetes mellitus with hyperglycemia
  E66.9|Obesity, unspecified
  E78.2|Mixed hyperlipidemia
  E78.5|Hyperlipidemia, unspecified
  E03.9|Hypothyroidism, unspecified
  E55.9|Vitamin D deficiency, unspecified
  D64.9|Anemia, unspecified
  F32.A|Depression, unspecified
  F41.1|Generalized anxiety disorder
  F41.9|Anxiety disorder, unspecified
  F90.9|Attention-deficit hyperactivity disorder, unspecified type
  G43.909|Migraine, unspecified, not intractable, without status migrainosus
  G47.33|Obstructive sleep apnea (adult) (pediatric)
  H10.9|Unspecified conjunctivitis
  H66.90|Otitis media, unspecified, unspecified ear
  I25.10|Atherosclerotic heart disease of native coronary artery without angina pectoris
  I48.91|Unspecified atrial fibrillation
  I50.9|Heart failure, unspecified
  J00|Acute nasopharyngitis [common cold]
  J02.9|Acute pharyngitis, unspecified
  J06.9|Acute upper respiratory infection, unspecified
  J20.9|Acute bronchitis, unspecified
  J30.9|Allergic rhinitis, unspecified
  J44.9|Chronic obstructive pulmonary disease, unspecified
  J45.909|Unspecified asthma, uncomplicated
  K21.9|Gastro-esophageal reflux disease without esophagitis
  K59.00|Constipation, unspecified
  L20.9|Atopic dermatitis, unspecified
  L70.0|Acne vulgaris
  M17.9|Osteoarthritis of knee, unspecified
  M25.561|Pain in right knee
  M54.50|Low back pain, unspecified
  M54.2|Cervicalgia
  N18.30|Chronic kidney disease, stage 3 unspecified
  N39.0|Urinary tract infection, site not specified
  N40.1|Benign prostatic hyperplasia with lower urinary tract symptoms
  N95.1|Menopausal and female climacteric states
  R05.9|Cough, unspecified
  R07.9|Chest pain, unspecified
  R10.9|Unspecified abdominal pain
  R42|Dizziness and giddiness
  R51.9|Headache, unspecified
  R53.83|Other fatigue
  Z00.00|Encounter for general adult medical examination without abnormal findings
  Z00.121|Encounter for routine child health examination with abnormal findings
  Z00.129|Encounter for routine child health examination without abnormal findings
  Z23|Encounter for immunization
  Z79.4|Long term (current) use of insulin
  Z79.899|Other long term (current) drug therapy`
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', description = ''] = line.trim().split('|')
    return { system: 'ICD-10-CM', code: code.replace('*', ''), description, billable: !code.endsWith('*') }
  })

const chronic = [
  'I10',
  'E11.9',
  'E78.5',
  'E03.9',
  'F41.1',
  'K21.9',
  'J45.909',
  'M54.50',
  'G43.909',
  'E66.9',
  'F32.A',
]
const acute = ['J06.9', 'J02.9', 'J20.9', 'N39.0', 'R05.9', 'R51.9', 'H10.9', 'R10.9', 'J00', 'L20.9']

/** The codes the demo uses; a table somebody has imported stays as it is. */
export async function makeCodes({ db }: Tx) {
  const procedures = Object.entries(fees).map(([code, [, description]]) => ({
    system: 'CPT',
    code,
    description,
    billable: true,
  }))
  await sql`insert into claims.code (system, code, description, billable)
    select system, code, description, billable
      from jsonb_to_recordset(${JSON.stringify([...diagnoses, ...procedures])}::jsonb)
        as c(system text, code text, description text, billable boolean)
    on conflict do nothing`.execute(db)
}

export type Coded = {
  readonly diagnoses: readonly string[]
  readonly lines: readonly { readonly code: Code; readonly modifiers: readonly string[] }[]
}

export function codedFor(random: Random, { type, patient }: SettledVisit): Coded {
  const { age } = patient
  const lines: { code: Code; modifiers: string[] }[] = []
  const add = (code: Code, ...modifiers: string[]) => lines.push({ code, modifiers })
  const visit = (...modifiers: string[]) =>
    add(
      random.weighted([
        ['99212', 8],
        ['99213', 52],
        ['99214', 35],
        ['99215', 5],
      ] as const),
      ...modifiers,
    )
  const wellVisit = (): Code =>
    age < 5
      ? '99392'
      : age < 12
        ? '99393'
        : age < 18
          ? '99394'
          : age < 40
            ? '99395'
            : age < 65
              ? '99396'
              : '99397'
  switch (type.name) {
    case 'New patient':
      add(random.pick(['99202', '99203', '99203', '99204'] as const))
      return { diagnoses: random.sample(chronic, 2), lines }
    case 'Annual physical':
    case 'Well child': {
      const child = age < 18
      const vaccinated = random.chance(child ? 0.5 : 0.25)
      add(wellVisit(), ...(vaccinated ? ['25'] : []))
      if (vaccinated) add('90471')
      if (!child && random.chance(0.6)) add('36415')
      return { diagnoses: [child ? 'Z00.129' : 'Z00.00', ...(vaccinated ? ['Z23'] : [])], lines }
    }
    case 'Sick visit': {
      const found = random.pick(acute)
      visit()
      if (found === 'J02.9') add('87880', 'QW')
      if (found === 'N39.0') add('81002')
      return { diagnoses: [found], lines }
    }
    case 'Video visit':
      visit('95')
      return { diagnoses: [random.pick(chronic)], lines }
    default:
      visit()
      if (random.chance(0.22)) add('36415')
      if (age > 50 && random.chance(0.08)) add('93000')
      // Now and then somebody writes a heading where a code is needed, which the check before sending finds.
      return {
        diagnoses: random.chance(0.02) ? ['E11', 'I10'] : random.sample(chronic, random.integer(1, 3)),
        lines,
      }
  }
}

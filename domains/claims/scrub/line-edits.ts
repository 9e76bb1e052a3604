/** Edits on each service line. Pure. */
import { parseNdc } from '#standards/codes/ndc.ts'
import type { ServiceLine } from '#standards/x12/837p-claim.ts'
import { type Edit, type Facts, isBefore, treated } from './edit.ts'

type At = { readonly line: ServiceLine; readonly fact: Facts['lines'][number]; readonly name: string }
/** "Line 2 (99214)": a sentence for each line it applies to. */
const eachLine =
  (find: (at: At, facts: Facts) => string | false | undefined) =>
  (facts: Facts): string[] =>
    facts.claim.lines.flatMap((line, index) => {
      const name = `Line ${index + 1} (${line.procedure.code})`
      const message = find({ line, fact: facts.lines[index]!, name }, facts)
      return message ? [`${name} ${message}`] : []
    })

const has = ({ procedure }: ServiceLine, modifier: string) => procedure.modifiers?.includes(modifier) ?? false
/** Office, hospital and preventive visits. */
const isVisit = (code: string) => /^99(2[0-9]{2}|3[0-9]{2}|4[0-9]{2})$/.test(code)
const isNewPatient = (code: string) => /^99(20[2-5]|38[1-7])$/.test(code)
/** What includes its own small visit: surgery (10004 to 69990, not the drawing of blood), vaccination, injection and infusion. */
const isProcedure = (code: string) =>
  (/^[1-6]\d{4}$/.test(code) && !/^3641[56]$/.test(code)) || /^(904[67]\d|96(3[6-9]\d|[45]\d{2}))$/.test(code)
/** Tests that small offices do under a certificate of waiver, and that Medicare wants marked so. */
const isUsuallyWaived = (code: string) => /^(82947|83036|86308|87804|87880)$/.test(code)
const yearsOld = (bornOn: Temporal.PlainDate, on: Temporal.PlainDate) =>
  bornOn.until(on, { largestUnit: 'years' }).years

export const lineEdits: readonly Edit[] = [
  {
    id: 'procedure-code',
    severity: 'error',
    fix: 'Choose the code in force on the day of service.',
    find: eachLine(({ fact }) => fact.known === 'inactive' && 'was not in force on the day of service.'),
  },
  {
    id: 'pointer',
    severity: 'error',
    fix: 'Void the charges and point each line to one of the diagnoses.',
    find: eachLine(
      ({ line }, { claim }) =>
        (line.pointers.length === 0 || line.pointers.some((pointer) => !claim.diagnoses[pointer - 1])) &&
        'does not point to a diagnosis of the claim.',
    ),
  },
  {
    id: 'ndc',
    severity: 'error',
    fix: 'Enter the eleven digits of the drug code from the package (5-4-2).',
    find: eachLine(
      ({ line }) =>
        /^J\d{4}$/.test(line.procedure.code) &&
        parseNdc(line.drug?.ndc ?? '')?.billing === undefined &&
        'is a drug and needs its NDC.',
    ),
  },
  {
    id: 'modifier-25',
    severity: 'warn',
    fix: 'Add modifier 25 to the visit if it was significant and separate from the procedure.',
    find: eachLine(
      ({ line }, { claim }) =>
        isVisit(line.procedure.code) &&
        !has(line, '25') &&
        claim.lines.some(({ procedure }) => isProcedure(procedure.code)) &&
        'is a visit beside a procedure, without modifier 25.',
    ),
  },
  {
    id: 'clia-waived',
    severity: 'warn',
    fix: 'Add modifier QW if the test is waived and your certificate is one of waiver.',
    filingCodes: ['MB', 'MC'],
    find: eachLine(
      ({ line }) =>
        isUsuallyWaived(line.procedure.code) &&
        !has(line, 'QW') &&
        'is usually a waived test and has no modifier QW.',
    ),
  },
  {
    id: 'procedure-unknown',
    severity: 'warn',
    fix: 'Import the current table of the practice, or check the code.',
    find: eachLine(({ fact }) => fact.known === 'unknown' && 'is not in the imported code tables.'),
  },
  {
    id: 'duplicate',
    severity: 'warn',
    fix: 'Void one of the two, or add modifier 76 or 77 if it was repeated.',
    find: eachLine(
      ({ fact, line }) =>
        fact.isDuplicate &&
        !has(line, '76') &&
        !has(line, '77') &&
        'was already charged for this patient, day and provider.',
    ),
  },
  {
    id: 'new-patient',
    severity: 'warn',
    fix: 'Use a code for an established patient.',
    find: eachLine(
      ({ fact, line }) =>
        isNewPatient(line.procedure.code) &&
        fact.seenBefore &&
        'is for new patients, but this specialty saw the patient within three years.',
    ),
  },
  {
    id: 'below-allowed',
    severity: 'warn',
    fix: 'Raise the fee: the payer would pay more than is charged.',
    find: eachLine(
      ({ fact, line }) =>
        fact.expectedCents !== null &&
        line.chargeCents <= fact.expectedCents &&
        line.chargeCents > 0 &&
        'is charged at or below what the payer allows.',
    ),
  },
  {
    id: 'age',
    severity: 'warn',
    fix: 'Check the birth date and the code.',
    find: eachLine(({ line }, { claim, serviceOn }) => {
      const { bornOn } = treated(claim)
      const range = agesOf(line.procedure.code)
      if (!bornOn || !range || isBefore(serviceOn, bornOn)) return false
      const age = yearsOld(bornOn, serviceOn)
      return (age < range[0] || age > range[1]) && `is meant for ages ${range[0]} to ${range[1]}.`
    }),
  },
]

/** Preventive visits by age (99381 to 99387, 99391 to 99397). */
function agesOf(code: string): readonly [number, number] | undefined {
  const ages = [
    [0, 0],
    [1, 4],
    [5, 11],
    [12, 17],
    [18, 39],
    [40, 64],
    [65, 150],
  ] as const
  const match = /^99(?:38|39)([1-7])$/.exec(code)
  return match ? ages[Number(match[1]) - 1] : undefined
}

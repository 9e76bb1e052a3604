/** Edits on the claim as a whole. Pure. */
import { sum } from '#kernel/cents.ts'
import { isNpi } from '#standards/codes/npi.ts'
import { placeOfService } from '#standards/codes/place-of-service.ts'
import { isLaboratory } from '../claims/bill.ts'
import { filingLimit } from '../claims/claim.ts'
import { type Edit, isBefore, treated } from './edit.ts'

const when = (applies: boolean, message: string) => (applies ? [message] : [])

export const claimEdits: readonly Edit[] = [
  {
    id: 'member-id',
    severity: 'error',
    fix: 'Copy the member number from the front of the card.',
    find: ({ claim }) =>
      when(
        !/^[A-Z0-9-]{2,}$/i.test(claim.subscriber.memberId.trim()),
        'The member number is missing or not one.',
      ),
  },
  {
    id: 'birth-date',
    severity: 'error',
    fix: "Correct the birth date in the patient's record.",
    find: ({ claim, today }) => {
      const { bornOn } = treated(claim)
      return when(!bornOn || isBefore(today, bornOn), 'The birth date is missing or in the future.')
    },
  },
  {
    id: 'payer',
    severity: 'error',
    fix: 'Give the payer its electronic id, or choose the payer that replaced it on the card.',
    find: ({ claim, payer }) =>
      when(
        !payer.active || claim.payer.id.trim().length < 2,
        'The payer is not in use or has no electronic id.',
      ),
  },
  {
    id: 'npi',
    severity: 'error',
    fix: 'Correct the NPI of the practice in Settings, of the provider under People.',
    find: ({ claim: { billing, rendering } }) => [
      ...when(!isNpi(billing.npi ?? ''), 'The NPI of the practice is missing or its check digit is wrong.'),
      ...when(
        rendering !== undefined && !isNpi(rendering.npi ?? ''),
        'The NPI of the provider is missing or its check digit is wrong.',
      ),
    ],
  },
  {
    id: 'taxonomy',
    severity: 'error',
    fix: 'Choose the specialty of the practice and of the provider (ten characters).',
    find: ({ claim: { billing, rendering } }) =>
      when(
        [billing, rendering].some((one) => one && !/^[0-9A-Z]{9}X$/.test(one.taxonomy ?? '')),
        'The taxonomy code of the practice or of the provider is missing or not one.',
      ),
  },
  {
    id: 'address',
    severity: 'error',
    fix: "Complete the address in the patient's record.",
    find: ({ claim }) => {
      const address = treated(claim).address
      return when(
        !address?.line1 || !address.city || !address.state || !address.zip,
        'The address of the patient is not complete.',
      )
    },
  },
  {
    id: 'service-future',
    severity: 'error',
    fix: 'Send the claim on or after the day of service.',
    find: ({ serviceOn, today }) => when(isBefore(today, serviceOn), 'The day of service is in the future.'),
  },
  {
    id: 'service-before-birth',
    severity: 'error',
    fix: 'Correct the birth date, or the patient of the visit.',
    find: ({ claim, serviceOn }) => {
      const { bornOn } = treated(claim)
      return when(
        bornOn !== undefined && isBefore(serviceOn, bornOn),
        'The patient was born after the day of service.',
      )
    },
  },
  {
    id: 'service-after-death',
    severity: 'error',
    fix: 'Correct the date of death, or the patient of the visit.',
    find: ({ deceasedOn, serviceOn }) =>
      when(
        deceasedOn !== null && isBefore(deceasedOn, serviceOn),
        'The patient died before the day of service.',
      ),
  },
  {
    id: 'coverage-dates',
    severity: 'error',
    fix: 'Choose the card that was in force on that day, or correct its dates.',
    find: ({ coverage, serviceOn }) =>
      when(
        isBefore(serviceOn, coverage.effectiveOn) ||
          (coverage.terminatesOn !== null && isBefore(coverage.terminatesOn, serviceOn)),
        'The insurance card was not in force on the day of service.',
      ),
  },
  {
    id: 'diagnosis-missing',
    severity: 'error',
    fix: 'Void the charges and enter them with a diagnosis.',
    find: ({ claim }) => when(claim.diagnoses.length === 0, 'The claim has no diagnosis.'),
  },
  {
    id: 'diagnosis-code',
    severity: 'error',
    fix: 'Choose the code in force on the day of service, with all its characters.',
    find: ({ diagnoses }) =>
      diagnoses.flatMap(({ code, known }) => [
        ...when(known === 'inactive', `${code} was not in force on the day of service.`),
        ...when(known === 'category', `${code} is a heading: a more specific code is needed.`),
        ...when(known === 'unknown', `${code} is not in the ICD-10-CM table.`),
      ]),
  },
  {
    id: 'total',
    severity: 'error',
    fix: 'Void the charges and enter them anew.',
    find: ({ claim, lines }) =>
      when(
        claim.chargeCents !== sum(claim.lines.map(({ chargeCents }) => chargeCents)) ||
          lines.some(({ isVoided }) => isVoided),
        'The total of the claim is not the sum of its lines, or a line was voided.',
      ),
  },
  {
    id: 'place-of-service',
    severity: 'error',
    fix: 'Set the place of service of the site in Settings.',
    find: ({ claim }) =>
      when(
        placeOfService(claim.placeOfService) === undefined,
        'The place of service is missing or not a code.',
      ),
  },
  {
    id: 'clia',
    severity: 'error',
    fix: 'Enter the CLIA number of the site in Settings.',
    find: ({ claim }) =>
      when(
        claim.lines.some(({ procedure }) => isLaboratory(procedure.code)) && !claim.references?.clia,
        'Laboratory lines need the CLIA number of the site.',
      ),
  },
  {
    id: 'payer-claim-number',
    severity: 'error',
    fix: "Enter the payer's claim number from the remittance or the payer's portal.",
    find: ({ claim }) =>
      when(
        claim.frequency !== '1' && !claim.references?.payerClaimControl,
        "A replacement or void needs the payer's number of the claim it corrects.",
      ),
  },
  {
    id: 'timely-filing',
    severity: 'error',
    fix: 'Send it with proof of earlier filing on paper, or write it off as timely filing.',
    find: ({ claim, payer, serviceOn, today }) =>
      when(
        // Later payers count from the payment of the one before.
        claim.coverage.priority === 'P' && isBefore(filingLimit(payer, serviceOn), today),
        `The time to file passed on ${filingLimit(payer, serviceOn).toString()}.`,
      ),
  },
  {
    id: 'earlier-payer',
    severity: 'error',
    fix: 'Post the remittance of the earlier payer first.',
    find: ({ claim }) =>
      when(
        claim.coverage.priority !== 'P' && !claim.otherPayers?.length,
        'A secondary claim needs what the earlier payer did.',
      ),
  },
  {
    id: 'sex',
    severity: 'warn',
    fix: 'Check the administrative sex and the diagnosis.',
    find: ({ claim, diagnoses }) => {
      const { sex } = treated(claim)
      return diagnoses.flatMap(({ code }) => [
        // ICD-10-CM chapter 15 (pregnancy) and N70 to N98; N40 to N53.
        ...when(sex === 'M' && /^(O|Z3[34]|N(7|8|9[0-8]))/.test(code), `${code} is a diagnosis of women.`),
        ...when(sex === 'F' && /^(N4|N5[0-3]|C61)/.test(code), `${code} is a diagnosis of men.`),
      ])
    },
  },
]

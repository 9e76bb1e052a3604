/** The rows of a claim as the claim that is sent: 837P and CMS-1500 are written from this. Pure. */
import { type Cents, cents, sum } from '#kernel/cents.ts'
import { parseNdc } from '#standards/codes/ndc.ts'
import type {
  Address,
  Claim,
  Coverage,
  LineAdjudication,
  OtherPayer,
  ServiceLine,
  Subscriber,
} from '#standards/x12/837p-claim.ts'
import type { ClaimRow, ClaimRows, LineRow, PriorRow } from './rows.ts'

/** Clinical laboratory: 80047 to 89398. */
export const isLaboratory = (code: string) => /^8\d{4}$/.test(code)

const relationships = { self: '18', spouse: '01', child: '19', other: 'G8' } as const
const priorities = { primary: 'P', secondary: 'S', tertiary: 'T' } as const

export function billOf({ organisation, lines, diagnoses, priors }: ClaimRows, head: ClaimRow): Claim {
  const own = lines.get(head.id) ?? []
  const before = earlierPayers(priors.get(head.id) ?? [], head, own)
  const patient = patientOf(head)
  const isSelf = head.relation === 'self'
  return {
    id: head.number,
    billing: {
      name: { kind: 'organisation', name: organisation.legalName },
      npi: organisation.npi,
      taxonomy: organisation.taxonomy,
      taxId: organisation.taxId,
      address: placeOf(organisation),
      contact: { name: 'Billing', phone: organisation.phone },
    },
    coverage: coverageOf(head, priorities[head.rank]),
    payer: {
      name: head.payerName,
      id: head.payerCode,
      address:
        head.payerAddress && head.payerCity && head.payerState && head.payerZip
          ? { line1: head.payerAddress, city: head.payerCity, state: head.payerState, zip: head.payerZip }
          : undefined,
    },
    subscriber: isSelf ? { ...patient, memberId: head.memberId } : subscriberOf(head),
    patient: isSelf ? undefined : { ...patient, relationship: relationships[head.relation] },
    chargeCents: head.totalCents,
    placeOfService: own[0]?.placeOfService ?? '',
    frequency: head.frequency,
    providerSignature: true,
    assignment: 'A',
    benefitsAssigned: 'Y',
    release: 'Y',
    references: {
      priorAuthorisation: head.priorAuthorization ?? undefined,
      referral: head.referralNumber ?? undefined,
      clia: own.some(({ code }) => isLaboratory(code)) ? (head.cliaNumber ?? undefined) : undefined,
      payerClaimControl: head.frequency === '1' ? undefined : (head.payerControlNumber ?? undefined),
    },
    diagnoses: (diagnoses.get(head.id) ?? []).map(({ code }) => code.replace('.', '')),
    rendering: {
      name: { kind: 'person', last: head.providerLastName, first: head.providerFirstName },
      npi: head.providerNpi,
      taxonomy: head.providerTaxonomy,
    },
    facility: {
      name: head.siteName,
      address: placeOf({
        address: head.siteAddress,
        city: head.siteCity,
        state: head.siteState,
        zip: head.siteZip,
      }),
    },
    otherPayers: before.length > 0 ? before.map(({ payer }) => payer) : undefined,
    lines: own.map((line) => lineOf(head, line, before)),
  }
}

/**
 * The guide wants nine digits for billing provider and facility. Where the last four are not known, clearinghouses take
 * 9998, which the postal service gives to no street.
 */
const placeOf = (place: { address: string; city: string; state: string; zip: string }): Address => ({
  line1: place.address,
  city: place.city,
  state: place.state,
  zip: place.zip.length === 5 ? `${place.zip}9998` : place.zip,
})

/** A patient without a full address is billed without one, and the scrubber says so. */
const patientOf = (head: ClaimRow) => ({
  name: {
    kind: 'person' as const,
    last: head.lastName,
    first: head.firstName,
    middle: head.middleName ?? undefined,
    suffix: head.suffix ?? undefined,
  },
  address: {
    line1: head.address ?? '',
    line2: head.address2 ?? undefined,
    city: head.city ?? '',
    state: head.stateCode ?? '',
    zip: head.zip ?? '',
  },
  bornOn: head.bornOn,
  sex: head.sex,
})

const subscriberOf = (card: ClaimRow): Subscriber => ({
  name: { kind: 'person', last: card.subscriberLastName ?? '', first: card.subscriberFirstName ?? undefined },
  memberId: card.memberId,
  bornOn: card.subscriberBornOn ?? undefined,
  sex: card.subscriberSex ?? undefined,
})

const coverageOf = (
  card: Pick<ClaimRow, 'groupNumber' | 'planName' | 'filingCode'>,
  priority: string,
): Coverage => ({
  priority,
  groupNumber: card.groupNumber ?? undefined,
  planName: card.planName ?? undefined,
  filingCode: card.filingCode,
})

/** Sent as REF*6R, comes back in the 835: "W100001-2" is the second line of that claim. */
export const lineControl = (claimNumber: string, position: number) => `${claimNumber}-${position}`

function lineOf(head: ClaimRow, line: LineRow, before: readonly Earlier[]): ServiceLine {
  const ndc = line.ndc ? (parseNdc(line.ndc)?.billing ?? line.ndc) : undefined
  const adjudications = before.flatMap(({ settled }) => settled.get(line.chargeId) ?? [])
  return {
    procedure: { code: line.code, modifiers: line.modifiers.length > 0 ? line.modifiers : undefined },
    chargeCents: line.amountCents,
    units: line.units,
    pointers: line.pointers,
    from: line.serviceOn,
    control: lineControl(head.number, line.position),
    drug: ndc ? { ndc, quantity: line.units, unit: 'UN' } : undefined,
    adjudications: adjudications.length > 0 ? adjudications : undefined,
  }
}

type Earlier = {
  readonly payer: OtherPayer
  readonly settled: ReadonlyMap<LineRow['chargeId'], LineAdjudication>
}

/** Loops 2320 and 2430: what each earlier payer paid and adjusted. Payment is what the adjustments of a line leave. */
function earlierPayers(rows: readonly PriorRow[], head: ClaimRow, lines: readonly LineRow[]): Earlier[] {
  return [...Map.groupBy(rows, ({ answerId }) => answerId).values()].map((own) => {
    const [first] = own
    const card = first!
    const settled = new Map(
      lines.map((line) => {
        const adjustments = own
          .filter(({ chargeId }) => chargeId === line.chargeId)
          .map(({ groupCode, carc, amountCents }) => ({
            group: groupCode!,
            reason: carc!,
            amountCents: amountCents!,
          }))
        const paidCents: Cents = cents(
          line.amountCents - sum(adjustments.map(({ amountCents }) => amountCents)),
        )
        return [
          line.chargeId,
          {
            payerId: card.payerCode,
            paidCents,
            procedure: { code: line.code, modifiers: line.modifiers.length > 0 ? line.modifiers : undefined },
            units: line.units,
            adjustments,
            adjudicatedOn: card.paidOn ?? undefined,
          },
        ] as const
      }),
    )
    const payer: OtherPayer = {
      coverage: coverageOf(card, priorities[card.rank]),
      relationship: relationships[card.relation],
      subscriber: {
        name:
          card.relation === 'self'
            ? { kind: 'person', last: head.lastName, first: head.firstName }
            : {
                kind: 'person',
                last: card.subscriberLastName ?? '',
                first: card.subscriberFirstName ?? undefined,
              },
        memberId: card.memberId,
      },
      payer: { name: card.payerName, id: card.payerCode },
      paidCents: sum([...settled.values()].map(({ paidCents }) => paidCents)),
      benefitsAssigned: 'Y',
      release: 'Y',
      claimControl: card.payerControlNumber ?? undefined,
    }
    return { payer, settled }
  })
}

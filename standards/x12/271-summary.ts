/**
 * What the desk needs from a 271 (005010X279A1, loop 2110): is the patient covered on that day, and what does a
 * visit cost the patient. An outage or a rejection is *unknown*, never ineligible. What the payer did not say stays
 * undefined, never zero.
 */
import type { Cents } from '#kernel/cents.ts'
import type { AnsweredRejection, Benefit, DateEntry, EligibilityResponse, Entity, Member } from './271.ts'
import { compact } from './interpret.ts'

export type Network = 'in' | 'out' | 'unspecified'

/** A benefit as chosen for the visit, and from what it was chosen. */
type Chosen = {
  readonly network: Network
  /** The service type it was given for; '' when for none in particular. */
  readonly serviceType: string
  readonly coverageLevel: string
}
export type CopayShare = Chosen & { readonly amountCents: Cents }
export type CoinsuranceShare = Chosen & { readonly basisPoints: number }
/** Total of the year (period 23 and the like), the remainder (29) and what was met (24): each only as the payer said it. */
export type Limit = Chosen & {
  readonly totalCents?: Cents | undefined
  readonly remainingCents?: Cents | undefined
  readonly metCents?: Cents | undefined
}

export type EligibilitySummary = {
  readonly outcome: 'active' | 'inactive' | 'unknown'
  /** One sentence for the desk. */
  readonly reason: string
  /** When unknown: ask again, correct and ask again, or call. */
  readonly remedy: AnsweredRejection['remedy'] | undefined
  readonly rejections: readonly AnsweredRejection[]
  readonly plan: string | undefined
  readonly insuranceType: string | undefined
  /** Of the provider who asked, for this service type; undefined when not said. */
  readonly inNetwork: boolean | undefined
  /** Whether the service type is covered under the active plan; undefined when not said. */
  readonly serviceCovered: boolean | undefined
  readonly authorisationRequired: boolean | undefined
  /** Undefined when there is none, or several that only a person can tell apart: see `copays`. */
  readonly copay: CopayShare | undefined
  readonly copays: readonly CopayShare[]
  readonly coinsurance: CoinsuranceShare | undefined
  readonly deductible: Limit | undefined
  readonly familyDeductible: Limit | undefined
  readonly outOfPocket: Limit | undefined
  readonly familyOutOfPocket: Limit | undefined
  readonly primaryCareProvider: Entity | undefined
  /** The payer says another payer exists or comes first (EB*R). */
  readonly otherCoverage: boolean
  /** Free text of the payer with the benefits of this service. */
  readonly messages: readonly string[]
}

export type Visit = {
  /** EQ01 the desk cares about: 98 professional office visit, 30 the plan as a whole. */
  readonly serviceType: string
  readonly onDate: Temporal.PlainDate
}

const planWide = '30'
const isActive = ({ info }: Benefit) => /^[1-5]$/.test(info)
const isInactive = ({ info }: Benefit) => /^[678]$/.test(info)

/** The answer about the patient: the dependent where there is one, otherwise the subscriber. */
export function summarise271(response: EligibilityResponse, visit: Visit): EligibilitySummary {
  const patient =
    response.members.findLast((member) => member.level === 'dependent') ?? response.members.at(-1)
  const subscriber = response.members.findLast((member) => member.level === 'subscriber')
  const benefits = (patient?.benefits ?? []).filter((benefit) => isInForce(benefit.dates, visit.onDate))
  const status = statusOf(response, patient, subscriber, benefits, visit)
  const fitting = fittingTo(visit.serviceType)
  const active = benefits.filter((benefit) => isActive(benefit) && fitting(benefit) < noFit)
  const about = active.toSorted((a, b) => fitting(a) - fitting(b))
  const specific = benefits.filter((benefit) => benefit.serviceTypes.includes(visit.serviceType))
  const said = (pick: (benefit: Benefit) => string) => about.map(pick).find(Boolean)
  const copays = copaysOf(benefits, visit.serviceType)
  return {
    ...status,
    rejections: response.rejections,
    plan: said(({ plan }) => plan),
    insuranceType: said(({ insuranceType }) => insuranceType),
    inNetwork: yesOrNo(about.map(({ inNetwork }) => inNetwork)),
    serviceCovered: coveredOf(specific.filter((benefit) => networkOf(benefit) !== 'out')),
    authorisationRequired: yesOrNo(
      bestOf(
        specific.filter(({ authorisation }) => authorisation !== ''),
        visit.serviceType,
      ).map(({ authorisation }) => authorisation),
    ),
    copay: copays.length === 1 ? copays[0] : undefined,
    copays,
    coinsurance: coinsuranceOf(benefits, visit.serviceType),
    deductible: limitOf(benefits, 'C', visit.serviceType, 'IND'),
    familyDeductible: limitOf(benefits, 'C', visit.serviceType, 'FAM'),
    outOfPocket: limitOf(benefits, 'G', visit.serviceType, 'IND'),
    familyOutOfPocket: limitOf(benefits, 'G', visit.serviceType, 'FAM'),
    primaryCareProvider: benefits.flatMap(({ entities }) => entities).find(({ role }) => role === 'P3'),
    otherCoverage: benefits.some(({ info }) => info === 'R'),
    messages: [...new Set(benefits.filter((benefit) => fitting(benefit) < noFit).flatMap((b) => b.messages))],
  }
}

type Status = Pick<EligibilitySummary, 'outcome' | 'reason' | 'remedy'>

function statusOf(
  { complete, rejections }: EligibilityResponse,
  patient: Member | undefined,
  subscriber: Member | undefined,
  benefits: readonly Benefit[],
  { onDate, serviceType }: Visit,
): Status {
  const unknown = (reason: string, remedy: Status['remedy']): Status => ({
    outcome: 'unknown',
    reason,
    remedy,
  })
  if (!complete) return unknown('The answer of the payer is cut off.', 'retry')
  const refused = rejections.filter(({ level }) => level !== 'benefit')
  if (!patient || patient.benefits.length === 0 || refused.length > 0) {
    const [first] = refused.length > 0 ? refused : rejections
    return first
      ? unknown(`${first.meaning} ${first.advice}`, remedyOf(refused.length > 0 ? refused : rejections))
      : unknown('The payer said nothing about coverage.', 'call-payer')
  }
  const dates = [...patient.dates, ...(patient === subscriber ? [] : (subscriber?.dates ?? []))]
  const wide = (benefit: Benefit) =>
    benefit.serviceTypes.length === 0 || benefit.serviceTypes.includes(planWide)
  const asked = (benefit: Benefit) => benefit.serviceTypes.includes(serviceType)
  for (const scope of [wide, asked]) {
    const about = benefits.filter(scope)
    if (about.some(isActive))
      return isInForce(dates, onDate)
        ? { outcome: 'active', reason: 'The coverage is active.', remedy: undefined }
        : { outcome: 'inactive', reason: 'The coverage is not in force on that day.', remedy: undefined }
    if (about.some(isInactive))
      return { outcome: 'inactive', reason: 'The payer says the coverage is not active.', remedy: undefined }
  }
  // Benefits there were, but all of them for other days.
  const elapsed = patient.benefits.filter((benefit) => isActive(benefit) && (wide(benefit) || asked(benefit)))
  if (elapsed.length > 0 && elapsed.every(({ dates: own }) => own.length > 0 && !isInForce(own, onDate)))
    return { outcome: 'inactive', reason: 'The coverage is not in force on that day.', remedy: undefined }
  return unknown('The payer does not say whether the coverage is active.', 'call-payer')
}

/** Correcting helps before calling, calling before waiting; a retry the payer forbids (AAA04 N) needs a call. */
function remedyOf(rejections: readonly AnsweredRejection[]): Status['remedy'] {
  const remedies = rejections.map(({ followUpCode, remedy }) =>
    remedy === 'retry' && followUpCode === 'N' ? 'call-payer' : remedy,
  )
  return (['fix-data', 'call-payer', 'retry'] as const).find((remedy) => remedies.includes(remedy))
}

const begins = new Set(['346', '348', '356', '193'])
const ends = new Set(['347', '349', '357', '194'])
const periods = new Set(['291', '292', '307'])

/** Whether a day lies within every begin, end and period given. A single day under 291 only echoes the question. */
function isInForce(dates: readonly DateEntry[], day: Temporal.PlainDate): boolean {
  return dates.every(({ from, qualifier, to }) => {
    const bounded = begins.has(qualifier) || (periods.has(qualifier) && to !== undefined)
    const last = ends.has(qualifier) ? (to ?? from) : bounded ? to : undefined
    return (
      (!bounded || Temporal.PlainDate.compare(from, day) <= 0) &&
      (!last || Temporal.PlainDate.compare(last, day) >= 0)
    )
  })
}

const noFit = 3

/** 0 for the very service type, 1 for the plan as a whole, 2 for no type named, 3 for another service. */
const fittingTo =
  (serviceType: string) =>
  ({ serviceTypes }: Benefit): number => {
    if (serviceTypes.includes(serviceType)) return 0
    if (serviceTypes.includes(planWide)) return 1
    return serviceTypes.length === 0 ? 2 : noFit
  }

const networkOf = ({ inNetwork }: Benefit): Network =>
  inNetwork === 'Y' ? 'in' : inNetwork === 'N' ? 'out' : 'unspecified'

/** Out of network is the last resort; then the nearer service type; then what is said to be in network. */
function rankOf(benefit: Benefit, serviceType: string): number {
  const network = networkOf(benefit)
  return (network === 'out' ? 100 : 0) + fittingTo(serviceType)(benefit) * 10 + (network === 'in' ? 0 : 1)
}

/** The benefits of the best rank among those that fit the service at all. */
function bestOf(benefits: readonly Benefit[], serviceType: string): Benefit[] {
  const fitting = benefits.filter((benefit) => fittingTo(serviceType)(benefit) < noFit)
  const best = fitting.reduce((least, benefit) => Math.min(least, rankOf(benefit, serviceType)), Infinity)
  return fitting.filter((benefit) => rankOf(benefit, serviceType) === best)
}

const chosen = (benefit: Benefit, serviceType: string): Chosen => ({
  network: networkOf(benefit),
  serviceType: [serviceType, planWide].find((type) => benefit.serviceTypes.includes(type)) ?? '',
  coverageLevel: benefit.coverageLevel,
})

function copaysOf(benefits: readonly Benefit[], serviceType: string): CopayShare[] {
  const copays = benefits.filter(({ amountCents, info }) => info === 'B' && amountCents !== undefined)
  const byAmount = new Map<Cents, CopayShare>()
  for (const benefit of bestOf(copays, serviceType)) {
    const amountCents = benefit.amountCents!
    if (!byAmount.has(amountCents))
      byAmount.set(amountCents, { ...chosen(benefit, serviceType), amountCents })
  }
  return [...byAmount.values()]
}

function coinsuranceOf(benefits: readonly Benefit[], serviceType: string): CoinsuranceShare | undefined {
  const rates = benefits.filter(({ info, percentBp }) => info === 'A' && percentBp !== undefined)
  const best = bestOf(rates, serviceType)
  const [first] = best
  // Two different rates of the same standing: only a person can say which one holds for this visit.
  if (!first || best.some(({ percentBp }) => percentBp !== first.percentBp)) return undefined
  return { ...chosen(first, serviceType), basisPoints: first.percentBp! }
}

/** Individual limits are those not said to be the family's. */
function limitOf(
  benefits: readonly Benefit[],
  info: 'C' | 'G',
  serviceType: string,
  level: 'IND' | 'FAM',
): Limit | undefined {
  const limits = benefits.filter(
    (benefit) =>
      benefit.info === info &&
      benefit.amountCents !== undefined &&
      (benefit.coverageLevel === 'FAM') === (level === 'FAM'),
  )
  const best = bestOf(limits, serviceType)
  const [first] = best
  if (!first) return undefined
  const amountOf = (...kinds: readonly string[]) =>
    best.find(({ period }) => kinds.includes(period))?.amountCents
  const totalCents = amountOf('23', '22', '25', '21', '')
  const remainingCents = amountOf('29')
  const metCents = amountOf('24')
  if (totalCents === undefined && remainingCents === undefined && metCents === undefined) return undefined
  return compact({ ...chosen(first, serviceType), totalCents, remainingCents, metCents })
}

function yesOrNo(answers: readonly string[]): boolean | undefined {
  return answers.includes('Y') ? true : answers.includes('N') ? false : undefined
}

function coveredOf(specific: readonly Benefit[]): boolean | undefined {
  if (specific.some(({ info }) => info === 'I')) return false
  if (specific.some((benefit) => isActive(benefit))) return true
  return specific.some((benefit) => isInactive(benefit)) ? false : undefined
}

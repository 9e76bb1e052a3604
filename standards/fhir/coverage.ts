import { type Cents, cents } from '#kernel/cents.ts'
import type { Identifier } from '#standards/person/person.ts'
import * as e from './element.ts'
import {
  type Concept,
  type Json,
  type Period,
  type Reference,
  readConcept,
  readIdentifiers,
  readPeriod,
  readReference,
  writeConcept,
  writeIdentifier,
  writePeriod,
  writeReference,
} from './datatypes.ts'

/** A classification of the coverage: type "group", "plan", "rxbin", "rxpcn" ... with its number and name. */
type CoverageClass = { readonly type: Concept; readonly value: string; readonly name?: string }

export type Coverage = {
  readonly resourceType: 'Coverage'
  readonly id?: string
  readonly identifiers: readonly Identifier[]
  readonly status: 'active' | 'cancelled' | 'draft' | 'entered-in-error'
  readonly type?: Concept
  readonly policyHolder?: Reference
  readonly subscriber?: Reference
  readonly subscriberId?: string
  readonly beneficiary: Reference
  readonly dependent?: string
  /** Of the beneficiary to the subscriber: self, spouse, child, other ... */
  readonly relationship?: Concept
  readonly period?: Period
  readonly payors: readonly Reference[]
  readonly classes: readonly CoverageClass[]
  /** 1 pays first. */
  readonly order?: number
  readonly network?: string
  /** What the patient pays, where it is an amount of US dollars. */
  readonly costs: readonly { readonly type?: Concept; readonly amount: Cents }[]
}

const party = ['Patient', 'RelatedPerson', 'Organization']

export function readCoverage(at: e.Element): Omit<Coverage, 'resourceType' | 'id'> | undefined {
  const status = e.required(
    at,
    'status',
    e.codeOf(at, 'status', ['active', 'cancelled', 'draft', 'entered-in-error']),
  )
  const beneficiary = e.required(at, 'beneficiary', readReference(e.objectOf(at, 'beneficiary'), ['Patient']))
  const payors = e.objectsOf(at, 'payor').flatMap((payor) => readReference(payor, party) ?? [])
  if (payors.length === 0) e.required(at, 'payor', undefined)
  const facts = e.defined({
    identifiers: readIdentifiers(at),
    type: readConcept(e.objectOf(at, 'type')),
    policyHolder: readReference(e.objectOf(at, 'policyHolder'), party),
    subscriber: readReference(e.objectOf(at, 'subscriber'), ['Patient', 'RelatedPerson']),
    subscriberId: e.textOf(at, 'subscriberId'),
    dependent: e.textOf(at, 'dependent'),
    relationship: readConcept(e.objectOf(at, 'relationship')),
    period: readPeriod(e.objectOf(at, 'period')),
    payors,
    classes: e.objectsOf(at, 'class').flatMap((one) => readClass(one) ?? []),
    order: e.integerOf(at, 'order', 1),
    network: e.textOf(at, 'network'),
    costs: e.objectsOf(at, 'costToBeneficiary').flatMap((cost) => readCost(cost) ?? []),
  })
  return status && beneficiary && { ...facts, status, beneficiary }
}

export const writeCoverage = (from: Coverage): Json => ({
  identifier: from.identifiers.map(writeIdentifier),
  status: from.status,
  type: writeConcept(from.type),
  policyHolder: writeReference(from.policyHolder),
  subscriber: writeReference(from.subscriber),
  subscriberId: from.subscriberId,
  beneficiary: writeReference(from.beneficiary),
  dependent: from.dependent,
  relationship: writeConcept(from.relationship),
  period: writePeriod(from.period),
  payor: from.payors.map(writeReference),
  class: from.classes.map(({ type, value, name }) => ({ type: writeConcept(type), value, name })),
  order: from.order,
  network: from.network,
  costToBeneficiary: from.costs.map(({ type, amount }) => ({
    type: writeConcept(type),
    valueMoney: { value: amount / 100, currency: 'USD' },
  })),
})

function readClass(at: e.Element): CoverageClass | undefined {
  const type = e.required(at, 'type', readConcept(e.objectOf(at, 'type')))
  const value = e.required(at, 'value', e.textOf(at, 'value'))
  return type && value !== undefined ? e.defined({ type, value, name: e.textOf(at, 'name') }) : undefined
}

function readCost(at: e.Element) {
  const money = e.objectOf(at, 'valueMoney')
  const value = money && e.numberOf(money, 'value')
  const currency = money && e.textOf(money, 'currency')
  if (!money || value === undefined) return e.warning(at, '', 'is not an amount of money and was left out')
  if (currency !== undefined && currency !== 'USD')
    return e.warning(at, '', 'is not in US dollars and was left out')
  const amount = Math.round(value * 100)
  if (amount < 0 || amount > 1e13 || Math.abs(amount / 100 - value) > 1e-9)
    return e.problem(money, 'value', `${e.shown(value)} is not an amount in whole cents`)
  return e.defined({ type: readConcept(e.objectOf(at, 'type')), amount: cents(amount) })
}

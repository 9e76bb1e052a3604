/** Single segments of the 835 as values. */
import type { EnvelopeReader } from './envelope.ts'
import type { Adjustment, Party, Procedure, ProviderAdjustment } from './835-types.ts'
import type { Cents } from '#kernel/cents.ts'
import type { SegmentView } from './segment-view.ts'
import { centsIn, dateIn, quantityIn } from './values.ts'

/** Shared by everything that has none of something, which is most of a file. */
export const none: readonly never[] = Object.freeze([])

/** Adds to a list that may still be the shared empty one. */
export function added<T>(list: readonly T[], item: T): readonly T[] {
  // Written out, because `push` makes room for seventeen at once and most lists have one or two.
  if (list.length === 0) return [item]
  if (list.length === 1) return [list[0]!, item]
  if (list.length === 2) return [list[0]!, list[1]!, item]
  ;(list as T[]).push(item)
  return list
}

/** An amount that must be there. Unreadable or missing: reported, and 0 in its place, so that nothing balances on it. */
export function amountOf(reader: EnvelopeReader, view: SegmentView, element: number): Cents {
  const amount = view.has(element)
    ? centsIn(view.bytes, view.from(element), view.to(element))
    : (NaN as Cents)
  if (amount === amount) return amount
  reader.problem(view, 'bad-amount', 'There is no amount of dollars and cents here.', element)
  return 0 as Cents
}

export function optionalAmountOf(reader: EnvelopeReader, view: SegmentView, element: number): Cents {
  return view.has(element) ? amountOf(reader, view, element) : (0 as Cents)
}

export function dateOf(
  reader: EnvelopeReader,
  view: SegmentView,
  element: number,
): Temporal.PlainDate | undefined {
  const date = view.has(element) ? dateIn(view.bytes, view.from(element), view.to(element)) : undefined
  if (!date) reader.problem(view, 'bad-date', 'This is not a date (CCYYMMDD).', element)
  return date
}

export function quantityOf(reader: EnvelopeReader, view: SegmentView, element: number): number | undefined {
  if (!view.has(element)) return undefined
  const quantity = quantityIn(view.bytes, view.from(element), view.to(element))
  if (quantity === quantity) return quantity
  reader.problem(view, 'bad-value', 'This is not a quantity.', element)
  return undefined
}

export function partyOf(view: SegmentView): Party {
  return {
    role: view.code(1),
    kind: view.code(2),
    name: view.element(3),
    first: view.element(4),
    middle: view.code(5),
    suffix: view.code(7),
    idQualifier: view.code(8),
    id: view.element(9),
  }
}

/** "HC:99214:25:59:::description": qualifier, code, up to four modifiers. */
export function procedureOf(view: SegmentView, element: number): Procedure {
  const { bytes, component } = view
  const end = view.to(element)
  let qualifier = ''
  let code = ''
  let modifiers: readonly string[] = none
  let from = view.from(element)
  for (let part = 0; part < 6 && from <= end; part++) {
    let to = from
    while (to < end && bytes[to] !== component) to += 1
    if (part === 0) qualifier = view.sliceCode(from, to)
    else if (part === 1) code = view.sliceCode(from, to)
    else if (to > from) modifiers = added(modifiers, view.sliceCode(from, to))
    from = to + 1
  }
  return { qualifier, code, modifiers }
}

/** The triplets of a CAS, added to `adjustments` (or to none when `keep` is false). Returns their sum. */
export function adjustmentsOf(
  reader: EnvelopeReader,
  view: SegmentView,
  to: { adjustments: readonly Adjustment[] },
  keep: boolean,
): number {
  const group = view.code(1)
  if (view.last < 3 || view.last > 19)
    reader.problem(view, 'bad-amount', 'An adjustment (CAS) has one to six reasons with their amounts.')
  let sum = 0
  for (let element = 2; element <= 17 && element <= view.last; element += 3) {
    const code = view.code(element)
    if (code === '' && !view.has(element + 1)) continue
    if (code === '')
      reader.problem(view, 'missing-element', 'An adjustment amount has no reason code.', element)
    const amount = amountOf(reader, view, element + 1)
    sum += amount
    if (keep)
      to.adjustments = added(to.adjustments, {
        group,
        code,
        amount,
        quantity: quantityOf(reader, view, element + 2),
      })
  }
  return sum
}

/** The pairs of a PLB: PLB03 to PLB14. */
export function providerAdjustmentsOf(reader: EnvelopeReader, view: SegmentView): ProviderAdjustment[] {
  const provider = view.element(1)
  const fiscalPeriodEnds = dateOf(reader, view, 2)
  if (view.last < 4 || view.last > 14)
    reader.problem(view, 'bad-amount', 'A provider adjustment (PLB) has one to six reasons with amounts.')
  const all: ProviderAdjustment[] = []
  for (let element = 3; element <= 13 && element <= view.last; element += 2) {
    if (!view.has(element) && !view.has(element + 1)) continue
    const [reason = '', reference = ''] = view.element(element).split(String.fromCharCode(view.component))
    if (reason === '')
      reader.problem(view, 'missing-element', 'A provider adjustment has no reason code.', element)
    all.push({ provider, fiscalPeriodEnds, reason, reference, amount: amountOf(reader, view, element + 1) })
  }
  return all
}

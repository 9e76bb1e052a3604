import type { Reference } from './datatypes.ts'
import * as e from './element.ts'
import { type Resource, type ResourceType, isReadable, readResource, writeResource } from './resource.ts'

/**
 * The longest text that is read, in characters. The whole bundle is held while it is read: about five times its size.
 * A longer export has to be divided by whoever sends it.
 */
export const longestBundle = 200_000_000

export type BundleEntry = {
  readonly index: number
  readonly fullUrl?: string
  readonly warnings: readonly e.Problem[]
} & (
  | { readonly outcome: 'read'; readonly resource: Resource }
  | { readonly outcome: 'refused'; readonly resourceType: string; readonly problems: readonly e.Problem[] }
)

/** Entries that are none of our business, by kind. */
export type Skipped = { readonly resourceType: string; readonly count: number; readonly reason: string }

export type Bundle = {
  readonly type?: string
  readonly entries: readonly BundleEntry[]
  readonly skipped: readonly Skipped[]
  /** Of the bundle as a whole. Where there are any, there are no entries. */
  readonly problems: readonly e.Problem[]
  /** The resource a reference points to, where this bundle holds it and it could be read. */
  readonly resolve: <T extends ResourceType>(
    reference: Reference | undefined,
    type: T,
  ) => Extract<Resource, { resourceType: T }> | undefined
}

/**
 * Reads a FHIR R4 bundle of any type, or a single resource, from text or from parsed JSON. Never throws: every entry
 * is read, refused with all its problems, or skipped with a reason.
 */
export function readBundle(source: unknown): Bundle {
  const parsed = typeof source === 'string' ? parse(source) : { json: source }
  if (parsed.message !== undefined) return refused('Bundle', parsed.message)
  const { json } = parsed
  if (!e.isObject(json)) return refused('Bundle', 'is not a JSON object')
  const resourceType = e.valueOf(json, 'resourceType')
  if (resourceType === 'Bundle') {
    const entry = e.valueOf(json, 'entry') ?? []
    if (!Array.isArray(entry)) return refused('Bundle.entry', 'is not a list')
    const type = e.valueOf(json, 'type')
    return { ...readEntries(entry), ...(typeof type === 'string' && { type }) }
  }
  if (typeof resourceType !== 'string')
    return refused('Bundle', 'is not a FHIR resource: it names no resourceType')
  if (isReadable(resourceType)) return readEntries([{ resource: json }])
  return refused('Bundle', `is a ${e.shown(resourceType)}, which is not read here`)
}

/**
 * A bundle of resources for another system. Each needs an id, by which the others refer to it ("Patient/12"); `base` is
 * the address below which we would serve them ("https://office.example/fhir"), so that such references resolve.
 */
export function writeBundle(
  resources: readonly Resource[],
  base: string,
  type: 'collection' | 'transaction' = 'collection',
): object {
  const entry = resources.map((resource) => {
    if (resource.id === undefined) throw new RangeError(`a ${resource.resourceType} in a bundle needs an id`)
    const url = `${resource.resourceType}/${resource.id}`
    const request = type === 'transaction' && { request: { method: 'PUT', url } }
    return { fullUrl: `${base}/${url}`, resource: writeResource(resource), ...request }
  })
  return { resourceType: 'Bundle', type, ...(entry.length > 0 && { entry }) }
}

const refused = (at: string, message: string): Bundle => ({
  entries: [],
  skipped: [],
  problems: [{ at, message }],
  resolve: () => undefined,
})

/** The parser's own words quote the text, which is about patients: only the place is taken from them. */
function parse(text: string): { json?: unknown; message?: string } {
  if (text.length > longestBundle)
    return { message: `is longer than ${longestBundle / 1e6} million characters; please divide it` }
  try {
    return { json: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown }
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault
    const place = /\(line (\d+) column (\d+)\)/.exec(fault.message)
    const where = place ? ` (line ${place[1]}, column ${place[2]})` : ''
    return {
      message: /end of JSON|Unterminated/.test(fault.message)
        ? `ends too early${where}`
        : `is not JSON${where}`,
    }
  }
}

type Draft = {
  readonly index: number
  readonly at: string
  readonly resourceType: string
  readonly fullUrl?: string
  /** What this entry alone may be called: no second one may bear it. */
  readonly name?: string
  readonly keys: readonly string[]
  readonly notes: e.Notes
  readonly resource?: Resource
  readonly skip?: string
}

function readEntries(entry: readonly unknown[]): Omit<Bundle, 'type'> {
  const drafts = entry.map(readEntry)
  const targets = new Map<string, Draft>()
  for (const draft of drafts) {
    const first = draft.name === undefined ? undefined : targets.get(draft.name)
    if (first)
      draft.notes.problems.push({ at: draft.at, message: `is the same as Bundle.entry[${first.index}]` })
    for (const key of draft.keys) if (!targets.has(key)) targets.set(key, draft)
  }
  // First what refuses an entry, then what depends on which entries were refused.
  for (const check of [mustFitTypes, shouldPointSomewhere])
    for (const { notes } of drafts)
      for (const mention of notes.mentions) check(mention, targets.get(keyOf(mention.reference)), notes)

  const skipped = new Map<string, Skipped>()
  for (const { skip, resourceType } of drafts)
    if (skip !== undefined)
      skipped.set(resourceType, {
        resourceType,
        reason: skip,
        count: (skipped.get(resourceType)?.count ?? 0) + 1,
      })
  return {
    entries: drafts.filter(({ skip }) => skip === undefined).map(finish),
    skipped: [...skipped.values()],
    problems: [],
    resolve: (reference, type) => {
      const draft = reference?.reference === undefined ? undefined : targets.get(keyOf(reference.reference))
      const found = draft && draft.notes.problems.length === 0 ? draft.resource : undefined
      return found?.resourceType === type
        ? (found as Extract<Resource, { resourceType: typeof type }>)
        : undefined
    },
  }
}

function readEntry(json: unknown, index: number): Draft {
  const at = `Bundle.entry[${index}]`
  const notes = e.noNotes()
  const draft = { index, at, notes, keys: [] }
  const broken = (place: string, message: string): Draft => {
    notes.problems.push({ at: place, message })
    return { ...draft, resourceType: 'unknown' }
  }
  if (!e.isObject(json)) return broken(at, `${e.shown(json)} is not an object`)
  const entry: e.Element = { json, at, notes }
  const fullUrl = e.textOf(entry, 'fullUrl')
  if (e.valueOf(json, 'resource') === undefined)
    return { ...draft, resourceType: 'none', skip: 'The entry holds no resource.' }
  const resource = e.objectOf(entry, 'resource')
  if (!resource) return { ...draft, resourceType: 'unknown' }
  const type = e.valueOf(resource.json, 'resourceType')
  if (typeof type !== 'string' || !/^[A-Z][A-Za-z]{0,63}$/.test(type))
    return broken(
      `${at}.resource.resourceType`,
      type === undefined ? 'is missing' : `${e.shown(type)} is no resource type`,
    )
  if (!isReadable(type)) {
    const id = e.valueOf(resource.json, 'id')
    const keys = keysOf(fullUrl, type, typeof id === 'string' ? id : undefined, [])
    return { ...draft, resourceType: type, keys, skip: `${type} is not one of the resources read here.` }
  }
  const read = readResource(resource, type)
  const keys = keysOf(fullUrl, type, e.textOf({ ...resource, notes: e.noNotes() }, 'id'), identifiersIn(read))
  const hasName = fullUrl !== undefined || e.valueOf(resource.json, 'id') !== undefined
  return {
    ...draft,
    resourceType: type,
    keys,
    ...e.defined({ fullUrl, name: hasName ? keys[0] : undefined, resource: read }),
  }
}

const finish = ({ index, fullUrl, notes, resource, resourceType }: Draft): BundleEntry => ({
  index,
  ...(fullUrl !== undefined && { fullUrl }),
  warnings: notes.warnings,
  ...(resource && notes.problems.length === 0
    ? { outcome: 'read', resource }
    : { outcome: 'refused', resourceType, problems: notes.problems }),
})

/** What an entry can be called by: its full URL, its type and id, or (in a conditional reference) an identifier. */
const keysOf = (
  fullUrl: string | undefined,
  type: string,
  id: string | undefined,
  identifiers: readonly string[],
) => [
  ...(fullUrl === undefined ? [] : [keyOf(fullUrl)]),
  ...(id === undefined ? [] : [`${type}/${id}`]),
  ...identifiers.map((identifier) => `${type}?identifier=${identifier}`),
]

function identifiersIn(resource: Resource | undefined): string[] {
  if (!resource) return []
  const identifiers = resource.resourceType === 'Patient' ? resource.person.identifiers : resource.identifiers
  const npi = resource.resourceType === 'Practitioner' && resource.npi !== undefined
  return [
    ...identifiers.map(({ system = '', value }) => `${system}|${value}`),
    ...(npi ? [`http://hl7.org/fhir/sid/us-npi|${resource.npi}`] : []),
  ]
}

/** A version ("/_history/2") does not make another resource. */
const keyOf = (reference: string) => reference.replace(/\/_history\/[^/]+$/, '')

function mustFitTypes({ at, types }: e.Mention, target: Draft | undefined, notes: e.Notes) {
  if (target && !types.includes(target.resourceType))
    notes.problems.push({
      at,
      message: `refers to a ${target.resourceType} where a ${types.join(' or ')} is expected`,
    })
}

function shouldPointSomewhere({ at, reference }: e.Mention, target: Draft | undefined, notes: e.Notes) {
  if (!target && /^urn:(uuid|oid):/.test(reference))
    notes.warnings.push({ at, message: 'points to nothing in this bundle' })
  if (target && target.skip === undefined && target.notes.problems.length > 0)
    notes.warnings.push({ at, message: `points to Bundle.entry[${target.index}], which could not be read` })
}

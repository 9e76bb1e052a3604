/** Whatever we write, we read back as it was. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readBundle } from './bundle.ts'
import { type Resource, writeResource } from './resource.ts'
import { resources } from './resources.testing.ts'

const readBack = (json: unknown) => {
  const [entry] = readBundle(json).entries
  assert.ok(entry)
  return entry.outcome === 'read' ? entry.resource : assert.fail(JSON.stringify(entry.problems))
}

/** Dates as text: to deepEqual all dates are one. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Temporal.PlainDate || value instanceof Temporal.Instant) return value.toString()
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
}

describe('every resource', () => {
  for (const [kind, arbitrary] of Object.entries(resources))
    it(`of the kind ${kind} is read as it was written`, () => {
      fc.assert(
        fc.property(arbitrary, (resource) => {
          const json = JSON.stringify(writeResource(resource))
          assert.ok(!/\[\]|\{\}|null/.test(json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')), json)
          assert.deepEqual(plain(readBack(json)), plain(resource))
        }),
      )
    })

  it('survives the loss or change of any part: it is read or refused, and reading never throws', () => {
    const anything = fc.oneof(
      fc.constant(null),
      fc.constant([]),
      fc.constant({}),
      fc.constant(-1),
      fc.constant(''),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(fc.oneof(...Object.values(resources)), fc.nat(), anything, (resource, at, value) => {
        const paths: { holder: object; key: string }[] = []
        const walk = (holder: unknown) => {
          if (typeof holder !== 'object' || holder === null) return
          for (const key of Object.keys(holder)) {
            paths.push({ holder, key })
            walk(Reflect.get(holder, key))
          }
        }
        const json: unknown = JSON.parse(JSON.stringify(writeResource(resource)))
        walk(json)
        const { holder, key } = paths[at % paths.length]!
        Reflect.set(holder, key, value)
        const { entries, problems } = readBundle({ resourceType: 'Bundle', entry: [{ resource: json }] })
        for (const entry of entries) if (entry.outcome === 'refused') assert.ok(entry.problems.length > 0)
        assert.ok(entries.length === 0 || problems.length === 0)
      }),
      { numRuns: 400 },
    )
  })

  it('is not written with what a reader would not take, and the refusal quotes nothing', () => {
    const ada: Resource = {
      resourceType: 'Patient',
      id: 'ada',
      person: {
        identifiers: [],
        name: { family: 'Lovelace', given: ['Ada'] },
        formerFamilyNames: [],
        sex: 'F',
        addresses: [],
        phones: [],
        emails: [],
        contacts: [],
      },
    }
    writeResource(ada)
    const refused = (change: Partial<typeof ada>, where: RegExp) =>
      assert.throws(
        () => writeResource({ ...ada, ...change } as Resource),
        (fault: Error) =>
          fault instanceof RangeError && where.test(fault.message) && !fault.message.includes('Lovelace'),
      )
    refused({ id: 'a b' }, /Patient\.id/)
    refused({ person: { ...ada.person, name: { family: '', given: ['Lovelace'] } } }, /Patient\.name/)
    refused({ person: { ...ada.person, emails: ['not Lovelace'] } }, /Patient\.telecom\[0\]\.value/)
    refused({ person: { ...ada.person, language: 'Lovelace!' } }, /Patient\.communication/)
  })
})

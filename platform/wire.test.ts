import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { IdOf, Instant, LocalDate, LocalTime, Money, Nullable } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { wireOf } from './wire.ts'

const Visit = Type.Object({
  id: IdOf('Appointment'),
  startsAt: Instant,
  on: LocalDate,
  at: Type.Optional(Nullable(LocalTime)),
  cents: Money,
  kind: Type.Enum(['a', 'b'] as const),
  tags: Type.Array(Type.String()),
  spans: Type.Array(Type.Object({ from: Instant, until: Nullable(Instant) })),
})
const visit = {
  id: newId(),
  startsAt: Temporal.Instant.from('2026-11-21T12:00:00Z'),
  on: Temporal.PlainDate.from('2026-11-21'),
  at: Temporal.PlainTime.from('09:30'),
  cents: 1_250,
  kind: 'a',
  tags: ['x'],
  spans: [{ from: Temporal.Instant.from('2026-11-21T12:00:00.5Z'), until: null }],
}

/** What TypeBox itself would send. */
const reference = (schema: TSchema, value: unknown) => {
  const check = Compile(schema)
  return check.Clean(check.Encode(value as never))
}

describe('the wire form of a reply', () => {
  it('is the same as TypeBox writes, only sooner', () => {
    assert.deepEqual(wireOf(Visit).encode(visit), reference(Visit, visit))
    const { at: _, ...without } = visit
    assert.deepEqual(wireOf(Visit).encode({ ...without, at: undefined }), reference(Visit, without))
    assert.deepEqual(wireOf(Visit).encode({ ...visit, at: null }), reference(Visit, { ...visit, at: null }))
  })

  it('holds nothing the contract does not declare, at any depth', () => {
    const leaky = { ...visit, ssn: '123-45-6789', spans: [{ ...visit.spans[0], secret: 'x' }] }
    const text = JSON.stringify(wireOf(Visit).encode(leaky))
    assert.ok(!text.includes('ssn') && !text.includes('secret'))
  })

  it('is a fault where a counted thing is not a number', () => {
    const Counted = Type.Object({ counts: Type.Record(Type.String(), Type.Integer()) })
    assert.deepEqual(wireOf(Counted).encode({ counts: { a: 1 }, more: 1 }), { counts: { a: 1 } })
    assert.throws(() => wireOf(Counted).encode({ counts: { a: 'many' } }))
  })

  it('leaves the value it was given as it was', () => {
    wireOf(Visit).encode(visit)
    assert.ok(visit.startsAt instanceof Temporal.Instant)
  })

  it('is a fault where the value is not what the contract says', () => {
    assert.throws(() => wireOf(Visit).encode({ ...visit, kind: 'c' }))
    assert.throws(() => wireOf(Visit).encode({ ...visit, id: undefined }))
  })

  it('knows unions of objects and records by way of TypeBox', () => {
    const Either = Type.Object({
      which: Type.Union([
        Type.Object({ kind: Type.Literal('day'), on: LocalDate }),
        Type.Object({ kind: Type.Literal('moment'), at: Instant }),
      ]),
      counts: Type.Record(Type.String(), Type.Integer()),
      days: Type.Record(Type.String(), LocalDate),
    })
    const value = {
      which: { kind: 'moment', at: visit.startsAt, more: 1 },
      counts: { a: 1 },
      days: { b: visit.on },
    }
    assert.deepEqual(wireOf(Either).encode(value), {
      which: { kind: 'moment', at: '2026-11-21T12:00:00Z' },
      counts: { a: 1 },
      days: { b: '2026-11-21' },
    })
    const back = wireOf(Either).decode({ which: { kind: 'day', on: '2026-11-21' }, counts: {}, days: {} })
    assert.deepEqual(back, { which: { kind: 'day', on: visit.on }, counts: {}, days: {} })
  })
})

describe('what arrives', () => {
  it('becomes domain values, and what is not declared is dropped', () => {
    const sent = { ...(wireOf(Visit).encode(visit) as object), isOwner: true }
    assert.deepEqual(wireOf(Visit).errors(sent), [])
    const got = wireOf(Visit).decode(sent) as typeof visit & { isOwner?: boolean }
    assert.ok(got.startsAt.equals(visit.startsAt) && got.on.equals(visit.on) && got.at.equals(visit.at))
    assert.equal(got.isOwner, undefined)
  })

  it('names each place that is wrong', () => {
    const sent = { ...(wireOf(Visit).encode(visit) as object), cents: 1.5, kind: 'c' }
    const places = wireOf(Visit)
      .errors(sent)
      .map(({ instancePath }) => instancePath)
    assert.ok(places.includes('/cents') && places.includes('/kind'))
  })

  it('is read from text where it stood in the address', () => {
    const Query = Type.Object({
      limit: Type.Optional(Type.Integer()),
      open: Type.Optional(Type.Boolean()),
      text: Type.Optional(Type.String()),
      ids: Type.Optional(Type.Array(Type.String())),
    })
    const { fromText } = wireOf(Query)
    assert.deepEqual(fromText({ limit: '20', open: 'true', ids: 'a' }), { limit: 20, open: true, ids: ['a'] })
    assert.deepEqual(fromText({ text: '20' }), { text: '20' })
  })

  it('cannot bring a prototype with it', () => {
    const sent = JSON.parse('{"id":"x","__proto__":{"isOwner":true}}') as unknown
    const got = wireOf(Type.Object({ id: Type.String() })).decode(sent) as { isOwner?: boolean }
    assert.equal(got.isOwner, undefined)
  })
})

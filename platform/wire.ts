/**
 * Between domain values and their wire form, as fast as JSON itself. TypeBox's own Encode and Decode clone, check and
 * clean by walking the schema each time; here a schema becomes functions once. What a contract does not declare is
 * dropped in both directions. Schemas this file does not know (unions of objects, records of dates) go TypeBox's way.
 */
import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'

export type Wire = {
  /** Domain values to wire form. @throws where the value is not what the contract says. */
  encode(value: unknown): unknown
  /** The faults of a value in wire form, or none. */
  errors(value: unknown): readonly { instancePath: string; message: string; keyword: string }[]
  /** A value without faults to domain values. @throws for a date or time that does not exist. */
  decode(value: unknown): unknown
  /** Query strings are text: numbers, booleans and one-element lists read as what the contract says. */
  fromText(value: unknown): unknown
}

const known = new WeakMap<TSchema, Wire>()

export function wireOf(schema: TSchema): Wire {
  let wire = known.get(schema)
  if (!wire) known.set(schema, (wire = make(schema)))
  return wire
}

function make(schema: TSchema): Wire {
  const check = Compile(schema)
  const encode = walk(schema, 'encode')
  const decode = walk(schema, 'decode')
  const shape = encode && Compile(withoutFormats(schema))
  const slowly = (value: unknown) => check.Clean(check.Encode(value as never))
  return {
    encode(value) {
      if (!encode) return slowly(value)
      const encoded = encode(value)
      // The slow way converts what can be converted, and otherwise says what is wrong.
      return shape!.Check(encoded) ? encoded : slowly(value)
    },
    errors: (value) => (check.Check(value) ? [] : check.Errors(value)),
    decode: (value) => (decode ? decode(value) : check.Decode(value)),
    fromText: (value) => (check.Check(value) ? value : Value.Convert(schema, value)),
  }
}

/** What we send ourselves is checked for its shape; whether an identifier looks like one is for what arrives. */
const withoutFormats = (schema: TSchema) =>
  JSON.parse(
    JSON.stringify(schema, (name, value: unknown) =>
      (name === 'format' || name === 'pattern') && typeof value === 'string' ? undefined : value,
    ),
  ) as TSchema

type Turn = (value: unknown) => unknown
type Codec = { readonly decode: Turn; readonly encode: Turn }

const asItIs: Turn = (value) => value

/** The function for a schema, or nothing where this file does not know the schema. */
function walk(schema: TSchema, way: 'encode' | 'decode'): Turn | undefined {
  const { '~codec': codec } = schema as { '~codec'?: Codec }
  if (isScalar(schema)) return codec ? (value) => codec[way](value) : asItIs
  if (codec) return undefined
  if (Type.IsArray(schema)) return ofList(walk(schema.items as TSchema, way))
  if (Type.IsRecord(schema)) {
    const values = Object.values(schema.patternProperties as Record<string, TSchema>)
    return values.every((one) => walk(one, way) === asItIs) ? asItIs : undefined
  }
  if (Type.IsUnion(schema)) return ofUnion(schema.anyOf as TSchema[], way)
  if (Type.IsObject(schema) && !('additionalProperties' in schema))
    return ofObject(schema.properties as Record<string, TSchema>, way)
  return undefined
}

const isScalar = (schema: TSchema) =>
  Type.IsString(schema) ||
  Type.IsInteger(schema) ||
  Type.IsNumber(schema) ||
  Type.IsBoolean(schema) ||
  Type.IsLiteral(schema) ||
  Type.IsNull(schema) ||
  Type.IsEnum(schema) ||
  Type.IsAny(schema) ||
  Type.IsUnknown(schema)

const ofList = (turn: Turn | undefined): Turn | undefined =>
  turn && ((value) => (Array.isArray(value) ? (turn === asItIs ? value : value.map(turn)) : value))

/** Something or null; or one of several that are all written as they are. */
function ofUnion(all: readonly TSchema[], way: 'encode' | 'decode'): Turn | undefined {
  const turns = all.filter((one) => !Type.IsNull(one)).map((one) => walk(one, way))
  if (turns.every((turn) => turn === asItIs)) return asItIs
  const [only, ...others] = turns
  if (!only || others.length > 0) return undefined
  return (value) => (value === null ? null : only(value))
}

function ofObject(properties: Readonly<Record<string, TSchema>>, way: 'encode' | 'decode'): Turn | undefined {
  const names = Object.keys(properties)
  const turns: Turn[] = []
  for (const name of names) {
    const turn = walk(properties[name]!, way)
    if (!turn) return undefined
    turns.push(turn)
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const given = value as Readonly<Record<string, unknown>>
    const turned: Record<string, unknown> = {}
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at]!
      const one = given[name]
      // Left out is left out; `exactOptionalPropertyTypes` knows the difference.
      if (one !== undefined) turned[name] = turns[at]!(one)
    }
    return turned
  }
}

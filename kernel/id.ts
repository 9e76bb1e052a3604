/** An identifier that cannot be confused with another entity's: `Id<'Patient'>` is not `Id<'Provider'>`. */
export type Id<Entity extends string> = string & { readonly entity: Entity }

/** A fresh time-ordered identifier (UUIDv7). Works in the browser too: clients choose ids so retries are safe. */
export function newId<Entity extends string>(): Id<Entity> {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  new DataView(bytes.buffer).setBigUint64(
    0,
    (BigInt(Date.now()) << 16n) | BigInt((bytes[6]! << 8) | bytes[7]!),
  )
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  // Not Uint8Array.toHex: browsers a year or two old lack it.
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Id<Entity>
}

export type ByteSource = {
  /** The next `size` bytes, or fewer at the end. `last` says that nothing follows them. */
  take(size: number): Promise<{ readonly bytes: Buffer; readonly last: boolean }>
  /** Lets go of the source, read to its end or not. */
  close(): Promise<void>
}

/** Reads a stream in pieces of wished sizes. It looks ahead one byte, since only when more follows a piece is not the last. */
export function byteSource(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): ByteSource {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  let held: Buffer = Buffer.alloc(0)
  let ended = false
  return {
    async take(size) {
      while (!ended && held.length <= size) {
        const next = await iterator.next()
        if (next.done) ended = true
        else held = Buffer.concat([held, next.value])
      }
      const bytes = held.subarray(0, size)
      held = held.subarray(size)
      return { bytes, last: ended && held.length === 0 }
    },
    close: async () => void (await iterator.return?.()),
  }
}

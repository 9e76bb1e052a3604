/** For tests: published sample files beside the project, with what independent readers make of them. Never shipped. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { readX12, transactionsOf, type Interchange, type Transaction } from './reader.ts'

const folder = new URL('../../../shared/samples/x12/', import.meta.url)

/** For `{ skip }` of node:test: a sentence where the samples are not here, false where they are. */
export const skip = existsSync(folder) ? false : 'the folder ../shared/samples/x12 is not here'

export type Sample<Detail> = {
  readonly name: string
  readonly bytes: Buffer
  readonly transactions: readonly Transaction[]
  readonly interchanges: readonly Interchange[]
  /** One for each transaction set, in order. */
  readonly details: readonly Detail[]
}

/** The samples whose file name begins with `kind` ("271"), read; `set` is their ST01. */
export function samplesOf<Detail>(kind: string, set: string = kind): Sample<Detail>[] {
  if (skip) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${kind}__`) && !name.endsWith('.json'))
    .map((name) => {
      const at = (file: string) => readFileSync(new URL(encodeURIComponent(file), folder))
      const bytes = at(name)
      const file = readX12(bytes)
      const { expected } = JSON.parse(at(`${name}.expected.json`).toString('utf8')) as {
        expected: { detail: Detail[] }
      }
      const { interchanges } = file
      return { name, bytes, transactions: transactionsOf(file, set), interchanges, details: expected.detail }
    })
}

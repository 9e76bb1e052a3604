import { QueryClient, type Query } from '@tanstack/react-query'
import type { Endpoint } from '#kernel/contract.ts'
import { Problem } from './problem.ts'

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 5 * 60_000,
      // A refusal does not change by asking again; a server that is away may come back.
      retry: (count, problem) => problem instanceof Problem && problem.status === 0 && count < 2,
    },
    mutations: { retry: false },
  },
})

/** Keys are [endpoint path, what was given], so whatever changes can name what it touches by path. */
export const keyOf = (e: Endpoint, given: unknown) => [e.path, given] as const

const touches = (query: Query, prefix: string) => {
  const path = query.queryKey[0]
  return typeof path === 'string' && (path === prefix || path.startsWith(`${prefix}/`))
}

/** Reads again whatever is shown from these endpoints, or from any whose path begins with a prefix ("/patients"). */
export function invalidate(what: readonly (Endpoint | string)[]): Promise<void> {
  const prefixes = what.map((one) => (typeof one === 'string' ? one : one.path))
  return queries.invalidateQueries({
    predicate: (query) => prefixes.some((prefix) => touches(query, prefix)),
  })
}

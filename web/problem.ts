import type { FieldError } from '#kernel/refusal.ts'

/** A refusal as it arrives from the server (application/problem+json), or a failure to reach it (status 0). */
export class Problem extends Error {
  /** The code of the reason, e.g. "changed-meanwhile". */
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  readonly fields: readonly FieldError[]
  readonly facts: Readonly<Record<string, unknown>>

  constructor(answer: Partial<Omit<Problem, 'type'>> & { type?: string; status: number; title: string }) {
    super(answer.detail ?? answer.title)
    this.code = answer.type?.replace(/^.*\/problems\//, '') ?? 'unknown'
    this.status = answer.status
    this.title = answer.title
    this.detail = answer.detail
    this.fields = answer.fields ?? []
    this.facts = answer.facts ?? {}
  }
}

export const unreachable = () =>
  new Problem({
    type: '/problems/unreachable',
    status: 0,
    title: 'The office server does not answer.',
    detail: 'Nothing was lost. Check the network and try again.',
  })

/** Whatever a reply that is not a success holds, as a Problem: a proxy may answer with a page instead of JSON. */
export function problemFrom(status: number, text: string): Problem {
  try {
    const answer = JSON.parse(text) as { type?: string; title?: string }
    if (answer.title) return new Problem({ ...answer, status, title: answer.title })
  } catch {
    // Not JSON: told below by its status alone.
  }
  if (status === 502 || status === 503 || status === 504) return unreachable()
  return new Problem({ status, title: 'The server could not do this.', detail: `It answered ${status}.` })
}

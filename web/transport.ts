import { waitAt } from './gates.ts'
import { type Problem, problemFrom, unreachable } from './problem.ts'
import { reach } from './reach.ts'

/** Sends a request once and gives its answer; rejects only when there is none. */
export type Send = () => Promise<{ status: number; text: () => Promise<string> }>

/**
 * Sends until there is an answer for the caller. A lost session or a needed step-up is settled with the person
 * first and the very same request (with its idempotency key) is sent again.
 */
export async function deliver<R extends Awaited<ReturnType<Send>>>(
  send: () => Promise<R>,
  { gated }: { gated: boolean },
): Promise<R> {
  for (;;) {
    const response = await send().catch((failure: unknown) => {
      if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
      reach.note(false)
      throw unreachable()
    })
    reach.note(response.status < 502 || response.status > 504)
    if (response.status >= 200 && response.status < 300) return response
    const problem = problemFrom(response.status, await response.text())
    const gate = gateOf(problem)
    if (!gated || !gate || !(await waitAt(gate))) throw problem
  }
}

function gateOf(problem: Problem) {
  if (problem.status === 401) return 'sign-in'
  return problem.code === 'step-up-needed' ? 'step-up' : null
}

/** Headers of everything that changes something: proof that our own page sent it, and the key of the act. */
export const changeHeaders = (key: string) => ({ 'x-wellrun': '1', 'idempotency-key': key })

/** A file as the body, with progress from 0 to 1. fetch cannot tell upload progress, so XMLHttpRequest does it. */
export function sendFile(
  method: string,
  address: string,
  file: Blob,
  headers: Record<string, string>,
  onProgress: (share: number) => void,
) {
  return new Promise<{ status: number; text: () => Promise<string> }>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    })
    request.addEventListener('load', () => {
      const text = request.responseText
      resolve({ status: request.status, text: async () => text })
    })
    request.addEventListener('error', () => reject(new Error('no answer')))
    request.send(file)
  })
}

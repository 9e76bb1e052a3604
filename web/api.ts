import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Value } from 'typebox/value'
import type { Endpoint, Reply, Request } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from './problem.ts'
import { invalidate, keyOf, queries } from './queries.ts'
import { changeHeaders, deliver, sendFile } from './transport.ts'
import { say, sayRefused } from './ui/say.tsx'

/** What an endpoint wants to be given: of params, query and body exactly those it declares. */
export type Given<E extends Endpoint> = {
  [K in keyof Request<E> as Request<E>[K] extends undefined ? never : K]: Request<E>[K]
}

type CallOptions = {
  readonly signal?: AbortSignal
  /** The key of the user's act: a repeated call with the same key is done once. */
  readonly key?: string
  /** False: a lost session or a needed step-up is told to the caller rather than settled with the person. */
  readonly gated?: boolean
}

const encode = (schema: Endpoint['body'], value: unknown): unknown =>
  schema && value !== undefined ? Value.Encode(schema, value) : undefined

/** The address of an endpoint with its parameters filled in, e.g. "/api/patients/0193.../letter?draft=true". */
export function addressOf<const E extends Endpoint>(e: E, given: Given<E>): string {
  const { params, query } = given as Partial<Request<Endpoint>>
  const parts = (encode(e.params, params) ?? {}) as Record<string, unknown>
  const path = e.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(parts[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((encode(e.query, query) ?? {}) as Record<string, unknown>))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null) search.append(name, String(one))
  return `/api${path}${search.size > 0 ? `?${search}` : ''}`
}

function request<const E extends Endpoint>(
  e: E,
  given: Given<E>,
  { signal, key, gated = e.permission !== 'public' }: CallOptions,
) {
  const body = encode(e.body, (given as Partial<Request<Endpoint>>).body)
  const headers: Record<string, string> = {
    accept: e.produces ?? 'application/json',
    ...(e.method === 'GET' ? {} : changeHeaders(key ?? newId())),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const address = addressOf(e, given)
  return deliver(
    () =>
      fetch(address, {
        method: e.method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      }),
    { gated },
  )
}

/** Calls an endpoint with domain values and returns domain values: Temporal in, Temporal out. Throws a Problem. */
export async function call<const E extends Endpoint>(
  e: E,
  given: Given<E>,
  options: CallOptions = {},
): Promise<Reply<E>> {
  const response = await request(e, given, options)
  return Value.Decode(e.reply, await response.json()) as Reply<E>
}

/** Sends a file to an endpoint that takes one. `onProgress` hears a share from 0 to 1. Throws a Problem. */
export async function upload<const E extends Endpoint>(
  e: E,
  given: Given<E>,
  file: Blob,
  onProgress: (share: number) => void = () => {},
): Promise<Reply<E>> {
  const address = addressOf(e, given)
  const headers = changeHeaders(newId())
  const response = await deliver(() => sendFile(e.method, address, file, headers, onProgress), {
    gated: true,
  })
  return Value.Decode(e.reply, JSON.parse(await response.text())) as Reply<E>
}

async function fileOf<const E extends Endpoint>(e: E, given: Given<E>) {
  const response = await request(e, given, {})
  const named = /filename="?([^";]+)"?/.exec(response.headers.get('content-disposition') ?? '')
  return { name: named?.[1] ?? 'document', address: URL.createObjectURL(await response.blob()) }
}

/** Shows a produced file (a PDF) in a new tab. Call it directly from a click. Throws a Problem. */
export async function openFile<const E extends Endpoint>(e: E, given: Given<E>): Promise<void> {
  // The tab is opened before the answer comes: browsers block tabs that open later than the click.
  const tab = window.open('', '_blank')
  try {
    const { address } = await fileOf(e, given)
    if (tab) tab.location.replace(address)
    else location.assign(address)
  } catch (problem) {
    tab?.close()
    throw problem
  }
}

/** Saves a produced file under the name the server gives it. Throws a Problem. */
export async function downloadFile<const E extends Endpoint>(e: E, given: Given<E>): Promise<void> {
  const { name, address } = await fileOf(e, given)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/**
 * What an endpoint answers, kept and shared between pages; null instead of `given` waits. Show it with <Loaded of>.
 */
export function useRead<const E extends Endpoint>(
  e: E,
  given: Given<E> | null,
  options: { readonly refreshSeconds?: number; readonly keepPrevious?: boolean } = {},
): UseQueryResult<Reply<E>, Problem> {
  return useQuery<Reply<E>, Problem>({
    queryKey: keyOf(e, given),
    queryFn: ({ signal }) => call(e, given!, { signal }),
    enabled: given !== null,
    ...(options.refreshSeconds ? { refetchInterval: options.refreshSeconds * 1000 } : {}),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  })
}

/** Reads ahead of a likely click: call it when the pointer or the focus reaches a link. */
export function readAhead<const E extends Endpoint>(e: E, given: Given<E>): void {
  void queries.prefetchQuery({
    queryKey: keyOf(e, given),
    queryFn: ({ signal }) => call(e, given, { signal }),
  })
}

export type Acting<E extends Endpoint> = {
  /** For buttons: does it, says so, and shows a refusal; undefined when refused. */
  readonly run: (given: Given<E>) => Promise<Reply<E> | undefined>
  /** For forms: does it and says so, but throws the Problem, which useForm puts beside the fields. */
  readonly attempt: (given: Given<E>) => Promise<Reply<E>>
  readonly busy: boolean
}

type How<E extends Endpoint> = {
  /** Endpoints or path prefixes to read again. Left out: everything under the first segment of this endpoint's path. */
  readonly invalidates?: readonly (Endpoint | string)[]
  /** What is said when it is done: "Booked for 10:20". Nothing is said without it. */
  readonly success?: string | ((reply: Reply<E>, given: Given<E>) => string)
  /** How to take it back. Offered for eight seconds beside `success`. */
  readonly undo?: (reply: Reply<E>, given: Given<E>) => Promise<unknown>
}

/** Something a person does: one idempotency key per act, kept while the answer is not known. */
export function useAct<const E extends Endpoint>(e: E, how: How<E> = {}): Acting<E> {
  const [busy, setBusy] = useState(false)
  const unanswered = useRef<{ given: string; key: string } | null>(null)
  const refresh = () => invalidate(how.invalidates ?? [`/${e.path.split('/')[1]}`])

  async function attempt(given: Given<E>): Promise<Reply<E>> {
    const same = JSON.stringify(given)
    const key = unanswered.current?.given === same ? unanswered.current.key : newId()
    unanswered.current = { given: same, key }
    setBusy(true)
    try {
      const reply = await call(e, given, { key })
      unanswered.current = null
      announce(reply, given)
      void refresh()
      return reply
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 0) unanswered.current = null
      // The usual cause of a conflict is that what is on the screen is old.
      if (problem instanceof Problem && problem.status === 409) void refresh()
      throw problem
    } finally {
      setBusy(false)
    }
  }

  function announce(reply: Reply<E>, given: Given<E>) {
    if (!how.success) return
    const { undo } = how
    const words = typeof how.success === 'string' ? how.success : how.success(reply, given)
    say(words, undo ? () => undo(reply, given).then(refresh) : undefined)
  }

  return {
    busy,
    attempt,
    run: (given) =>
      attempt(given).catch((problem: unknown) => {
        sayRefused(problem)
        return undefined
      }),
  }
}

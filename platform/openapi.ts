import type { TSchema } from 'typebox'
import type { Endpoint } from '#kernel/contract.ts'

/** The public API document (OpenAPI 3.1), written from the same values the server mounts and the browser calls. */
export function openapi(endpoints: readonly Endpoint[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const e of endpoints) {
    const path = `/api${e.path.replace(/:(\w+)/g, '{$1}')}`
    ;(paths[path] ??= {})[e.method.toLowerCase()] = {
      operationId: operationId(e),
      summary: e.summary,
      tags: [e.path.split('/')[1]],
      'x-permission': e.permission,
      parameters: [...parameters('path', e.params), ...parameters('query', e.query)],
      ...bodyOf(e),
      responses: {
        200: {
          description: 'Done',
          content: e.produces
            ? { [e.produces]: { schema: { type: 'string', format: 'binary' } } }
            : { 'application/json': { schema: e.reply } },
        },
        ...refusalsOf(e),
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wellrun',
      version: '1',
      description:
        'Sign in first (POST /api/sign-in); the session is a cookie. Every change carries the header `x-wellrun: 1` and, so that a retry is safe, an `Idempotency-Key`. Refusals are problem+json.',
    },
    paths,
  }
}

const operationId = (e: Endpoint) =>
  `${e.method.toLowerCase()}${e.path.replace(/:?(?:^|[/:-])(\w)/g, (_, letter: string) => letter.toUpperCase())}`

const bodyOf = (e: Endpoint) =>
  e.upload
    ? {
        requestBody: {
          required: true,
          content: Object.fromEntries(
            e.upload.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
          ),
        },
      }
    : e.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: e.body } } } }
      : {}

/** Several refusals may share a status: the document lists them together. */
function refusalsOf(e: Endpoint) {
  const byStatus = Map.groupBy(e.refusals ?? [], (refusal) => refusal.status)
  return Object.fromEntries(
    [...byStatus].map(([status, refusals]) => [
      status,
      {
        description: refusals.map(({ code, title }) => `${code}: ${title}`).join(' '),
        content: { 'application/problem+json': {} },
      },
    ]),
  )
}

function parameters(where: 'path' | 'query', schema: TSchema | undefined) {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, unknown>
    required?: string[]
  }
  return Object.entries(properties).map(([name, s]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: s,
  }))
}

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

/** The same document for people: one table, no script. */
export function apiPage(endpoints: readonly Endpoint[]) {
  const rows = endpoints
    .toSorted((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))
    .map(
      (e) => `<tr><td>${e.method}</td><td><code>/api${escape(e.path)}</code></td><td>${escape(e.summary)}</td>
<td><code>${escape(e.permission)}</code></td><td>${(e.refusals ?? []).map((r) => `${r.status} ${escape(r.title)}`).join('<br>')}</td></tr>`,
    )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Wellrun API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:90rem;color:#1b1f24;background:#fff}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;border-bottom:1px solid #d5d9de;padding:.4rem .75rem}
code{font:13px ui-monospace,monospace}</style></head><body><main><h1>Wellrun API</h1>
<p>The machine-readable document is <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
<table><thead><tr><th>Method</th><th>Address</th><th>What it does</th><th>Permission</th><th>What it may refuse</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></main></body></html>`
}

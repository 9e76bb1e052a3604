/** The cookies of a request by name. What is not well encoded counts as empty: a stranger's header is no fault of ours. */
export function cookiesOf({ headers }: { readonly headers: { readonly cookie?: string | undefined } }) {
  const cookies: Record<string, string> = {}
  for (const part of (headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0) cookies[part.slice(0, at).trim()] = safeDecode(part.slice(at + 1).trim())
  }
  return cookies
}

function safeDecode(text: string) {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

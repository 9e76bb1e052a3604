import { useState } from 'react'

/**
 * The token of a one-time link stands after the #, which browsers never send; it is taken out of the address at once
 * so that it does not stay in the history.
 */
export function useToken(): string | null {
  const [token] = useState(() => location.hash.slice(1) || null)
  if (token && location.hash) history.replaceState(history.state, '', location.pathname)
  return token
}

/** Into the frame with a fresh page: the one-time link leaves nothing behind. */
export const enter = () => location.replace('/')

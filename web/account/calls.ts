import type { FormEvent } from 'react'
import { newId } from '#kernel/id.ts'
import { changeHeaders, deliver } from '../transport.ts'

export async function ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const headers = {
    ...(method === 'GET' ? {} : changeHeaders(newId())),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const response = await deliver(
    () =>
      fetch(`/api${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    { gated: path.startsWith('/my/') },
  )
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

/** What stands in the fields of a plain form, by name. */
export const typedIn = (event: FormEvent<HTMLFormElement>) =>
  Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>

export type Method = 'totp' | 'passkey' | 'recovery'
export type SignInState = { state: 'signed-in' | 'second-factor' | 'enrol'; methods?: Method[] }

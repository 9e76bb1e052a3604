import { useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { useCallback } from 'react'

/** A varying part of the address: `useParam<Id<'Patient'>>('id')` on the page "/patients/$id". */
export function useParam<T extends string = string>(name: string): T {
  const value = (useParams({ strict: false }) as Record<string, string | undefined>)[name]
  if (value === undefined) throw new Error(`this page's address has no part named ${name}`)
  return value as T
}

/**
 * State that lives in the address: filters, dates, tabs, the open panel. Setting it back to `initial` takes it out.
 * Filters replace the address; pass `step` for what Back should undo (opening a panel).
 */
export function useAddress<T extends string = string>(
  name: string,
  initial: NoInfer<T>,
): [value: T, set: (value: T, how?: 'step') => void] {
  const navigate = useNavigate()
  const value = useRouterState({
    select: (state) => (state.location.search as Record<string, string | undefined>)[name],
  })
  const set = useCallback(
    (next: T, how?: 'step') => {
      void navigate({
        to: '.',
        search: ((old: Record<string, unknown>) => ({
          ...old,
          [name]: next === initial ? undefined : next,
        })) as never,
        replace: how !== 'step',
        resetScroll: false,
      })
    },
    [navigate, name, initial],
  )
  return [(value ?? initial) as T, set]
}

/** Goes to an address of ours, e.g. after something was created. */
export function useGo(): (to: string) => void {
  const navigate = useNavigate()
  return useCallback((to: string) => void navigate({ to }), [navigate])
}

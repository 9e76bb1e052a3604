import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Late } from './Late.tsx'
import { Refused } from './Refused.tsx'

/** Shows what was read; until then a skeleton (after 150 ms), and a refusal in its place if there is one. */
export function Loaded<T>({
  of,
  rows = 4,
  children,
}: {
  of: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>
  /** Lines of the skeleton: about as tall as what will stand there. */
  rows?: number
  children: (data: T) => ReactNode
}) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <Refused problem={of.error} again={() => void of.refetch()} />
  return (
    <Late>
      <Stack gap="sm" py="sm" aria-busy="true" aria-label="Loading">
        {Array.from({ length: rows }, (_, index) => (
          <Skeleton key={index} height="1.25rem" width={`${90 - ((index * 17) % 40)}%`} />
        ))}
      </Stack>
    </Late>
  )
}

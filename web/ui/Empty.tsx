import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** What will be here, and the one way to begin. */
export function Empty({ title, detail, action }: { title: string; detail?: string; action?: ReactNode }) {
  return (
    <Stack gap="sm" align="start" py="lg" px="md" maw="34rem">
      <Text fw={600}>{title}</Text>
      {detail && <Text c="dimmed">{detail}</Text>}
      {action}
    </Stack>
  )
}

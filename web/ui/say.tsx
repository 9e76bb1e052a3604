import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { newId } from '#kernel/id.ts'
import { Problem } from '../problem.ts'

/** Says in the corner that something was done; with `undo`, offers for eight seconds to take it back. */
export function say(words: string, undo?: () => Promise<unknown>): void {
  const id = newId()
  const takeBack = () => {
    notifications.hide(id)
    undo?.().then(() => say('Taken back.'), sayRefused)
  }
  notifications.show({
    id,
    autoClose: undo ? 8000 : 4000,
    role: 'status',
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <span>{words}</span>
        {undo && (
          <Button size="compact-sm" variant="light" onClick={takeBack}>
            Undo
          </Button>
        )}
      </Group>
    ),
  })
}

/** Shows why something was not done, in the server's words. Stays until dismissed: it may be the only trace. */
export function sayRefused(problem: unknown): void {
  const { title, detail } =
    problem instanceof Problem
      ? problem
      : { title: 'This page made a mistake.', detail: 'Reload it and try again.' }
  notifications.show({
    color: 'red',
    role: 'alert',
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    title,
    message:
      detail && detail !== title ? (
        <Text size="sm" c="var(--ink)">
          {detail}
        </Text>
      ) : null,
  })
}

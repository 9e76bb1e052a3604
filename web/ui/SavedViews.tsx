import { ActionIcon, Button, Group, Popover, TextInput } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useGo } from '../address.ts'
import { preference } from '../preferences.ts'
import { Icon } from './Icon.tsx'

type View = { readonly name: string; readonly search: string }

/** Views of a page under names of one's own: since the address is the state, a view is an address. */
export function SavedViews() {
  const { pathname, searchStr } = useRouterState({ select: (state) => state.location })
  const go = useGo()
  const [opened, setOpened] = useState(false)
  const key = `views.${pathname}`
  const [views, setViews] = useState(() => JSON.parse(preference.get(key) ?? '[]') as readonly View[])
  const keep = (next: readonly View[]) => {
    preference.set(key, JSON.stringify(next))
    setViews(next)
  }
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = (new FormData(event.currentTarget).get('name') as string).trim()
    if (!name) return
    keep([...views.filter((view) => view.name !== name), { name, search: searchStr }])
    event.currentTarget.reset()
  }
  const here = views.find((view) => view.search === searchStr)
  return (
    <Popover
      position="bottom-start"
      shadow="md"
      width={240}
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          rightSection={<Icon name="fold" size="0.75rem" />}
          onClick={() => setOpened(!opened)}
        >
          {here?.name ?? 'Views'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Views of this page">
        {views.map((view) => (
          <Group key={view.name} justify="space-between" wrap="nowrap" gap={0}>
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              aria-current={view === here}
              onClick={() => {
                setOpened(false)
                go(`${pathname}${view.search}`)
              }}
            >
              {view.name}
            </Button>
            <ActionIcon
              size="1.75rem"
              aria-label={`Remove ${view.name}`}
              onClick={() => keep(views.filter((one) => one !== view))}
            >
              <Icon name="close" size="0.75rem" />
            </ActionIcon>
          </Group>
        ))}
        <form onSubmit={save}>
          <TextInput
            name="name"
            label="Keep this view as"
            placeholder="My denials over $500"
            autoComplete="off"
          />
          <Button type="submit" variant="default" mt="xs" fullWidth>
            Keep
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

import { Button, Menu, TextInput } from '@mantine/core'
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
    <Menu position="bottom-end" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<Icon name="fold" size="0.75rem" />}>
          {here?.name ?? 'Views'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Menu.Item
            key={view.name}
            closeMenuOnClick
            onClick={() => go(`${pathname}${view.search}`)}
            rightSection={view === here ? '✓' : null}
          >
            {view.name}
          </Menu.Item>
        ))}
        {here && (
          <Menu.Item color="red" onClick={() => keep(views.filter((view) => view !== here))}>
            Remove “{here.name}”
          </Menu.Item>
        )}
        <form onSubmit={save} style={{ padding: '0.375rem' }}>
          <TextInput name="name" label="Keep this view as" placeholder="My denials over $500" />
          <Button type="submit" variant="default" mt="xs" fullWidth>
            Keep
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}

import { Kbd, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useGo } from '../address.ts'
import type { Act, Page } from '../page.ts'
import { acts, finders, pages } from '../pages.ts'
import { may, useSession } from '../session.ts'
import { Icon } from '../ui/Icon.tsx'
import { sayRefused } from '../ui/say.tsx'

type Entry = { label: string; detail?: string; words: string; run: () => void }

/** Every word typed must begin a word of the entry: "bo ap" finds "Book an appointment". */
const matches = (text: string, words: string) => {
  const parts = words.toLowerCase().split(/[\s,·-]+/)
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((typed) => parts.some((part) => part.startsWith(typed)))
}

/** Ctrl-K: patients and other records, pages, and acts. */
export function Palette() {
  const session = useSession()
  const go = useGo()
  const [text, setText] = useState('')
  const [sought] = useDebouncedValue(text.trim(), 120)

  const open = finders.filter((finder) => may(session, finder.permission))
  const found = useQueries({
    queries: open.map((finder) => ({
      queryKey: ['palette', finder.label, sought],
      queryFn: ({ signal }: { signal: AbortSignal }) => finder.find(sought, signal),
      enabled: sought.length >= 2,
      // What was searched for is about patients: forgotten soon.
      gcTime: 10_000,
    })),
  })

  const actEntry = (act: Act): Entry => ({
    label: act.label,
    words: [act.label, ...(act.keywords ?? [])].join(' '),
    run: () => ('to' in act ? go(act.to) : void Promise.resolve(act.run()).catch(sayRefused)),
  })
  const pageEntry = (page: Page): Entry => ({
    label: page.navigation?.label ?? page.title,
    detail: page.area,
    words: [page.title, page.navigation?.label, page.area, ...(page.keywords ?? [])].join(' '),
    run: () => go(page.path),
  })
  const toDo = acts.filter((act) => may(session, act.permission)).map(actEntry)
  const places = pages
    .filter((page) => may(session, page.permission) && !page.path.includes('$'))
    .map(pageEntry)
  const hits = (entries: Entry[]) =>
    entries.filter((entry) => matches(text, entry.words)).slice(0, text ? 8 : 6)

  const groups = [
    ...open.map((finder, index) => ({
      title: finder.label,
      entries: (sought.length >= 2 ? (found[index]?.data ?? []) : []).map((one) => ({
        label: one.label,
        detail: one.detail,
        words: '',
        run: () => go(one.to),
      })),
    })),
    { title: 'Do', entries: hits(toDo) },
    { title: 'Go to', entries: hits(places) },
  ].filter((group) => group.entries.length > 0)
  const busy = sought !== text.trim() || found.some((one) => one.isFetching)

  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      triggerOnContentEditable
      scrollable
      maxHeight="60dvh"
    >
      <Spotlight.Search
        placeholder="Name, birth date, phone, MRN, a page, something to do"
        aria-label="Find a patient, a page or something to do"
        leftSection={<Icon name="search" />}
      />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.title} label={group.title}>
            {group.entries.map((entry, index) => (
              <Spotlight.Action key={`${entry.label} ${index}`} onClick={entry.run} py={6}>
                <Text span fw={500}>
                  {entry.label}
                </Text>
                {entry.detail && (
                  <Text span c="dimmed" ml="sm">
                    {entry.detail}
                  </Text>
                )}
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && (
          <Spotlight.Empty>
            {busy ? 'Searching…' : 'Nothing found. Try part of a name, a birth date as 3/14/75, or an MRN.'}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
      <Spotlight.Footer>
        <Text size="xs" c="dimmed">
          <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> choose · <Kbd size="xs">Enter</Kbd> open ·{' '}
          <Kbd size="xs">Esc</Kbd> close
        </Text>
      </Spotlight.Footer>
    </Spotlight.Root>
  )
}

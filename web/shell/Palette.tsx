import { Combobox, Kbd, Modal, Text, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useGo } from '../address.ts'
import type { Act, Page } from '../page.ts'
import { acts, finders, pages } from '../pages.ts'
import { may, useSession } from '../session.ts'
import { Icon } from '../ui/Icon.tsx'
import { sayRefused } from '../ui/say.tsx'
import { closeOverlay, openPalette, useOverlay } from './overlays.ts'
import classes from './Palette.module.css'

type Entry = {
  readonly label: string
  readonly detail?: string
  readonly words: string
  readonly run: () => void
}

/** Every word typed must begin a word of the entry: "bo ap" finds "Book an appointment". */
const matches = (text: string, words: string) => {
  const parts = words.toLowerCase().split(/[\s,·-]+/)
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((typed) => parts.some((part) => part.startsWith(typed)))
}

/** Ctrl-K: patients and other records, acts, pages. */
export function Palette() {
  const opened = useOverlay('palette')
  useHotkeys([['mod+K', openPalette]], [], true)
  return (
    <Modal.Root opened={opened} onClose={closeOverlay} size="36rem" yOffset="10dvh">
      <Modal.Overlay />
      <Modal.Content aria-label="Find a patient, a page or something to do">
        {opened && <Search />}
      </Modal.Content>
    </Modal.Root>
  )
}

function Search() {
  const [text, setText] = useState('')
  const { groups, busy } = useEntries(text)
  const combobox = useCombobox({ opened: true })
  const all = groups.flatMap((group) => group.entries)
  const shape = all.map((entry) => entry.label).join('\n')
  const { selectFirstOption } = combobox
  useEffect(() => {
    // After the list is drawn: the first hit is always one Enter away.
    const frame = requestAnimationFrame(() => selectFirstOption())
    return () => cancelAnimationFrame(frame)
  }, [shape, selectFirstOption])

  const choose = (index: string) => {
    closeOverlay()
    all[Number(index)]?.run()
  }
  // While it searches the list is that of fewer letters: Enter waits, or a quick typist opens the wrong patient.
  const awaited = useRef<string | null>(null)
  const holdEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !busy) return
    event.preventDefault()
    event.stopPropagation()
    awaited.current = text
  }
  useEffect(() => {
    const wanted = awaited.current
    if (wanted === null || (wanted === text && busy)) return
    awaited.current = null
    if (wanted === text && all.length > 0) choose('0')
  })
  let index = 0
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDownCapture={holdEnter}
          placeholder="Name, birth date, phone, MRN, a page, something to do"
          aria-label="Find a patient, a page or something to do"
          leftSection={<Icon name="search" />}
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: classes['input']! }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes['list']} aria-label="Found">
        {groups.map((group) => (
          <Combobox.Group key={group.title} label={group.title}>
            {group.entries.map((entry) => (
              <Combobox.Option key={index} value={String(index++)}>
                {entry.label}
                {entry.detail && <span className={classes['detail']}>{entry.detail}</span>}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
        {all.length === 0 && (
          <Combobox.Empty>
            {busy ? 'Searching…' : 'Nothing found. Try part of a name, a birth date as 3/14/75, or an MRN.'}
          </Combobox.Empty>
        )}
      </Combobox.Options>
      <Text size="xs" c="dimmed" className={classes['foot']!}>
        <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> choose · <Kbd size="xs">Enter</Kbd> open ·{' '}
        <Kbd size="xs">Esc</Kbd> close
      </Text>
    </Combobox>
  )
}

function useEntries(text: string) {
  const session = useSession()
  const go = useGo()
  const typed = text.trim()
  const [sought] = useDebouncedValue(typed, 120)
  const searching = sought.length >= 2
  const open = finders.filter((finder) => may(session, finder.permission))
  const found = useQueries({
    queries: open.map((finder) => ({
      queryKey: ['palette', finder.label, sought],
      queryFn: ({ signal }: { signal: AbortSignal }) => finder.find(sought, signal),
      enabled: searching,
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
  const listed = (page: Page) =>
    page.permission !== 'public' &&
    may(session, page.permission) &&
    !page.path.includes('$') &&
    page.path !== '/sign-in'
  const hits = (entries: Entry[]) =>
    entries.filter((entry) => matches(typed, entry.words)).slice(0, typed ? 8 : 6)

  const groups = [
    ...open.map((finder, index) => ({
      title: finder.label,
      entries: (searching ? (found[index]?.data ?? []) : []).map((one) => ({
        ...one,
        words: '',
        run: () => go(one.to),
      })),
    })),
    { title: 'Do', entries: hits(acts.filter((act) => may(session, act.permission)).map(actEntry)) },
    { title: 'Go to', entries: hits(pages.filter(listed).map(pageEntry)) },
  ].filter((group) => group.entries.length > 0)
  return { groups, busy: sought !== typed || found.some((one) => one.isFetching) }
}

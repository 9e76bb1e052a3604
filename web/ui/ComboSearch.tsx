import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { FieldProps } from './TypedField.tsx'

export type Option = { readonly id: string; readonly label: string; readonly detail?: string }

/** Chooses one of very many by typing: patients, payers, codes. `find` asks the server. */
export function ComboSearch<O extends Option>({
  find,
  value,
  onChange,
  none = 'Nothing found. Try fewer letters.',
  least = 2,
  ...field
}: FieldProps<O> & {
  find: (text: string, signal: AbortSignal) => Promise<readonly O[]>
  /** What is said when nothing is found: the next move. */
  none?: string
  /** Letters before it searches; 0 shows a first list at once. */
  least?: number
}) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | null>(null)
  /** Enter came before the answer for this text. */
  const awaited = useRef<string | null>(null)
  const [sought] = useDebouncedValue((typed ?? '').trim(), 150)
  const name = useId()
  const {
    data = [],
    isFetching,
    isPlaceholderData,
  } = useQuery({
    queryKey: ['combo', name, sought],
    queryFn: ({ signal }) => find(sought, signal),
    enabled: combobox.dropdownOpened && sought.length >= least,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  })
  const text = (typed ?? '').trim()
  const ready = text.length >= least
  // Until the answer to the last letter is here the list is that of fewer letters: Enter must not take from it, or a
  // quick typist gets the wrong patient. It waits and takes the first of the right list.
  const answered = sought === text && !isPlaceholderData && !isFetching

  const choose = (id: string) => {
    onChange(data.find((one) => one.id === id) ?? null)
    setTyped(null)
    combobox.closeDropdown()
  }
  const holdEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || typed === null || !ready || answered) return
    event.preventDefault()
    event.stopPropagation()
    awaited.current = text
  }
  const { selectFirstOption } = combobox
  useEffect(() => {
    if (answered && typed !== null) selectFirstOption()
  }, [answered, typed, selectFirstOption])
  useEffect(() => {
    const wanted = awaited.current
    if (wanted === null || (wanted === text && !answered)) return
    awaited.current = null
    if (wanted === text && data[0]) choose(data[0].id)
  })
  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md">
      <Combobox.Target>
        <TextInput
          placeholder="Type to search"
          {...field}
          withAsterisk={false}
          autoComplete="off"
          value={typed ?? value?.label ?? ''}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onKeyDownCapture={holdEnter}
          onFocus={() => least === 0 && combobox.openDropdown()}
          onBlur={() => {
            if (awaited.current !== null) return
            combobox.closeDropdown()
            setTyped(null)
          }}
          rightSection={
            isFetching ? (
              <Loader size="xs" />
            ) : value ? (
              <CloseButton
                size="sm"
                aria-label={`Clear ${field.label}`}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChange(null)}
              />
            ) : null
          }
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!ready}>
        <Combobox.Options aria-label="Found" mah="18rem" style={{ overflowY: 'auto' }}>
          {data.map((one) => (
            <Combobox.Option key={one.id} value={one.id}>
              {one.label}
              {one.detail && (
                <span style={{ color: 'var(--ink-quiet)', marginLeft: '0.75rem' }}>{one.detail}</span>
              )}
            </Combobox.Option>
          ))}
          {data.length === 0 && <Combobox.Empty>{isFetching ? 'Searching…' : none}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

import { TextInput, type TextInputProps } from '@mantine/core'
import { useState, type ReactNode } from 'react'

export type FieldProps<T> = {
  id?: string
  label: string
  description?: ReactNode
  value: T | null
  onChange: (value: T | null) => void
  error?: string | undefined
  required?: boolean
  disabled?: boolean
  placeholder?: string
} & Pick<TextInputProps, 'autoFocus' | 'w' | 'maw' | 'size'>

/**
 * A field in which one types freely and which says on leaving what it understood. What cannot be read stays as typed
 * with words on how to write it; nothing is ever wiped away.
 */
export function TypedField<T>({
  value,
  onChange,
  error,
  read,
  show,
  same,
  hint,
  rightSection,
  inputProps,
  ...rest
}: FieldProps<T> & {
  read: (typed: string) => T | undefined
  show: (value: T) => string
  same: (a: T, b: T) => boolean
  /** How to write it, told when it could not be read. */
  hint: string
  rightSection?: ReactNode
  inputProps?: Partial<TextInputProps>
}) {
  // What is being typed, with the value it stands for: a value that comes from elsewhere takes its place.
  const [draft, setDraft] = useState<{ typed: string; for: T | null } | null>(null)
  const [left, setLeft] = useState(true)
  const current =
    draft && (draft.for === value || (draft.for && value && same(draft.for, value))) ? draft : null
  const typed = current?.typed ?? (value === null ? '' : show(value))
  const unread = left && current !== null && current.typed.trim() !== '' && current.for === null

  function type(text: string) {
    const next = text.trim() === '' ? null : (read(text) ?? null)
    setDraft({ typed: text, for: next })
    const unchanged = next === value || (next !== null && value !== null && same(next, value))
    if (!unchanged) onChange(next)
  }

  return (
    <TextInput
      {...inputProps}
      {...rest}
      value={typed}
      onChange={(event) => {
        setLeft(false)
        type(event.currentTarget.value)
      }}
      onBlur={() => {
        setLeft(true)
        if (current?.for != null) setDraft(null)
      }}
      error={unread ? hint : error}
      withAsterisk={false}
      rightSection={rightSection}
    />
  )
}

import { Button, Group, Stack } from '@mantine/core'
import { useEffect, useRef, type FormEvent, type ReactNode } from 'react'
import classes from './Form.module.css'
import type { FormState } from './useForm.ts'

/**
 * One column of sections, the refusal with links to its fields on top, one primary button at the foot. Enter submits.
 */
export function Form<V extends object, R>({
  of,
  act,
  actions,
  children,
}: {
  of: FormState<V, R>
  /** What the button does, in words: "Register the patient". */
  act: string
  /** Further buttons beside it: "Leave it". */
  actions?: ReactNode
  children: ReactNode
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void of.submit()
  }
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      {of.restored && (
        <Group gap="sm" className={classes['kept']!} role="status">
          What you typed earlier is here again.
          <Button size="compact-sm" variant="subtle" onClick={of.reset}>
            Start over
          </Button>
        </Group>
      )}
      <ErrorSummary of={of} />
      <Stack gap="md">{children}</Stack>
      <Group gap="sm" mt="lg">
        <Button type="submit" loading={of.busy}>
          {act}
        </Button>
        {actions}
      </Group>
    </form>
  )
}

/** What is to be mended, with a link to each field. Takes the focus when it appears. */
function ErrorSummary<V extends object, R>({ of }: { of: FormState<V, R> }) {
  const { problem, errors, failures } = of
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (failures > 0) summary.current?.focus()
  }, [failures])
  if (!problem && errors.length === 0) return null
  const detail = problem?.detail !== problem?.title ? problem?.detail : undefined
  return (
    <div className={classes['summary']} role="alert" tabIndex={-1} ref={summary}>
      <strong>{problem?.title ?? 'Not saved yet: something is missing.'}</strong>
      {detail && <div>{detail}</div>}
      {errors.length > 0 && (
        <ul>
          {errors.map(({ pointer, message }) => (
            <li key={pointer + message}>
              <a
                href={`#${of.idOf(pointer)}`}
                onClick={(event) => {
                  event.preventDefault()
                  document.getElementById(of.idOf(pointer))?.focus()
                }}
              >
                {message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A short part of a form. `side` puts fields next to each other: `<Row>` inside. */
export function FormSection({
  title,
  hint,
  children,
}: {
  title?: string
  hint?: ReactNode
  children: ReactNode
}) {
  return (
    <fieldset className={classes['part']}>
      {title && <legend>{title}</legend>}
      {hint && <div className={classes['hint']}>{hint}</div>}
      <Stack gap="md">{children}</Stack>
    </fieldset>
  )
}

/** Short fields that belong together, side by side: city, state, ZIP. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={classes['row']}>{children}</div>
}

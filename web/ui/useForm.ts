import { use, useEffect, useId, useRef, useState, type ChangeEvent } from 'react'
import type { FieldError } from '#kernel/refusal.ts'
import { dropDraft, findDraft, keepDraft } from '../drafts.ts'
import { Problem } from '../problem.ts'
import { SessionContext } from '../session.ts'

type Bound<T> = { id: string; value: T; onChange: (value: T) => void; error: string | undefined }
type BoundText = Omit<Bound<string>, 'onChange'> & {
  onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) => void
}
type BoundCheck = {
  id: string
  checked: boolean
  onChange: (event: ChangeEvent<HTMLInputElement>) => void
  error: string | undefined
}

export type FormState<V extends object, R> = {
  readonly values: V
  readonly set: (some: Partial<V>) => void
  /** For fields that give a value: DateField, MoneyField, Select, ComboSearch. `pointer` where it is not "/key". */
  readonly field: <K extends keyof V & string>(key: K, pointer?: string) => Bound<V[K]>
  /** For TextInput and Textarea. */
  readonly text: (key: KeysWith<V, string>, pointer?: string) => BoundText
  /** For Checkbox and Switch. */
  readonly check: (key: KeysWith<V, boolean>, pointer?: string) => BoundCheck
  /** Resolves to the reply, or to undefined when something is to be mended first. */
  readonly submit: () => Promise<R | undefined>
  readonly busy: boolean
  readonly problem: Problem | null
  readonly errors: readonly FieldError[]
  readonly idOf: (pointer: string) => string
  /** A draft of an earlier visit was put back. */
  readonly restored: boolean
  readonly reset: () => void
  /** How often it was refused: each time the summary takes the focus. */
  readonly failures: number
}

type KeysWith<V, T> = { [K in keyof V]-?: V[K] extends T ? K : never }[keyof V] & string

/**
 * The state of a form. What is typed is kept under `name` (add the record's id: `patient ${id}`) until it is saved,
 * whatever happens in between. The server's refusals land beside the fields their pointers name.
 */
export function useForm<V extends object, R>({
  name,
  initial,
  check,
  submit,
  done,
}: {
  name: string
  initial: V
  /** What can be told without the server. Pointers into the body, e.g. "/bornOn"; messages say how to mend it. */
  check?: (values: V) => readonly FieldError[]
  /** Usually `act.attempt`. */
  submit: (values: V) => Promise<R>
  done?: (reply: R, values: V) => void
}): FormState<V, R> {
  const owner = use(SessionContext)?.user.id ?? 'nobody'
  const [draft] = useState(() => findDraft(owner, name) as V | undefined)
  const [values, setValues] = useState<V>(draft ?? initial)
  const [restored, setRestored] = useState(draft !== undefined)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [busy, setBusy] = useState(false)
  const touched = useRef(draft !== undefined)
  const saved = useRef(false)
  const [failures, setFailures] = useState(0)
  const prefix = useId()
  const idOf = (pointer: string) => `${prefix}${pointer}`

  useEffect(() => {
    if (touched.current && !saved.current) keepDraft(owner, name, values)
  }, [owner, name, values])

  function set(some: Partial<V>) {
    touched.current = true
    saved.current = false
    setValues((old) => ({ ...old, ...some }))
    if (errors.length === 0) return
    // What was mended is not red any longer; what is still wrong in the same part stays.
    const wrong = new Set((check?.({ ...values, ...some }) ?? []).map(({ pointer }) => pointer))
    setErrors((old) =>
      old.filter(({ pointer }) => wrong.has(pointer) || !((pointer.split('/')[1] ?? '') in some)),
    )
  }

  function bind<K extends keyof V & string>(key: K, pointer = `/${key}`): Bound<V[K]> {
    return {
      id: idOf(pointer),
      value: values[key],
      onChange: (value) => {
        set({ [key]: value } as unknown as Partial<V>)
        setErrors((old) => old.filter((error) => error.pointer !== pointer))
      },
      error: errors.find((error) => error.pointer === pointer)?.message,
    }
  }

  async function send(): Promise<R | undefined> {
    if (busy) return undefined
    const found = check?.(values) ?? []
    setErrors(found)
    setProblem(null)
    if (found.length > 0) {
      setFailures((count) => count + 1)
      return undefined
    }
    setBusy(true)
    try {
      const reply = await submit(values)
      saved.current = true
      touched.current = false
      setRestored(false)
      dropDraft(owner, name)
      done?.(reply, values)
      return reply
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      setFailures((count) => count + 1)
      setProblem(failure)
      setErrors(failure.fields)
      return undefined
    } finally {
      setBusy(false)
    }
  }

  return {
    values,
    set,
    field: bind,
    text: (key, pointer) => {
      const { onChange, ...rest } = bind(key, pointer) as unknown as Bound<string>
      return { ...rest, onChange: (event) => onChange(event.currentTarget.value) }
    },
    check: (key, pointer) => {
      const { onChange, value, ...rest } = bind(key, pointer) as unknown as Bound<boolean>
      return { ...rest, checked: value, onChange: (event) => onChange(event.currentTarget.checked) }
    },
    submit: send,
    busy,
    problem,
    errors,
    idOf,
    restored,
    reset() {
      dropDraft(owner, name)
      touched.current = false
      setRestored(false)
      setErrors([])
      setProblem(null)
      setValues(initial)
    },
    failures,
  }
}

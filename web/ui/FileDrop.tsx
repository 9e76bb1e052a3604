import { Button, Progress } from '@mantine/core'
import { useId, useRef, useState, type DragEvent } from 'react'
import { Problem } from '../problem.ts'
import classes from './FileDrop.module.css'
import { Icon } from './Icon.tsx'

type Sending = { readonly name: string; readonly share: number; readonly problem?: string }

/**
 * Files by dragging or choosing. `onFile` sends one (usually `upload(endpoint, given, file, progress)`); each shows how
 * far it is, and a refusal stays beside its name with a way to try again.
 */
export function FileDrop({
  label,
  accept,
  multiple = false,
  onFile,
}: {
  /** "Insurance card, front" */
  label: string
  /** Media types, as of the endpoint's `upload`: ["application/pdf", "image/jpeg"]. */
  accept: readonly string[]
  multiple?: boolean
  onFile: (file: File, progress: (share: number) => void) => Promise<unknown>
}) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [sending, setSending] = useState<ReadonlyMap<File, Sending>>(new Map())
  const id = useId()

  const note = (file: File, what: Sending | null) =>
    setSending((old) => {
      const next = new Map(old)
      if (what) next.set(file, what)
      else next.delete(file)
      return next
    })

  async function send(file: File) {
    note(file, { name: file.name, share: 0 })
    try {
      await onFile(file, (share) => note(file, { name: file.name, share }))
      note(file, null)
    } catch (failure) {
      const problem = failure instanceof Problem ? failure.message : 'It could not be sent.'
      note(file, { name: file.name, share: 0, problem })
    }
  }
  const take = (files: FileList | null) => {
    for (const file of [...(files ?? [])].slice(0, multiple ? undefined : 1)) void send(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }

  return (
    <div
      className={classes['drop']}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={input}
        id={id}
        type="file"
        className="for-screen-readers"
        accept={accept.join(',')}
        multiple={multiple}
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          take(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
      <div className={classes['line']}>
        <Icon name="file" />
        <span>
          <strong>{label}</strong>: drag {multiple ? 'files' : 'a file'} here
        </span>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => input.current?.click()}
          aria-label={`Choose: ${label}`}
        >
          Choose
        </Button>
      </div>
      {[...sending].map(([file, { name, share, problem }]) => (
        <div key={`${name}${file.lastModified}`} className={classes['line']} role="status">
          <span className={classes['name']}>{name}</span>
          {problem ? (
            <>
              <span className={classes['problem']}>{problem}</span>
              <Button size="compact-sm" variant="default" onClick={() => void send(file)}>
                Try again
              </Button>
              <Button size="compact-sm" variant="subtle" onClick={() => note(file, null)}>
                Leave it
              </Button>
            </>
          ) : (
            <Progress value={share * 100} flex={1} aria-label={`Sending ${name}`} />
          )}
        </div>
      ))}
    </div>
  )
}

import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Problem } from '#web/problem.ts'
import { Refused } from '#web/ui/Refused.tsx'

/** An act that needs a reason: the words, one line, and a button that names the act. A refusal stays in the dialog. */
export function ReasonDialog({
  opened,
  onClose,
  title,
  label,
  placeholder,
  act,
  onReason,
  children,
}: {
  opened: boolean
  onClose: () => void
  title: string
  label: string
  placeholder?: string
  act: string
  /** Usually `act.attempt`. */
  onReason: (reason: string) => Promise<unknown>
  /** The consequence. */
  children?: ReactNode
}) {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await onReason(reason.trim())
      setReason('')
      onClose()
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      setProblem(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form onSubmit={(event) => void submit(event)}>
        {children && <Text mb="md">{children}</Text>}
        {problem && <Refused problem={problem} />}
        <TextInput
          data-autofocus
          required
          maxLength={200}
          label={label}
          placeholder={placeholder}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={busy} disabled={reason.trim() === ''}>
            {act}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

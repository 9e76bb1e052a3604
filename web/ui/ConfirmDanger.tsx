import { Button, Group, Modal, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'

/**
 * Before what cannot be undone: words that name the consequence, and a button that names the act ("Void the payment
 * of $40.00"), never "OK".
 */
export function ConfirmDanger({
  opened,
  onClose,
  title,
  act,
  onConfirm,
  children,
}: {
  opened: boolean
  onClose: () => void
  title: string
  /** The act in words, on the button. */
  act: string
  /** Closes the dialog when it resolves. */
  onConfirm: () => Promise<unknown>
  /** The consequence. */
  children: ReactNode
}) {
  const [busy, setBusy] = useState(false)
  async function confirm() {
    setBusy(true)
    try {
      await onConfirm()
      onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} role="alertdialog">
      <Text component="div">{children}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={onClose}>
          Leave it
        </Button>
        <Button color="red.9" loading={busy} onClick={() => void confirm()}>
          {act}
        </Button>
      </Group>
    </Modal>
  )
}

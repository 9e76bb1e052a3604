import { Button } from '@mantine/core'
import { Icon } from './Icon.tsx'

/** Prints the page as it stands; base print styles leave out the frame, the buttons and the dark. */
export function PrintButton({ label = 'Print' }: { label?: string }) {
  return (
    <Button variant="default" leftSection={<Icon name="print" />} onClick={() => print()}>
      {label}
    </Button>
  )
}

import { Button, CopyButton, Stack, Text, TextInput } from '@mantine/core'
import { When } from '#web/ui/When.tsx'

/** A link that is shown this once. */
export function OneTimeLink({
  link,
  name,
}: {
  link: { path: string; expiresAt: Temporal.Instant }
  name: string
}) {
  const address = `${location.origin}${link.path}`
  return (
    <Stack gap="sm" role="status">
      <Text fw={600}>Give this link to {name}</Text>
      <Text>
        In person, by phone or in a sealed note: whoever has it chooses the password. It works once, until{' '}
        <When at={link.expiresAt} />, and is not shown again.
      </Text>
      <TextInput
        label="One-time link"
        value={address}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy the link'}
          </Button>
        )}
      </CopyButton>
    </Stack>
  )
}

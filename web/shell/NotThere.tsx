import { Button, Stack, Text, Title } from '@mantine/core'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { To } from '../ui/To.tsx'

export function NotThere() {
  return (
    <Stack p="xl" maw="36rem" align="start">
      <Title order={1}>There is no page at this address</Title>
      <Text>It may have moved, or the link was cut short. Search with Ctrl-K, or begin from the start.</Text>
      <Button component={To} to="/">
        Go to the start
      </Button>
    </Stack>
  )
}

/** A fault of a page never takes the frame with it. */
export function Broken({ reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Stack p="xl" maw="36rem" align="start" role="alert">
      <Title order={1}>This page stopped working</Title>
      <Text>
        The mistake is ours. What was saved is safe. Try again; if it happens again, tell your administrator.
      </Text>
      <Button onClick={again}>Try again</Button>
    </Stack>
  )
}

export function NotAllowed({ title }: { title: string }) {
  return (
    <Stack p="xl" maw="36rem" align="start">
      <Title order={1}>{title}</Title>
      <Text>
        Your role does not include this page. Whoever administers Wellrun in your office can change that.
      </Text>
      <Button component={To} to="/">
        Go to the start
      </Button>
    </Stack>
  )
}

import { Button, Group, Text } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { Problem } from '../problem.ts'
import classes from './Refused.module.css'

/** A refusal in its place: what is so, and the next move (`children`: links or buttons made from its facts). */
export function Refused({
  problem,
  again,
  children,
}: {
  problem: unknown
  /** Offers to try again. */
  again?: () => void
  children?: ReactNode
}) {
  const known = problem instanceof Problem
  const title = known ? problem.title : 'This page stopped working.'
  const detail = known ? problem.detail : 'The mistake is ours. What was saved is safe. Try again.'
  const panel = useRef<HTMLDivElement>(null)
  // A refusal below the edge of a panel would look as if nothing had happened.
  useEffect(() => panel.current?.scrollIntoView({ block: 'nearest' }), [problem])
  return (
    <div ref={panel} className={classes['panel']} role="alert">
      <Text fw={600}>{title}</Text>
      {detail && detail !== title && <Text mt={2}>{detail}</Text>}
      {(again || children) && (
        <Group gap="sm" mt="sm">
          {children}
          {again && (
            <Button variant="default" onClick={again}>
              Try again
            </Button>
          )}
        </Group>
      )}
    </div>
  )
}

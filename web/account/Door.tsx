import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import icon from '../icon.svg'
import classes from './Account.module.css'

/** The card on which one comes in: sign-in, a one-time link, the very first person. */
export function Door({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes['door']}>
      <div className={classes['card']}>
        <img src={icon} alt="" width="36" height="36" />
        <Title order={1} mt="sm">
          {title}
        </Title>
        {hint && (
          <Text c="dimmed" mt={4}>
            {hint}
          </Text>
        )}
        {children}
      </div>
    </div>
  )
}

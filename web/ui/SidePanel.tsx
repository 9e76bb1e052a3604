import { ActionIcon, Title } from '@mantine/core'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useKeys } from '../keys.ts'
import { Icon } from './Icon.tsx'
import classes from './SidePanel.module.css'
import { To } from './To.tsx'

/**
 * A quick look beside the list, which stays usable. Keep which row is open in the address:
 * `const [open, setOpen] = useAddress('open', '')`. Esc closes and the focus goes back to the row.
 */
export function SidePanel({
  title,
  onClose,
  full,
  children,
  foot,
}: {
  title: string
  onClose: () => void
  /** The address of the whole page. */
  full?: string
  children: ReactNode
  /** Buttons that stay in sight. */
  foot?: ReactNode
}) {
  const panel = useRef<HTMLElement>(null)
  const close = useRef(onClose)
  const id = useId()
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (before instanceof HTMLElement && document.contains(before)) before.focus()
    }
  }, [])
  useKeys('Panel', [{ keys: 'Escape', label: 'Close the panel', run: () => close.current() }])

  return (
    <aside ref={panel} className={`${classes['panel']} no-print`} aria-labelledby={id} tabIndex={-1}>
      <div className={classes['head']}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {full && <To to={full}>Open whole page</To>}
        <ActionIcon aria-label="Close the panel" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      <div className={classes['body']}>{children}</div>
      {foot && <div className={classes['foot']}>{foot}</div>}
    </aside>
  )
}

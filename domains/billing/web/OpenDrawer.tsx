import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { type Cents, cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { openDrawer } from '../drawers/contract.ts'
import { everything } from './words.ts'

/** Cash needs an open drawer; it can be opened right where the cash is taken. */
export function OpenDrawer({ siteId }: { siteId: Id<'Site'> }) {
  const [floatCents, setFloat] = useState<Cents | null>(cents(10_000))
  const open = useAct(openDrawer, { invalidates: everything, success: 'Your drawer is open' })
  return (
    <Group align="end" gap="sm">
      <MoneyField label="Float in your drawer" value={floatCents} onChange={setFloat} />
      <Button
        variant="default"
        loading={open.busy}
        disabled={floatCents === null}
        onClick={() => void open.run({ body: { id: newId(), siteId, floatCents: floatCents! } })}
      >
        Open my drawer
      </Button>
    </Group>
  )
}

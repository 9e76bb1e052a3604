import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { type Cents, money } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useSite } from '#web/site.ts'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { Status } from '#web/ui/Status.tsx'
import { When } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { closeDrawer, readMyDrawer } from '../drawers/contract.ts'
import { OpenDrawer } from './OpenDrawer.tsx'
import { everything } from './words.ts'

type Mine = NonNullable<Reply<typeof readMyDrawer>['drawer']>
type Counted = Reply<typeof closeDrawer>

/** My cash drawer of this shift. What should be in it is told after it was counted, not before. */
export default function DrawerPage() {
  const { site } = useSite()
  const siteId = site?.id as Id<'Site'> | undefined
  const read = useRead(readMyDrawer, siteId ? { query: { siteId } } : null)
  useLive(['billing'], [readMyDrawer])
  const [counted, setCounted] = useState<Counted | null>(null)
  return (
    <>
      <PageHeader title="Cash drawer" facts={site?.name} />
      {counted && <Result of={counted} />}
      {siteId && (
        <Loaded of={read} rows={4}>
          {({ drawer }) =>
            drawer ? (
              <Count key={drawer.id} drawer={drawer} onCounted={setCounted} />
            ) : (
              <Section title="No open drawer">
                <p>Cash can be taken once your drawer is open. Count the float before you begin.</p>
                <OpenDrawer siteId={siteId} />
              </Section>
            )
          }
        </Loaded>
      )}
    </>
  )
}

function Count({ drawer, onCounted }: { drawer: Mine; onCounted: (counted: Counted) => void }) {
  const close = useAct(closeDrawer, { invalidates: everything, success: 'Drawer closed' })
  const form = useForm({
    name: `count ${drawer.id}`,
    initial: { countedCents: null as Cents | null },
    check: (v) =>
      v.countedCents === null
        ? [{ pointer: '/countedCents', message: 'Count everything in the drawer, the float too.' }]
        : [],
    submit: (v) =>
      close.attempt({
        params: { id: drawer.id },
        body: { countedCents: v.countedCents!, version: drawer.version },
      }),
    done: onCounted,
  })
  return (
    <Section title="Open drawer">
      <Facts
        of={[
          ['Opened', <When key="at" at={drawer.openedAt} />],
          ['Float', <Money key="float" cents={drawer.floatCents} sign />],
          ['Payments in it', String(drawer.paymentCount)],
        ]}
      />
      <Form of={form} act="Close the drawer">
        <FormSection title="Count" hint="Count the cash blind: the float and all cash received.">
          <MoneyField label="Cash counted" {...form.field('countedCents')} />
        </FormSection>
      </Form>
    </Section>
  )
}

function Result({ of }: { of: Counted }) {
  const off = of.differenceCents
  return (
    <Section title="Counted">
      <p role="status">
        <Status tone={off === 0 ? 'good' : 'harm'}>
          {off === 0
            ? 'The drawer is right.'
            : `$${money(Math.abs(off))} ${off > 0 ? 'over' : 'short'}: it is posted to cash over and short.`}
        </Status>{' '}
        Counted <Money cents={of.countedCents} sign />, expected <Money cents={of.expectedCents} sign />.
      </p>
    </Section>
  )
}

import { Button, Group, Modal, Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type Id, newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form } from '#web/ui/Form.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Status } from '#web/ui/Status.tsx'
import { OnDate, useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { decideRestriction, requestRestriction } from '../restrictions/contract.ts'
import type { PatientRecord } from './PatientHead.tsx'

type Restriction = PatientRecord['restrictions'][number]

const statusOf = ({ decision, endedOn }: Restriction) =>
  endedOn
    ? ({ tone: 'neutral', label: 'Ended' } as const)
    : (
        {
          open: { tone: 'soon', label: 'Waits for a decision' },
          agreed: { tone: 'harm', label: 'In force' },
          declined: { tone: 'neutral', label: 'Declined' },
        } as const
      )[decision]

/** Requests to restrict who is told what (45 CFR 164.522(a)). */
export function Restrictions({ record }: { record: PatientRecord }) {
  const [asking, setAsking] = useState(false)
  const mayEdit = useMay('patients.edit')
  const mayDecide = useMay('patients.restrict')
  const today = useToday()
  const decide = useAct(decideRestriction, { success: 'Kept' })
  const settle = (one: Restriction, decision: 'agreed' | 'declined' | 'ended') =>
    void decide.run({
      params: { id: record.id, restrictionId: one.id },
      body: { version: one.version, decision, on: today },
    })
  return (
    <Section
      title="Restrictions of disclosure"
      actions={
        mayEdit && (
          <Button variant="default" size="compact-sm" onClick={() => setAsking(true)}>
            Note a request
          </Button>
        )
      }
    >
      {record.restrictions.length === 0 && <p>The patient has asked for none.</p>}
      {record.restrictions.map((one) => (
        <Group key={one.id} justify="space-between" py="xs">
          <div>
            <Status tone={statusOf(one).tone}>{statusOf(one).label}</Status>{' '}
            {one.kind === 'health-plan' && <strong>Withhold from the health plan: paid in full. </strong>}
            {one.wish} Asked <OnDate date={one.requestedOn} short />.
          </div>
          {mayDecide && (
            <Group gap="xs">
              {one.decision === 'open' && (
                <>
                  <Button variant="default" size="compact-sm" onClick={() => settle(one, 'agreed')}>
                    Agree
                  </Button>
                  <Button variant="default" size="compact-sm" onClick={() => settle(one, 'declined')}>
                    Decline
                  </Button>
                </>
              )}
              {one.decision === 'agreed' && !one.endedOn && (
                <Button variant="default" size="compact-sm" onClick={() => settle(one, 'ended')}>
                  End it
                </Button>
              )}
            </Group>
          )}
        </Group>
      ))}
      {asking && <AskRestriction record={record} onClose={() => setAsking(false)} />}
    </Section>
  )
}

function AskRestriction({ record, onClose }: { record: PatientRecord; onClose: () => void }) {
  const today = useToday()
  const ask = useAct(requestRestriction, { success: 'Request noted' })
  const [id] = useState<Id<'Restriction'>>(() => newId())
  const form = useForm({
    name: `restriction ${record.id}`,
    initial: { kind: 'health-plan' as 'health-plan' | 'other', wish: '', requestedOn: today },
    check: ({ wish }) =>
      wish.trim() ? [] : [{ pointer: '/wish', message: 'Write what the patient asks for.' }],
    submit: (values) => ask.attempt({ params: { id: record.id }, body: { id, ...values } }),
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title="Note a request to restrict">
      <Form of={form} act="Note the request">
        <Radio.Group
          label="What the patient asks"
          value={form.values.kind}
          onChange={(kind) => form.set({ kind: kind as 'health-plan' | 'other' })}
        >
          <Radio
            mt="xs"
            value="health-plan"
            label="Withhold from the health plan what is paid in full"
            description="We must agree."
          />
          <Radio mt="xs" value="other" label="Something else" description="Somebody who may decides." />
        </Radio.Group>
        <Textarea label="In the patient's words" autosize minRows={2} {...form.text('wish')} />
        <DateField
          past
          label="Asked on"
          {...form.field('requestedOn')}
          onChange={(date) => form.set({ requestedOn: date ?? today })}
        />
      </Form>
    </Modal>
  )
}

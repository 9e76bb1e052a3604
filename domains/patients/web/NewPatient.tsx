import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Id, newId } from '#kernel/id.ts'
import { useGo } from '#web/address.ts'
import { useAct } from '#web/api.ts'
import { Form } from '#web/ui/Form.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { To } from '#web/ui/To.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { type Registration, registerPatient } from '../registration/contract.ts'
import { BackgroundFields } from './BackgroundFields.tsx'
import { DuplicatePanel, useAlike } from './DuplicatePanel.tsx'
import { NameFields } from './NameFields.tsx'
import { PeopleFields } from './PeopleFields.tsx'
import { ReachFields } from './ReachFields.tsx'
import classes from './Patients.module.css'
import {
  type Demographics,
  backgroundKeys,
  blank,
  check,
  nameKeys,
  peopleKeys,
  reachKeys,
  toChanges,
} from './demographics.ts'

type Entry = Demographics & { id: Id<'Patient'>; overrideReason: string; inquiry: boolean }

const bodyOf = ({ id, overrideReason, inquiry, ...values }: Entry) =>
  ({
    id,
    ...toChanges(values, [...nameKeys, ...reachKeys, ...backgroundKeys, ...peopleKeys]),
    ...(inquiry && { inquiry }),
    ...(overrideReason.trim() && { overrideReason: overrideReason.trim() }),
  }) as Registration

export default function NewPatient() {
  const go = useGo()
  const register = useAct(registerPatient, {
    success: ({ mrn, missing }) =>
      missing.length === 0
        ? `Registered as MRN ${mrn}`
        : `Pre-registered as MRN ${mrn}: something is still missing`,
  })
  const [initial] = useState<Entry>(() => ({ ...blank(), id: newId(), overrideReason: '', inquiry: false }))
  const form = useForm({
    name: 'new-patient',
    initial,
    check,
    submit: (values: Entry) => register.attempt({ body: bodyOf(values) }),
    done: ({ id }) => go(`/patients/${id}`),
  })
  const alike = useAlike(form.values)
  const refused = form.problem?.code === 'probable-duplicate'
  const probable = alike.some(({ verdict }) => verdict === 'probable')
  // The parts of the form know the demographics alone.
  const demographics = form as unknown as Parameters<typeof NameFields>[0]['form']

  return (
    <>
      <PageHeader
        title="New patient"
        facts="What is not known yet can wait: the record says what is missing."
      />
      <div className={classes['beside']}>
        <Form
          of={form}
          act="Register the patient"
          actions={
            <Button component={To} to="/patients" variant="default">
              Leave it
            </Button>
          }
        >
          <NameFields form={demographics} autoFocus />
          <ReachFields form={demographics} />
          <BackgroundFields form={demographics} />
          <PeopleFields form={demographics} />
          <Checkbox label="Only an inquiry so far" {...form.check('inquiry')} />
        </Form>
        <aside className={classes['panel']} aria-label="Patients who may be the same person">
          <DuplicatePanel alike={alike} />
          {(refused || probable) && (
            <TextInput
              mt="lg"
              label="Why this is another person"
              description="Open the record first. The reason is kept with the new one."
              {...form.text('overrideReason')}
            />
          )}
        </aside>
      </div>
    </>
  )
}

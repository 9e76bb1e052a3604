import { Button } from '@mantine/core'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useAct, useRead } from '#web/api.ts'
import { useKeys } from '#web/keys.ts'
import { useMay } from '#web/session.ts'
import { Form } from '#web/ui/Form.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { phoneWords } from '#web/ui/readTyped.ts'
import { OnDate } from '#web/ui/When.tsx'
import { type FormState, useForm } from '#web/ui/useForm.ts'
import { editPatient, readPatient } from '../registration/contract.ts'
import { BackgroundFields } from './BackgroundFields.tsx'
import { NameFields } from './NameFields.tsx'
import type { PatientRecord } from './PatientHead.tsx'
import { PeopleFields } from './PeopleFields.tsx'
import { ReachFields } from './ReachFields.tsx'
import { Restrictions } from './Restrictions.tsx'
import { Ssn } from './Ssn.tsx'
import {
  type Demographics,
  backgroundKeys,
  check,
  fromRecord,
  nameKeys,
  peopleKeys,
  reachKeys,
  toChanges,
  zipWords,
} from './demographics.ts'
import { contactByWords, languageName, maritalWords, phoneKinds, roleWords, sexWords } from './words.ts'

type Part = {
  readonly key: string
  readonly title: string
  readonly keys: readonly (keyof Demographics)[]
  readonly facts: (record: PatientRecord) => readonly (readonly [string, ReactNode])[]
  readonly fields: (form: FormState<Demographics, unknown>, record: PatientRecord) => ReactNode
}

const or = (value: string | null) => value || null

const parts: readonly Part[] = [
  {
    key: 'name',
    title: 'Identity',
    keys: nameKeys,
    facts: (of) => [
      ['Legal name', [of.firstName, of.middleName, of.lastName, of.suffix].filter(Boolean).join(' ')],
      ['Preferred name', or(of.preferredName)],
      ['Former last names', or(of.formerLastNames.join(', '))],
      ['Birth date', <OnDate key="born" date={of.bornOn} />],
      ['Sex, for claims', sexWords[of.sex]],
      ['Social security number', <Ssn key="ssn" record={of} />],
    ],
    fields: (form, record) => <NameFields form={form} ssnLast4={record.ssnLast4} autoFocus />,
  },
  {
    key: 'reach',
    title: 'Address and contact',
    keys: reachKeys,
    facts: (of) => [
      [
        'Address',
        or(
          [
            of.address,
            of.address2,
            [of.city, of.stateCode, of.zip && zipWords(of.zip)].filter(Boolean).join(' '),
          ]
            .filter(Boolean)
            .join(', '),
        ),
      ],
      ...of.phones.map((phone): readonly [string, ReactNode] => [
        `${phoneKinds[phone.kind]} phone`,
        [
          phoneWords(phone.number),
          phone.mayLeaveVoicemail ? 'voicemail welcome' : 'no voicemail',
          phone.mayText ? 'texts welcome' : 'no texts',
        ].join(' · '),
      ]),
      ['Email', or(of.email)],
      ['Preferred way', of.contactBy && contactByWords[of.contactBy]],
      ['Confidential contact', or(of.contactInstructions)],
    ],
    fields: (form) => <ReachFields form={form} />,
  },
  {
    key: 'background',
    title: 'Language and background',
    keys: backgroundKeys,
    facts: (of) => [
      ['Language', `${languageName(of.language)}${of.needsInterpreter ? ', needs an interpreter' : ''}`],
      ['Race', or(of.race)],
      ['Ethnicity', or(of.ethnicity)],
      ['Marital status', of.maritalStatus && maritalWords[of.maritalStatus]],
      ['Primary care provider', or(of.primaryCareProvider)],
      ['Referred by', or(of.referrer)],
    ],
    fields: (form) => <BackgroundFields form={form} />,
  },
  {
    key: 'people',
    title: 'People around the patient',
    keys: peopleKeys,
    facts: (of) =>
      of.contacts.length === 0
        ? [['Guarantor', 'The patient']]
        : of.contacts.map((one) => [
            roleWords[one.role],
            [
              one.name,
              one.relationship,
              one.phone && phoneWords(one.phone),
              one.email,
              one.address,
              one.authority,
            ]
              .filter(Boolean)
              .join(' · '),
          ]),
    fields: (form) => <PeopleFields form={form} />,
  },
]

export function DemographicsTab({ record }: { record: PatientRecord }) {
  const [editing, setEditing] = useState<string | null>(null)
  const mayEdit = useMay('patients.edit')
  useKeys('Patient', mayEdit ? [{ keys: 'e', label: 'Edit identity', run: () => setEditing('name') }] : [])
  return (
    <>
      {parts.map((part) => (
        <Section
          key={part.key}
          title={part.title}
          actions={
            mayEdit && editing !== part.key ? (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`Edit: ${part.title}`}
                onClick={() => setEditing(part.key)}
              >
                Edit
              </Button>
            ) : null
          }
        >
          {editing === part.key ? (
            <EditPart part={part} record={record} onClose={() => setEditing(null)} />
          ) : (
            <Facts of={part.facts(record)} columns={2} />
          )}
        </Section>
      ))}
      <Restrictions record={record} />
    </>
  )
}

/** Edits one part of the record in its place. What somebody else changed meanwhile is shown; nothing typed is lost. */
function EditPart({ part, record, onClose }: { part: Part; record: PatientRecord; onClose: () => void }) {
  const edit = useAct(editPatient, { success: 'Saved' })
  const latest = useRead(readPatient, { params: { id: record.id } }).data ?? record
  // The version the person has seen: the newer one only once it has been shown beside their entries.
  const seen = useRef(record.version)
  const form = useForm<Demographics, unknown>({
    name: `patient ${record.id} ${part.key}`,
    initial: fromRecord(record),
    check: part.key === 'name' ? check : () => [],
    submit: (values) =>
      edit.attempt({
        params: { id: record.id },
        body: { version: seen.current, changes: toChanges(values, part.keys) },
      }),
    done: onClose,
  })
  const stale = form.problem?.code === 'changed-meanwhile'
  useEffect(() => {
    if (stale) seen.current = latest.version
  }, [stale, latest.version])
  return (
    <Form
      of={form}
      act={stale ? 'Save mine over it' : 'Save'}
      actions={
        <Button
          variant="default"
          onClick={() => {
            form.reset()
            onClose()
          }}
        >
          {stale ? 'Keep what is there now' : 'Leave it'}
        </Button>
      }
    >
      {stale && (
        <Section title="What is there now">
          <Facts of={part.facts(latest)} columns={2} />
        </Section>
      )}
      {part.fields(form, record)}
    </Form>
  )
}

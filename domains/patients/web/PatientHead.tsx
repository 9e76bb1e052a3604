import { Suspense, lazy, type ReactNode } from 'react'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { may, useSession } from '#web/session.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { RecordHeader } from '#web/ui/RecordHeader.tsx'
import { Flag, Status } from '#web/ui/Status.tsx'
import { Born } from '#web/ui/When.tsx'
import { dateShort } from '#web/ui/when.ts'
import { readPatient } from '../registration/contract.ts'
import { patientName } from '../registration/name.ts'
import { broughtFlags } from './section.ts'
import { languageName, sexWords, stateWords } from './words.ts'

export type PatientRecord = Reply<typeof readPatient>

const flags = broughtFlags.map((flag) => ({ ...flag, Shown: lazy(flag.component) }))

/**
 * The head of every page about a patient, always the same: who, two identifiers, and then only what is true. Other
 * domains put it on their own pages about a patient (check-in, account).
 */
export function PatientHead({
  patientId,
  actions,
  children,
}: {
  patientId: Id<'Patient'>
  actions?: (record: PatientRecord) => ReactNode
  children?: ReactNode
}) {
  const session = useSession()
  useLive([`patients:${patientId}`], [readPatient])
  const read = useRead(readPatient, { params: { id: patientId } })
  return (
    <Loaded of={read} rows={2}>
      {(record) => (
        <RecordHeader
          name={patientName({ ...record, middleName: null })}
          also={<Status tone={stateWords[record.state].tone}>{stateWords[record.state].label}</Status>}
          identifiers={[
            ['Born', <Born key="born" on={record.bornOn} />],
            ['MRN', record.mrn],
            ['Sex', sexWords[record.sex]],
          ]}
          flags={
            <>
              <OwnFlags record={record} />
              {flags
                .filter(({ permission }) => may(session, permission))
                .map(({ key, Shown }) => (
                  <Suspense key={key} fallback={null}>
                    <Shown patientId={patientId} />
                  </Suspense>
                ))}
            </>
          }
          {...(actions && { actions: actions(record) })}
        >
          {children}
        </RecordHeader>
      )}
    </Loaded>
  )
}

function OwnFlags({ record }: { record: PatientRecord }) {
  const restricted = record.restrictions.filter(({ decision, endedOn }) => decision === 'agreed' && !endedOn)
  const representative = record.contacts.find(({ role }) => role === 'representative')
  return (
    <>
      {record.state === 'deceased' && (
        <Flag tone="harm">Deceased{record.deceasedOn ? ` ${dateShort(record.deceasedOn)}` : ''}</Flag>
      )}
      {record.needsInterpreter && <Flag tone="soon">Interpreter: {languageName(record.language)}</Flag>}
      {!record.needsInterpreter && record.language.split('-')[0] !== 'en' && (
        <Flag>Speaks {languageName(record.language)}</Flag>
      )}
      {record.contactInstructions && <Flag tone="soon">Confidential contact</Flag>}
      {restricted.some(({ kind }) => kind === 'health-plan') && (
        <Flag tone="harm">Do not bill the plan: see restriction</Flag>
      )}
      {restricted.some(({ kind }) => kind === 'other') && <Flag tone="soon">Disclosure restricted</Flag>}
      {representative && <Flag>Represented by {representative.name}</Flag>}
      {record.missing.length > 0 && record.state !== 'deceased' && record.state !== 'inactive' && (
        <Flag tone="soon">
          Missing: {record.missing.map(({ message }) => message.toLowerCase()).join('; ')}
        </Flag>
      )}
    </>
  )
}

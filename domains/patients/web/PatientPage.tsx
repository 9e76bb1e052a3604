import { Button, Menu, Tabs } from '@mantine/core'
import { Suspense, lazy, useState } from 'react'
import type { Id } from '#kernel/id.ts'
import { useAddress, useParam } from '#web/address.ts'
import { useAct, useRead } from '#web/api.ts'
import { may, useMay, useSession } from '#web/session.ts'
import { Icon } from '#web/ui/Icon.tsx'
import { Late } from '#web/ui/Late.tsx'
import { useToday } from '#web/ui/When.tsx'
import { readPatient, verifyDemographics } from '../registration/contract.ts'
import { nextStates } from '../registration/patient.ts'
import { ChangeState } from './ChangeState.tsx'
import { DemographicsTab } from './DemographicsTab.tsx'
import { HistoryTab } from './HistoryTab.tsx'
import { PatientHead, type PatientRecord } from './PatientHead.tsx'
import classes from './Patients.module.css'
import { broughtSections } from './section.ts'

const brought = broughtSections.map((section) => ({ ...section, Shown: lazy(section.component) }))

export default function PatientPage() {
  const id = useParam<Id<'Patient'>>('patientId')
  const [tab, setTab] = useAddress('tab', 'demographics')
  const session = useSession()
  const { data: record } = useRead(readPatient, { params: { id } })
  const sections = brought.filter(({ permission }) => may(session, permission))
  const before = sections.filter(({ order }) => order < 10)
  const after = sections.filter(({ order }) => order >= 10)

  return (
    <Tabs
      variant="default"
      value={tab}
      onChange={(value) => setTab(value ?? 'demographics')}
      keepMounted={false}
    >
      <PatientHead patientId={id} actions={(shown) => <Actions record={shown} />}>
        <Tabs.List className={classes['tabs']!}>
          {before.map(({ key, title }) => (
            <Tabs.Tab key={key} value={key}>
              {title}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="demographics">Demographics</Tabs.Tab>
          {after.map(({ key, title }) => (
            <Tabs.Tab key={key} value={key}>
              {title}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
      </PatientHead>
      <Tabs.Panel value="demographics">{record && <DemographicsTab record={record} />}</Tabs.Panel>
      <Tabs.Panel value="history">
        <HistoryTab patientId={id} />
      </Tabs.Panel>
      {sections.map(({ key, Shown }) => (
        <Tabs.Panel key={key} value={key}>
          <Suspense fallback={<Late>Loading</Late>}>
            <Shown patientId={id} />
          </Suspense>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function Actions({ record }: { record: PatientRecord }) {
  const today = useToday()
  const mayEdit = useMay('patients.edit')
  const verify = useAct(verifyDemographics, { success: 'Demographics verified' })
  const [becoming, setBecoming] = useState<'inactive' | 'deceased' | 'pre-registered' | null>(null)
  if (!mayEdit) return null
  const possible = nextStates[record.state]
  const verified = record.state === 'verified' && record.verifiedOn?.equals(today)
  const canVerify = ['registered', 'verified', 'pre-registered', 'inquiry'].includes(record.state)
  return (
    <>
      {canVerify && !verified && (
        <Button
          loading={verify.busy}
          onClick={() =>
            void verify.run({
              params: { id: record.id },
              body: { version: record.version, verifiedOn: today },
            })
          }
        >
          Verified with the patient
        </Button>
      )}
      {possible.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" leftSection={<Icon name="more" />}>
              More
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {possible.includes('inactive') && (
              <Menu.Item onClick={() => setBecoming('inactive')}>Make inactive</Menu.Item>
            )}
            {possible.includes('deceased') && (
              <Menu.Item onClick={() => setBecoming('deceased')}>Mark as deceased</Menu.Item>
            )}
            {possible.includes('pre-registered') && (
              <Menu.Item onClick={() => setBecoming('pre-registered')}>
                {record.state === 'inquiry' ? 'Begin registration' : 'Make active again'}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {becoming && <ChangeState record={record} to={becoming} onClose={() => setBecoming(null)} />}
    </>
  )
}

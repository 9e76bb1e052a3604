import { Checkbox, Select, TextInput } from '@mantine/core'
import { newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { refreshSession } from '#web/session.ts'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { addSite, editSite } from '../sites/contract.ts'
import { timeZones } from '../sites/place.ts'
import { PlaceFields, phoneWords, zipWords } from './PlaceFields.tsx'
import type { Site } from './SitesPage.tsx'

export function SiteForm({ site, onClose }: { site: Site | null; onClose: () => void }) {
  const again = { invalidates: ['/practice', '/setup'] }
  const add = useAct(addSite, { success: 'Added. Now enter its hours.', ...again })
  const edit = useAct(editSite, { success: 'Saved', ...again })
  const zones = Object.entries(timeZones).map(([value, label]) => ({ value, label }))
  const form = useForm({
    name: `site ${site?.id ?? 'new'}`,
    initial: {
      name: site?.name ?? '',
      timeZone: site?.timeZone ?? null,
      address: site?.address ?? '',
      city: site?.city ?? '',
      state: site?.state ?? '',
      zip: zipWords(site?.zip ?? ''),
      phone: phoneWords(site?.phone ?? ''),
      placeOfService: site?.placeOfService ?? '11',
      cliaNumber: site?.cliaNumber ?? '',
      active: site?.active ?? true,
    },
    check: ({ timeZone }) => (timeZone ? [] : [{ pointer: '/timeZone', message: 'Choose the time zone.' }]),
    submit: ({ active, ...values }) => {
      const body = {
        ...values,
        timeZone: values.timeZone!,
        state: values.state.toUpperCase(),
        cliaNumber: values.cliaNumber.trim() || null,
      }
      return site
        ? edit.attempt({ params: { id: site.id }, body: { ...body, active, version: site.version } })
        : add.attempt({ body: { id: newId<'Site'>(), ...body } })
    },
    done: () => {
      // The choice of sites at the top of every page comes with the session.
      void refreshSession()
      onClose()
    },
  })
  return (
    <SidePanel title={site?.name ?? 'New site'} onClose={onClose}>
      <Form of={form} act={site ? 'Save' : 'Add the site'}>
        <FormSection>
          <TextInput label="Name" maxLength={80} {...form.text('name')} />
          <Select
            label="Time zone"
            description="Hours and visits of this site are told in it."
            data={
              site && !zones.some(({ value }) => value === site.timeZone)
                ? [{ value: site.timeZone, label: site.timeZone }, ...zones]
                : zones
            }
            searchable
            {...form.field('timeZone')}
          />
          <PlaceFields form={form} />
          <Row>
            <TextInput
              label="Place of service"
              description="11 is an office."
              maxLength={2}
              inputMode="numeric"
              {...form.text('placeOfService')}
            />
            <TextInput
              label="CLIA number (optional)"
              description="Needed to bill laboratory tests."
              maxLength={10}
              {...form.text('cliaNumber')}
            />
          </Row>
          {site && (
            <Checkbox
              label="In use"
              description="At a closed site nothing new is booked."
              {...form.check('active')}
            />
          )}
        </FormSection>
      </Form>
    </SidePanel>
  )
}

import { Button } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useMay } from '#web/session.ts'
import { Empty } from '#web/ui/Empty.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { Status } from '#web/ui/Status.tsx'
import { useToday } from '#web/ui/When.tsx'
import { dateWords } from '#web/ui/when.ts'
import { readPractice } from '../sites/contract.ts'
import { timeZones } from '../sites/place.ts'
import { HoursForm } from './HoursForm.tsx'
import { phoneWords, zipWords } from './PlaceFields.tsx'
import { SiteForm } from './SiteForm.tsx'
import { hoursInForce, weekWords } from './week.ts'

export type Site = Reply<typeof readPractice>['sites'][number]

/** Where the practice works, in which time zone, and when its doors are open. */
export default function SitesPage() {
  const read = useRead(readPractice, {})
  const mayEdit = useMay('practice.edit')
  const today = useToday()
  const [open, setOpen] = useAddress('open', '')
  const [hours, setHours] = useAddress('hours', '')
  return (
    <>
      <PageHeader
        title="Sites and hours"
        actions={mayEdit && <Button onClick={() => setOpen('new')}>Add a site</Button>}
      />
      <Loaded of={read} rows={10}>
        {({ sites }) => (
          <>
            {sites.length === 0 && (
              <Empty
                title="There is no site yet"
                detail="Rooms, providers and visits belong to a site. Begin with the first."
              />
            )}
            {sites.map((site) => (
              <Section
                key={site.id}
                title={site.name}
                facts={!site.active && <Status>Closed</Status>}
                actions={
                  mayEdit && (
                    <>
                      <Button variant="default" onClick={() => setHours(site.id)}>
                        Change the hours of {site.name}
                      </Button>
                      <Button variant="default" onClick={() => setOpen(site.id)}>
                        Edit {site.name}
                      </Button>
                    </>
                  )
                }
              >
                <Facts columns={2} of={factsOf(site, today)} />
              </Section>
            ))}
            {mayEdit && (open === 'new' || sites.some(({ id }) => id === open)) && (
              <SiteForm
                key={open}
                site={sites.find(({ id }) => id === open) ?? null}
                onClose={() => setOpen('')}
              />
            )}
            {mayEdit &&
              sites
                .filter(({ id }) => id === hours)
                .map((site) => <HoursForm key={site.id} site={site} onClose={() => setHours('')} />)}
          </>
        )}
      </Loaded>
    </>
  )
}

function factsOf(site: Site, today: Temporal.PlainDate) {
  const later = site.hours
    .map(({ effectiveFrom }) => effectiveFrom)
    .filter((from) => Temporal.PlainDate.compare(from, today) > 0)
    .toSorted(Temporal.PlainDate.compare)[0]
  const now = weekWords(hoursInForce(site.hours, today))
  const then = later && weekWords(hoursInForce(site.hours, later))
  return [
    ['Address', `${site.address}, ${site.city}, ${site.state} ${zipWords(site.zip)}`],
    ['Telephone', phoneWords(site.phone)],
    ['Time zone', (timeZones as Readonly<Record<string, string>>)[site.timeZone] ?? site.timeZone],
    ['Place of service', site.placeOfService],
    ['CLIA number', site.cliaNumber],
    ['Open', now],
    ...(later && then !== now ? ([[`From ${dateWords(later)}`, then]] as const) : []),
  ] as const
}

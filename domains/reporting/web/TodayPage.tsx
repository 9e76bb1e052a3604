import { SegmentedControl } from '@mantine/core'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Section } from '#web/ui/Section.tsx'
import { To } from '#web/ui/To.tsx'
import { dateWords } from '#web/ui/when.ts'
import { useToday } from '#web/ui/When.tsx'
import { readSetup } from '../setup/contract.ts'
import { type Line, readToday } from '../today/contract.ts'
import { DayCharts } from './DayCharts.tsx'
import { SiteDays } from './SiteDays.tsx'
import classes from './Today.module.css'

const groups = [
  { urgency: 'late', title: 'Late', none: 'Nothing is late.' },
  { urgency: 'at-risk', title: 'At risk', none: 'Nothing is at risk.' },
  { urgency: 'waiting', title: 'Waiting', none: 'Nothing waits.' },
] as const

/** Two clicks to know the day: what needs somebody, each number opening its rows, and how the day goes at each site. */
export default function TodayPage() {
  const read = useRead(readToday, {}, { refreshSeconds: 30, keepPrevious: true })
  const on = useToday()
  const [at, setAt] = useAddress('at', '')
  useLive(['scheduling.day', 'billing', 'claims'], [readToday])
  const sites = read.data?.sites ?? []
  return (
    <>
      <PageHeader title="Today" facts={dateWords(on)}>
        {sites.length > 1 && (
          <SegmentedControl
            aria-label="Which site the day is shown for"
            data={[
              { value: '', label: 'All sites' },
              ...sites.map(({ siteId, name }) => ({ value: siteId, label: name })),
            ]}
            value={at}
            onChange={setAt}
          />
        )}
      </PageHeader>
      <SetupLeft />
      <Loaded of={read} rows={12}>
        {(today) => (
          <>
            {today.sites && (
              <Section title="The day">
                <SiteDays sites={today.sites.filter(({ siteId }) => at === '' || siteId === at)} />
              </Section>
            )}
            <div className={classes['groups']}>
              {groups.map(({ urgency, title, none }) => (
                <Group
                  key={urgency}
                  urgency={urgency}
                  title={title}
                  none={none}
                  lines={today.lines.filter((line) => line.urgency === urgency)}
                />
              ))}
            </div>
            <p className={classes['quiet']}>
              {today.quiet > 0 &&
                `${today.quiet} ${today.lines.length > 0 ? 'other ' : ''}kinds of work were looked at: nothing is open there. `}
              Counted over every site you work with.
            </p>
            <DayCharts today={today} at={at} />
          </>
        )}
      </Loaded>
    </>
  )
}

/** Only while the practice is being set up, and only for who sets it up. */
function SetupLeft() {
  const read = useRead(readSetup, useMay('practice.edit') ? {} : null)
  const left = read.data?.filter(({ done }) => !done).length ?? 0
  if (left === 0) return null
  return (
    <p className={classes['quiet']}>
      Setting up: {left === 1 ? 'one step is' : `${left} steps are`} left.{' '}
      <To to="/settings/setup">Go on with it</To>
    </p>
  )
}

function Group({
  urgency,
  title,
  none,
  lines,
}: {
  urgency: Line['urgency']
  title: string
  none: string
  lines: readonly Line[]
}) {
  return (
    <Section title={title} facts={lines.length > 0 ? lines.length : undefined}>
      {lines.length === 0 ? (
        <p className={classes['none']}>{none}</p>
      ) : (
        <ul className={classes['lines']} data-urgency={urgency}>
          {lines.map(({ key, count, label, detail, to }) => (
            <li key={key}>
              <To to={to} className={classes['line']}>
                <span className={`${classes['count']} number`}>{count}</span>
                <span>
                  {label}
                  {detail && <span className={classes['detail']}> · {detail}</span>}
                </span>
              </To>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

import type { Reply } from '#kernel/contract.ts'
import { useRead } from '#web/api.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Status } from '#web/ui/Status.tsx'
import { To } from '#web/ui/To.tsx'
import { readSetup } from '../setup/contract.ts'
import classes from './Today.module.css'

type Step = Reply<typeof readSetup>[number]

const told: Readonly<
  Record<Step['step'], { readonly title: string; readonly why: string; readonly to: string }>
> = {
  practice: {
    title: 'Enter the practice',
    why: 'Its name, NPI and tax id stand on every claim and statement.',
    to: '/settings/practice',
  },
  sites: {
    title: 'Add the sites',
    why: 'Rooms, visits and money belong to a site and its time zone.',
    to: '/settings/sites',
  },
  hours: {
    title: 'Enter their hours and holidays',
    why: 'Nothing is booked outside them.',
    to: '/settings/sites',
  },
  rooms: { title: 'Add the rooms', why: 'Most visits need one.', to: '/office/rooms' },
  providers: {
    title: 'Enter staff and providers',
    why: 'With NPI and licences: somebody whose licence has run out cannot be booked.',
    to: '/people/staff',
  },
  'visit-types': {
    title: 'Say what can be booked',
    why: 'How long each kind of visit takes and what it needs.',
    to: '/schedule/visit-types',
  },
  weeks: {
    title: "Plan the providers' weeks",
    why: 'Free times are found within them.',
    to: '/schedule/templates',
  },
  payers: {
    title: 'Add the payers',
    why: 'Each with its electronic id from the clearinghouse.',
    to: '/settings/payers',
  },
  fees: {
    title: 'Enter the fees',
    why: 'What the practice charges; then what each contract allows.',
    to: '/fee-schedules',
  },
  people: {
    title: 'Invite the colleagues',
    why: 'Everybody signs in under their own name, with the role they need.',
    to: '/users',
  },
}

/** What to do next, in the order things are needed. Each step opens its page and ticks itself off. */
export default function SetupPage() {
  const read = useRead(readSetup, {})
  return (
    <>
      <PageHeader title="Set up" />
      <Loaded of={read} rows={10}>
        {(steps) => {
          const next = steps.find(({ done }) => !done)
          const left = steps.filter(({ done }) => !done).length
          return (
            <>
              <p className={classes['quiet']}>
                {left === 0
                  ? 'Everything is there: the practice can work with the program.'
                  : `${steps.length - left} of ${steps.length} steps are done.`}
              </p>
              <ol className={classes['steps']}>
                {steps.map(({ step, done, count }) => (
                  <li key={step}>
                    <To to={told[step].to} className={classes['step']}>
                      <strong>{told[step].title}</strong>
                      <span className={classes['detail']}>{told[step].why}</span>
                      {done ? (
                        <Status tone="good">{count > 1 ? `Done: ${count}` : 'Done'}</Status>
                      ) : step === next?.step ? (
                        <Status tone="active">Next</Status>
                      ) : (
                        <Status>To do</Status>
                      )}
                    </To>
                  </li>
                ))}
              </ol>
            </>
          )
        }}
      </Loaded>
    </>
  )
}

import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { Money } from '#web/ui/Money.tsx'
import { Status } from '#web/ui/Status.tsx'
import { To } from '#web/ui/To.tsx'
import { longWaitMinutes } from '#domains/scheduling/flow/waiting.ts'
import type { SiteDay } from '../today/contract.ts'
import classes from './Today.module.css'

/** The day at each site, from those to come to those who have gone; every number opens the board that shows it. */
export function SiteDays({ sites }: { sites: readonly SiteDay[] }) {
  const withMoney = sites.some(({ collectedCents }) => collectedCents !== null)
  return (
    <div className={classes['scroll']}>
      <table className={classes['days']}>
        <thead>
          <tr>
            <th scope="col">Site</th>
            <th scope="col">Visits</th>
            <th scope="col">To come</th>
            <th scope="col">Waiting</th>
            <th scope="col">In rooms</th>
            <th scope="col">Seen</th>
            <th scope="col">No-shows</th>
            <th scope="col">Cancelled</th>
            {withMoney && <th scope="col">Patients paid</th>}
          </tr>
        </thead>
        <tbody>
          {sites.map((day) => {
            const board = `/schedule?site=${day.siteId}&date=${day.on.toString()}`
            const flow = `/flow?site=${day.siteId}`
            return (
              <tr key={day.siteId}>
                <th scope="row">
                  <To to={board}>{day.name}</To> {day.closed && <Status tone="neutral">{day.closed}</Status>}
                </th>
                <Cell to={board} name={`Visits at ${day.name}`}>
                  {day.visits}
                </Cell>
                <Cell to={flow} name={`To come at ${day.name}`}>
                  {day.toCome}
                </Cell>
                <Cell to={flow} name={`Waiting at ${day.name}`}>
                  {day.waiting}
                  {day.longestMinutes !== null && day.longestMinutes > longWaitMinutes && (
                    <span className={classes['long']}> longest {day.longestMinutes} min</span>
                  )}
                </Cell>
                <Cell to={flow} name={`In rooms at ${day.name}`}>
                  {day.inRooms}
                </Cell>
                <Cell to={board} name={`Seen at ${day.name}`}>
                  {day.seen}
                </Cell>
                <Cell to={board} name={`No-shows at ${day.name}`}>
                  {day.noShows}
                </Cell>
                <td>{day.cancelled}</td>
                {withMoney && <td>{day.collectedCents !== null && <Money cents={day.collectedCents} />}</td>}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ to, name, children }: { to: string; name: string; children: ReactNode }) {
  return (
    <td>
      <To to={to} className={classes['number']}>
        <VisuallyHidden>{name}: </VisuallyHidden>
        {children}
      </To>
    </td>
  )
}

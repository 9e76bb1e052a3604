import { dateShort, dateWords } from '#web/ui/when.ts'
import type { Day } from '../day/contract.ts'
import { clock } from '../words.ts'
import { look } from './look.ts'
import classes from './Scheduling.module.css'

/** The day on paper, by provider: what the office works from when the power is out. */
export function DaySheet({ day }: { day: Day }) {
  const { timeZone, name } = day.site
  const roomName = new Map<string, string>(day.rooms.map((room) => [room.id, room.name]))
  return (
    <div className={`${classes['sheet']} print-only`}>
      <p>
        {name}, {dateWords(day.date)}
      </p>
      {day.providers.map((provider) => (
        <table key={provider.id}>
          <caption>{provider.name}</caption>
          <thead>
            <tr>
              {['Time', 'Patient', 'Born', 'MRN', 'Visit', 'Reason', 'Room', 'State'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {day.visits
              .filter(({ providerId }) => providerId === provider.id)
              .map((visit) => (
                <tr key={visit.id}>
                  <td>{clock(visit.startsAt, timeZone)}</td>
                  <th scope="row">{visit.patientName}</th>
                  <td>{dateShort(visit.bornOn)}</td>
                  <td>{visit.mrn}</td>
                  <td>{visit.typeName}</td>
                  <td>{visit.reason}</td>
                  <td>{roomName.get(visit.roomedInId ?? visit.roomId ?? '')}</td>
                  <td>{look[visit.status].word}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}

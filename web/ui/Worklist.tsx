import type { ReactNode } from 'react'
import { useSite } from '../site.ts'
import { DataTable } from './DataTable.tsx'
import { Status, type Tone } from './Status.tsx'
import type { BulkAct, Column, RowAct } from './table.ts'
import { fromToday } from './when.ts'

/** A row of work: what, why it is here in plain words, who has it, and its clock. */
export type Work = {
  readonly id: string
  /** "Claim 1042, Aetna" */
  readonly what: string
  /** "Denied: authorisation missing (CO-197)" */
  readonly why: ReactNode
  readonly tone?: Tone
  /** Its own page. */
  readonly to?: string
  /** Null: nobody has taken it. */
  readonly owner: string | null
  /** When it must be done; null: no clock. */
  readonly due: Temporal.PlainDate | Temporal.Instant | null
  readonly amountCents?: number
}

/** The pattern of every worklist: rows with owner, clock and one next action; further columns go before the owner. */
export function Worklist<W extends Work>({
  columns = [],
  whatTitle = 'What',
  ...props
}: {
  readonly name: string
  readonly label: string
  readonly rows: readonly W[]
  readonly columns?: readonly Column<W>[]
  readonly whatTitle?: string
  readonly onOpen?: (work: W) => void
  readonly openId?: string
  readonly next?: (work: W) => { readonly label: string; readonly run: () => void } | null
  readonly acts?: readonly RowAct<W>[]
  readonly bulk?: readonly BulkAct<W>[]
  readonly empty: { readonly title: string; readonly detail?: string; readonly action?: ReactNode }
  readonly tools?: ReactNode
  readonly onPoint?: (work: W) => void
}) {
  const { site } = useSite()
  const zone = site?.timeZone ?? Temporal.Now.timeZoneId()
  const today = Temporal.Now.plainDateISO(zone)
  const dayOf = (due: NonNullable<Work['due']>) =>
    due instanceof Temporal.PlainDate ? due : due.toZonedDateTimeISO(zone).toPlainDate()

  const all: Column<W>[] = [
    { key: 'what', title: whatTitle, cell: (work) => work.what, sort: (work) => work.what },
    {
      key: 'why',
      title: 'Why it is here',
      cell: (work) => <Status tone={work.tone ?? 'neutral'}>{work.why}</Status>,
    },
    ...columns,
    {
      key: 'owner',
      title: 'Who has it',
      cell: (work) => work.owner ?? <span style={{ color: 'var(--ink-quiet)' }}>Nobody</span>,
      sort: (work) => work.owner,
      optional: 'shown',
    },
    {
      key: 'due',
      title: 'Due',
      cell: (work) => work.due && <Clock day={dayOf(work.due)} today={today} />,
      sort: (work) => work.due && dayOf(work.due),
      width: '8rem',
    },
  ]
  return (
    <DataTable
      {...props}
      columns={all}
      rowId={(work) => work.id}
      rowName={(work) => work.what}
      {...(props.onOpen ? {} : { to: (work: W) => work.to ?? '' })}
      filter={(work) => `${work.what} ${work.owner ?? ''} ${typeof work.why === 'string' ? work.why : ''}`}
      initialSort="due"
    />
  )
}

function Clock({ day, today }: { day: Temporal.PlainDate; today: Temporal.PlainDate }) {
  const days = today.until(day).days
  const words = days < 0 ? `${-days} ${days === -1 ? 'day' : 'days'} late` : fromToday(day, today)
  return <Status tone={days < 0 ? 'harm' : days <= 2 ? 'soon' : 'neutral'}>{words}</Status>
}

import type { Reply } from '#kernel/contract.ts'
import { money, sum } from '#kernel/cents.ts'
import { Chart } from '#web/ui/Chart.tsx'
import { useToday } from '#web/ui/When.tsx'
import { dateWords } from '#web/ui/when.ts'
import type { readToday } from '../today/contract.ts'
import classes from './Today.module.css'

type Today = Reply<typeof readToday>

const short = (on: Temporal.PlainDate) => on.toLocaleString('en-US', { weekday: 'short', day: 'numeric' })

/** How full the days ahead are, and what patients paid lately. */
export function DayCharts({ today, at }: { today: Today; at: string }) {
  const on = useToday()
  const here = <T extends { readonly siteId: string }>(rows: readonly T[]) =>
    rows.filter(({ siteId }) => at === '' || siteId === at)
  const visits = byDay(here(today.visits), ({ visits: count }) => count)
  const ahead = visits.filter((day) => Temporal.PlainDate.compare(day.on, on) >= 0)
  const collected = byDay(here(today.collected), ({ amountCents }) => amountCents)
  const site = at === '' ? '' : `&site=${at}`
  return (
    <div className={classes['charts']}>
      {ahead.length > 0 && (
        <Chart
          title={aheadTitle(ahead, on)}
          unit="Visits"
          points={ahead.map((day) => ({
            label: short(day.on),
            value: day.value,
            to: `/schedule?date=${day.on.toString()}${site}`,
          }))}
        />
      )}
      {collected.length > 0 && (
        <Chart
          title={`Patients paid $${money(sum(collected.map(({ value }) => value)))} in two weeks`}
          unit="Dollars"
          format={(value) => `$${Math.round(value).toLocaleString('en-US')}`}
          points={collected.map((day) => ({ label: short(day.on), value: day.value / 100 }))}
        />
      )}
    </div>
  )
}

type Day = { readonly on: Temporal.PlainDate; readonly value: number }

function byDay<T extends { readonly on: Temporal.PlainDate }>(
  rows: readonly T[],
  valueOf: (row: T) => number,
): Day[] {
  const days = Map.groupBy(rows, (row) => row.on.toString())
  return [...days.values()]
    .map((list) => ({ on: list[0]!.on, value: list.reduce((total, row) => total + valueOf(row), 0) }))
    .toSorted((a, b) => Temporal.PlainDate.compare(a.on, b.on))
}

function aheadTitle(days: readonly Day[], today: Temporal.PlainDate): string {
  const fullest = days.reduce((best, day) => (day.value > best.value ? day : best))
  if (fullest.on.equals(today)) return `Today is the fullest day ahead, with ${fullest.value} visits`
  return `The fullest day ahead is ${dateWords(fullest.on)}, with ${fullest.value} visits`
}

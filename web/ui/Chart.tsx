import { useId, useState } from 'react'
import classes from './Chart.module.css'
import { To } from './To.tsx'
import { useGo } from '../address.ts'

export type Point = {
  /** Under the axis: "Mon", "Nov 3". */
  readonly label: string
  readonly value: number
  /** Target or the period before, drawn as a quiet mark. */
  readonly compared?: number
  /** The rows behind the number. */
  readonly to?: string
}

/**
 * A small chart, bars or a line. The title says what is seen ("No-shows fell to 6.1 %"). The same numbers are there as
 * a table, and a click on a point opens its rows.
 */
export function Chart({
  title,
  points,
  kind = 'bars',
  format = String,
  unit,
  comparedWith,
}: {
  title: string
  points: readonly Point[]
  kind?: 'bars' | 'line'
  format?: (value: number) => string
  /** What is measured, for the axis and the table: "Visits". */
  unit: string
  /** What the marks are: "Target". */
  comparedWith?: string
}) {
  const go = useGo()
  const id = useId()
  const [asTable, setAsTable] = useState(false)
  const [wide, high, foot, left] = [560, 150, 18, 44]
  const top = roundUp(Math.max(1, ...points.flatMap(({ value, compared }) => [value, compared ?? 0])))
  const y = (value: number) => high - (Math.max(0, value) / top) * (high - 8)
  const step = (wide - left) / Math.max(1, points.length)
  const x = (index: number) => left + step * (index + 0.5)
  const everyNth = Math.ceil(points.length / 12)

  return (
    <figure className={classes['chart']} aria-labelledby={id}>
      <figcaption id={id}>
        <span>{title}</span>
        <button type="button" className="no-print" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'As a chart' : 'As a table'}
        </button>
      </figcaption>
      {asTable ? (
        <table>
          <thead>
            <tr>
              <th scope="col">Period</th>
              <th scope="col">{unit}</th>
              {comparedWith && <th scope="col">{comparedWith}</th>}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.label}>
                <th scope="row">{point.to ? <To to={point.to}>{point.label}</To> : point.label}</th>
                <td>{format(point.value)}</td>
                {comparedWith && <td>{point.compared === undefined ? '' : format(point.compared)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <svg
          viewBox={`0 0 ${wide} ${high + foot}`}
          role="img"
          aria-label={`${title}. The numbers are in the table.`}
        >
          {[0, top / 2, top].map((value) => (
            <g key={value}>
              <line x1={left} x2={wide} y1={y(value)} y2={y(value)} className={classes['grid']} />
              <text x={left - 6} y={y(value) + 3.5} textAnchor="end">
                {format(value)}
              </text>
            </g>
          ))}
          {kind === 'line' && (
            <polyline
              className={classes['line']}
              points={points.map(({ value }, index) => `${x(index)},${y(value)}`).join(' ')}
            />
          )}
          {points.map((point, index) => (
            <g
              key={point.label}
              className={point.to ? classes['opens'] : undefined}
              onClick={point.to ? () => go(point.to!) : undefined}
            >
              <title>{`${point.label}: ${format(point.value)}`}</title>
              <rect x={x(index) - step / 2} y={0} width={step} height={high} fill="transparent" />
              {kind === 'bars' ? (
                <rect
                  className={classes['bar']}
                  x={x(index) - Math.min(14, step * 0.35)}
                  width={Math.min(28, step * 0.7)}
                  y={y(point.value)}
                  height={high - y(point.value)}
                />
              ) : (
                <circle className={classes['dot']} cx={x(index)} cy={y(point.value)} r="3" />
              )}
              {point.compared !== undefined && (
                <line
                  className={classes['compared']}
                  x1={x(index) - Math.min(18, step * 0.45)}
                  x2={x(index) + Math.min(18, step * 0.45)}
                  y1={y(point.compared)}
                  y2={y(point.compared)}
                />
              )}
              {index % everyNth === 0 && (
                <text x={x(index)} y={high + 14} textAnchor="middle">
                  {point.label}
                </text>
              )}
            </g>
          ))}
        </svg>
      )}
    </figure>
  )
}

/** The next of 1, 2, 5 times a power of ten: a scale people can halve in their head. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 5, 10].map((times) => times * power).find((candidate) => candidate >= value) ?? value
}

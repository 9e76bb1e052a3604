import { money } from '#kernel/cents.ts'

/** An amount with cents in tabular figures, credits in parentheses; `sign` puts "$" before it, outside columns. */
export function Money({ cents, sign = false }: { cents: number; sign?: boolean }) {
  const text = money(cents)
  return (
    <span className="number" style={{ whiteSpace: 'nowrap' }}>
      {sign ? (cents < 0 ? `($${text.slice(1)}` : `$${text}`) : text}
    </span>
  )
}

import pg from 'pg'

/** What a database holds, so that a restored one can be compared with the one that was saved. */
export type Facts = {
  readonly tables: Readonly<Record<string, { readonly rows: string; readonly fingerprint: string }>>
  /** Sums and heads a person may want to compare by eye: name to value. */
  readonly named: Readonly<Record<string, string>>
}

/** Name to SQL that gives one text, and is left out where its table does not exist. */
export type Questions = Readonly<Record<string, { readonly table: string; readonly sql: string }>>

/**
 * Counts every row and takes the fingerprint of every value, whatever the order of the rows. Reads within the
 * transaction `client` has open, so everything is of one moment.
 */
export async function gather(client: pg.Client, questions: Questions): Promise<Facts> {
  // The fingerprint is of the text of the values: the same settings, the same text.
  await client.query(`set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
    set local extra_float_digits = 1; set local bytea_output = 'hex'; set local search_path = ''`)
  const tables: Record<string, { rows: string; fingerprint: string }> = {}
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query<{ rows: string; fingerprint: string }>(
      `select count(*)::text as rows, coalesce(sum(pg_catalog.hashtextextended(t::text, 0)::numeric), 0)::text as fingerprint
         from only ${table} t`,
    )
    tables[table] = rows[0]!
  }
  const named: Record<string, string> = {}
  for (const [name, { table, sql }] of Object.entries(questions)) {
    if (!(table in tables)) continue
    const { rows } = await client.query<{ value: string }>(`select (${sql})::text as value`)
    named[name] = rows[0]?.value ?? ''
  }
  return { tables, named }
}

/** The tables of the office, as SQL names them, in the order of their names. */
export async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname !~ '^(pg_|information_schema$)'
      order by 1`,
  )
  return rows.map(({ name }) => name)
}

/** What differs, one line each; nothing when the two are equal. */
export function differences(saved: Facts, restored: Facts): string[] {
  const lines: string[] = []
  for (const table of new Set([...Object.keys(saved.tables), ...Object.keys(restored.tables)])) {
    const [before, after] = [saved.tables[table], restored.tables[table]]
    if (before?.rows !== after?.rows)
      lines.push(`${table}: ${before?.rows ?? 'no'} rows saved, ${after?.rows ?? 'none'} restored`)
    else if (before?.fingerprint !== after?.fingerprint)
      lines.push(`${table}: ${before?.rows} rows, but not the same ones`)
  }
  for (const [name, value] of Object.entries(saved.named))
    if (restored.named[name] !== value)
      lines.push(`${name}: ${value} saved, ${restored.named[name] ?? 'nothing'} restored`)
  return lines
}

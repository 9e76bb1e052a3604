/** The requests of the bench: for each kind, some for ours and as many others for the bare handler. */
import pg from 'pg'
import { createRandom } from '#database/demo/random.ts'
import { newId } from '#kernel/id.ts'

export type Prepared = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body?: { readonly id: string } & Record<string, unknown>
}

export const kinds = [
  { name: 'patient create', permission: 'patients.register', limit: 2 },
  { name: 'patient search', permission: 'patients.read', limit: 1.5 },
  { name: 'day board of one site', permission: 'scheduling.read', limit: 1.5 },
  { name: 'booking', permission: 'scheduling.book', limit: 2 },
  { name: 'journal posting', permission: 'ledger.post', limit: 2 },
] as const
export type Kind = (typeof kinds)[number]
type Name = Kind['name']

export async function prepareRequests(
  url: string,
  count: number,
  wanted: readonly { readonly name: Name }[],
): Promise<Record<Name, { ours: Prepared[]; bare: Prepared[] }>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const reads = {
      'patient search': repeat(await searches(client), count),
      'day board of one site': repeat(await days(client), count),
    }
    // Free times are used up, so they are looked for only where they are.
    const booked = wanted.some(({ name }) => name === 'booking') ? await bookings(client, count * 2) : []
    const halves = (all: Prepared[]) => ({ ours: all.slice(0, count), bare: all.slice(count) })
    const both = (all: Prepared[]) => ({ ours: all, bare: all })
    return {
      'patient create': halves(many(count * 2, registration)),
      'patient search': both(reads['patient search']),
      'day board of one site': both(reads['day board of one site']),
      booking: halves(booked),
      'journal posting': halves(many(count * 2, journal)),
    }
  } finally {
    await client.end()
  }
}

const random = createRandom(newId())
const many = (count: number, make: () => Prepared) => Array.from({ length: count }, make)
const repeat = <T>(all: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, index) => all[index % all.length]!)

const letters = 'abcdefghijklmnopqrstuvwxyz'.split('')
const vowels = 'aeiou'.split('')
const word = (length: number) =>
  Array.from({ length }, (_, index) => (index % 2 === 0 ? random.pick(letters) : random.pick(vowels)))
    .join('')
    .replace(/^./, (letter) => letter.toUpperCase())

function registration(): Prepared {
  const born = Temporal.PlainDate.from('1940-01-01').add({ days: random.integer(0, 28_000) })
  return {
    method: 'POST',
    url: '/api/patients',
    body: {
      id: newId(),
      lastName: word(9),
      firstName: word(7),
      middleName: word(5),
      bornOn: born.toString(),
      sex: random.pick(['M', 'F']),
      address: `${random.integer(1, 9999)} ${word(6)} Street`,
      city: 'Bloomington',
      stateCode: 'IN',
      zip: '47401',
      email: `${word(8)}@example.com`.toLowerCase(),
      phones: [
        {
          id: newId(),
          number: `812555${String(random.integer(0, 9999)).padStart(4, '0')}`,
          kind: 'mobile',
          mayLeaveVoicemail: true,
          mayText: true,
        },
      ],
      contacts: [
        {
          id: newId(),
          role: 'emergency',
          name: `${word(5)} ${word(8)}`,
          relationship: 'spouse',
          phone: '8125550111',
          email: null,
          address: null,
          authority: null,
        },
      ],
    },
  }
}

const journal = (): Prepared => ({
  method: 'POST',
  url: '/api/ledger/journals',
  body: {
    id: newId(),
    postedOn: '2026-11-20',
    memo: 'Bench',
    lines: [
      { account: '1000', amountCents: 12_345 },
      { account: '1010', amountCents: -12_345 },
    ],
  },
})

/** As people type: the beginning of a last name, first and last name, last name and an initial, the end of a phone number. */
async function searches(client: pg.Client): Promise<Prepared[]> {
  const { rows } = await client.query<{ last: string; first: string; phone: string }>(
    `select last_name as last, first_name as first, (select number from patients.phone where patient_id = p.id limit 1) as phone
       from patients.patient p where state <> 'merged' order by md5(id::text) limit 200`,
  )
  const forms = [
    ({ last }: (typeof rows)[number]) => last.slice(0, 4),
    ({ last, first }: (typeof rows)[number]) => `${first} ${last}`,
    ({ last, first }: (typeof rows)[number]) => `${last} ${first.slice(0, 1)}`,
    ({ phone, last }: (typeof rows)[number]) => phone?.slice(-7) ?? last,
  ]
  return rows.map((row, index) => ({
    method: 'POST',
    url: '/api/patients/search',
    // The bare handler knows a request by its id.
    body: { id: newId(), text: forms[index % forms.length]!(row) },
  }))
}

/** Days on which the site really worked. */
async function days(client: pg.Client): Promise<Prepared[]> {
  const { rows } = await client.query<{ site: string; day: string }>(
    `select site_id as site, (starts_at at time zone 'America/New_York')::date::text as day from scheduling.appointment
      group by 1, 2 having count(*) >= 15 order by md5(site_id::text || min(starts_at)::text) limit 100`,
  )
  return rows.map(({ site, day }) => ({
    method: 'GET',
    url: `/api/scheduling/day?siteId=${site}&date=${day}`,
  }))
}

/** Free times far enough ahead that nobody is booked there yet, each for another patient. */
async function bookings(client: pg.Client, count: number): Promise<Prepared[]> {
  const { rows } = await client.query<{
    patient: string
    provider: string
    site: string
    type: string
    at: string
  }>(
    `with slot as (
       select t.provider_id, t.site_id, (d::date + at) at time zone s.time_zone as starts_at
         from scheduling.template t join practice.site s on s.id = t.site_id
         join workforce.provider p on p.id = t.provider_id and p.active and p.accepts_new
         join lateral generate_series(current_date + 60, current_date + 700, interval '1 day') d
           on extract(isodow from d) = t.weekday and d::date >= t.effective_from and (t.effective_to is null or d::date <= t.effective_to)
         join lateral (select ('00:00'::time + g * interval '1 minute') as at
                         from generate_series(extract(epoch from t.starts + interval '59 minutes')::int / 3600 * 60, extract(epoch from t.ends)::int / 60 - 60, 60) g) g on true
        where t.visit_type_ids is null
          and not exists (select from practice.holiday h where (h.site_id = s.id or h.site_id is null) and h.held_on = d::date)
     ), free as (
       -- One for each site and hour: what a trace saw free, room and all, must still be so when it is replayed.
       select distinct on (site_id, starts_at) * from slot
        where not exists (select from workforce.credential c join workforce.provider p on p.staff_id = c.staff_id
                           where p.id = slot.provider_id and c.expires_on < current_date)
          and not exists (select from scheduling.appointment a
                           where a.site_id = slot.site_id and a.starts_at = slot.starts_at)
        order by site_id, starts_at, md5(provider_id::text || starts_at::text)
     ), chosen as (
       select *, row_number() over (order by md5(site_id::text || starts_at::text)) as n from free
     ), who as (
       select id, row_number() over (order by md5(id::text)) as n from patients.patient
        where state in ('registered', 'verified')
          and id not in (select patient_id from scheduling.appointment where starts_at > now()) limit $1
     ), fitting as (
       select id from scheduling.visit_type where active and meant_for = 'any' and duration_minutes <= 40
        and room_kind is not null order by name limit 1)
     select who.id as patient, provider_id as provider, site_id as site, fitting.id as type,
            to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
       from chosen join who using (n), fitting order by n limit $1`,
    [count],
  )
  if (rows.length < count) throw new Error(`only ${rows.length} free times of ${count}`)
  return rows.map(({ patient, provider, site, type, at }) => ({
    method: 'POST',
    url: '/api/scheduling/appointments',
    body: {
      id: newId(),
      patientId: patient,
      providerId: provider,
      siteId: site,
      visitTypeId: type,
      startsAt: at,
      reason: 'Follow-up',
    },
  }))
}

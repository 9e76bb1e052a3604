/** Who works in the demo practice, who sees patients, who may sign in, and whose papers run out. */
import { type Id, newId } from '#kernel/id.ts'
import { demoUser } from '#domains/access/access.ts'
import type { Tx } from '#platform/transaction.ts'
import type { RoleName } from '#platform/wiring.ts'
import { demoNpi } from './identifiers.ts'
import { insertRows } from './insert.ts'
import type { DemoSite } from './office.ts'
import type { Random } from './random.ts'

export const demoPassword = 'prairie-demo'

type Member = {
  readonly first: string
  readonly last: string
  readonly title: string
  readonly site: 0 | 1
  readonly login?: readonly [userName: string, ...roles: RoleName[]]
  readonly sees?: {
    readonly credential: 'MD' | 'DO' | 'NP' | 'PA'
    readonly taxonomy: string
    readonly newPatients: boolean
  }
  readonly bls?: true
}

const physician = { taxonomy: '207Q00000X', newPatients: true } as const
const nurse = { taxonomy: '363LF0000X', newPatients: true } as const

const members: readonly Member[] = [
  {
    first: 'Helena',
    last: 'Winterbourne',
    title: 'Physician, owner',
    site: 0,
    login: ['owner', 'owner', 'provider'],
    sees: { credential: 'MD', ...physician, newPatients: false },
  },
  {
    first: 'Ngozi',
    last: 'Okafor',
    title: 'Physician',
    site: 0,
    login: ['provider', 'provider'],
    sees: { credential: 'MD', ...physician },
  },
  { first: 'Daniel', last: 'Reyes', title: 'Physician', site: 0, sees: { credential: 'DO', ...physician } },
  {
    first: 'Priya',
    last: 'Raman',
    title: 'Nurse practitioner',
    site: 0,
    sees: { credential: 'NP', ...nurse },
  },
  {
    first: 'Thomas',
    last: 'Lindqvist',
    title: 'Physician',
    site: 1,
    sees: { credential: 'MD', ...physician },
  },
  {
    first: 'Amara',
    last: 'Bell',
    title: 'Physician assistant',
    site: 1,
    sees: { credential: 'PA', taxonomy: '363AM0700X', newPatients: true },
  },
  { first: 'Marta', last: 'Kowalczyk', title: 'Office manager', site: 0, login: ['manager', 'manager'] },
  { first: 'Grace', last: 'Thornton', title: 'Front desk lead', site: 0, login: ['frontdesk', 'front-desk'] },
  { first: 'Luis', last: 'Ortega', title: 'Front desk', site: 0 },
  { first: 'Dana', last: 'Whitfield', title: 'Front desk', site: 1, login: ['frontdesk2', 'front-desk'] },
  { first: 'Renee', last: 'Baptiste', title: 'Billing lead', site: 0, login: ['biller', 'biller'] },
  { first: 'Owen', last: 'Marsh', title: 'Coder', site: 0 },
  {
    first: 'Keisha',
    last: 'Daniels',
    title: 'Registered nurse',
    site: 0,
    login: ['nurse', 'nurse'],
    bls: true,
  },
  { first: 'Hannah', last: 'Vogel', title: 'Medical assistant', site: 0, bls: true },
  { first: 'Minh', last: 'Tran', title: 'Medical assistant', site: 0, bls: true },
  { first: 'Sofia', last: 'Delgado', title: 'Licensed practical nurse', site: 1, bls: true },
  { first: 'Caleb', last: 'Stone', title: 'Medical assistant', site: 1, bls: true },
  { first: 'Yusuf', last: 'Rahman', title: 'Phlebotomist', site: 0 },
  { first: 'Ellen', last: 'Marchetti', title: 'HR and payroll', site: 0, login: ['hr', 'hr'] },
  {
    first: 'Judith',
    last: 'Farrow',
    title: 'Compliance officer',
    site: 0,
    login: ['compliance', 'compliance'],
  },
  { first: 'Ravi', last: 'Menon', title: 'IT administrator', site: 0, login: ['it', 'it'] },
]

/** The people of the program's own pages who may be tried, in the order they are named at the start. */
export const demoUserNames = members.flatMap(({ login }) => (login ? [login[0]] : []))

export type DemoProvider = {
  readonly id: Id<'Provider'>
  readonly site: DemoSite
  /** Two rooms of their own: while one patient leaves, the next undresses. */
  readonly rooms: readonly [Id<'Room'>, Id<'Room'>]
  readonly newPatients: boolean
}
export type Team = {
  readonly providers: readonly DemoProvider[]
  /** Whose names stand under what the desk and the billing office did. */
  readonly frontDesk: Id<'User'>
  readonly biller: Id<'User'>
  readonly manager: Id<'User'>
}

export async function makeTeam(tx: Tx, random: Random, sites: readonly DemoSite[]): Promise<Team> {
  const { db, now } = tx
  const id = <Entity extends string>() => random.id(now) as Id<Entity>
  const users = new Map<string, Id<'User'>>()
  const logins = members.flatMap(({ first, last, login }) =>
    login ? [{ id: id<'User'>(), displayName: `${first} ${last}`, login }] : [],
  )
  // Together: each password costs a core some hundredths of a second, as it should.
  await Promise.all(
    logins.map(({ id: userId, displayName, login: [userName, ...roles] }) =>
      demoUser(tx, {
        id: userId,
        userName,
        displayName,
        password: demoPassword,
        roles,
        // One desk works at one site, so that the narrowing to a site can be seen.
        siteIds: userName === 'frontdesk2' ? [sites[1]!.id] : null,
      }),
    ),
  )
  for (const { id: userId, login } of logins) users.set(login[0], userId)

  const staff = members.map((member) => ({ ...member, id: id<'Staff'>(), today: sites[member.site]!.today }))
  await insertRows(
    db,
    'workforce.staff',
    staff.map(({ id: staffId, first, last, title, site, login, today }, index) => ({
      id: staffId,
      userId: login ? users.get(login[0])! : null,
      siteId: sites[site]!.id,
      firstName: first,
      lastName: last,
      jobTitle: title,
      email: `${first}.${last}@example.com`.toLowerCase(),
      phone: `81255501${String(index + 10)}`,
      hiredOn: today.subtract({ days: random.integer(200, 4_000) }),
    })),
  )

  const seeing = staff.filter((member) => member.sees)
  const taken = [0, 0]
  const providers = seeing.map(({ site, sees }) => {
    const rooms = sites[site]!.examRooms.slice(taken[site]!, (taken[site]! += 2))
    return {
      id: id<'Provider'>(),
      site: sites[site]!,
      rooms: [rooms[0]!, rooms[1]!] as const,
      newPatients: sees!.newPatients,
    }
  })
  await insertRows(
    db,
    'workforce.provider',
    seeing.map(({ id: staffId, first, last, sees }, index) => ({
      id: providers[index]!.id,
      staffId,
      displayName:
        sees!.credential === 'MD' || sees!.credential === 'DO' ? `Dr. ${last}` : `${first} ${last}`,
      credential: sees!.credential,
      npi: demoNpi(index + 1),
      taxonomy: sees!.taxonomy,
      acceptsNew: sees!.newPatients,
    })),
  )
  await insertRows(db, 'workforce.credential', [
    ...seeing.flatMap(({ id: staffId, today, last }, index) =>
      papers(random, last, today, index).map((paper) => ({ ...paper, id: newId<'Credential'>(), staffId })),
    ),
    ...staff
      .filter(({ bls }) => bls)
      .map(({ id: staffId, today }, index) => ({
        id: newId<'Credential'>(),
        staffId,
        kind: 'bls' as const,
        number: null,
        issuer: 'American Heart Association',
        issuedOn: today.subtract({ years: 2 }).add({ days: 90 * index - 9 }),
        // The first one ran out nine days ago and nobody noticed.
        expiresOn: today.add({ days: 90 * index - 9 }),
        verifiedOn: today.subtract({ months: 3 }),
      })),
  ])
  return {
    providers,
    frontDesk: users.get('frontdesk')!,
    biller: users.get('biller')!,
    manager: users.get('manager')!,
  }
}

/** A provider's papers. The second provider's licence runs out in twelve days; malpractice cover of the third in 25. */
function papers(random: Random, lastName: string, today: Temporal.PlainDate, index: number) {
  const later = () => today.add({ days: random.integer(140, 700) })
  const paper = (
    kind: 'state-licence' | 'dea' | 'malpractice' | 'board' | 'caqh',
    number: string,
    issuer: string,
    expiresOn: Temporal.PlainDate,
  ) => ({
    kind,
    number,
    issuer,
    issuedOn: expiresOn.subtract({ years: 2 }),
    expiresOn,
    verifiedOn: today.subtract({ days: random.integer(20, 300) }),
  })
  return [
    paper(
      'state-licence',
      `01${random.digits(6)}A`,
      'Indiana Professional Licensing Agency',
      index === 1 ? today.add({ days: 12 }) : later(),
    ),
    paper('dea', deaNumber(random, lastName), 'Drug Enforcement Administration', later()),
    paper(
      'malpractice',
      `PM-${random.digits(6)}`,
      'Prairie Mutual',
      index === 2 ? today.add({ days: 25 }) : later(),
    ),
    paper('board', random.digits(7), 'American Board of Family Medicine', later()),
    paper('caqh', random.digits(8), 'CAQH', index === 4 ? today.add({ days: 6 }) : later()),
  ]
}

/** A DEA number whose check digit is right: the last digit of (1st + 3rd + 5th) + 2 x (2nd + 4th + 6th). */
function deaNumber(random: Random, lastName: string): string {
  const digits = random.digits(6)
  const at = (index: number) => Number(digits[index])
  const check = (at(0) + at(2) + at(4) + 2 * (at(1) + at(3) + at(5))) % 10
  return `F${lastName[0]!}${digits}${check}`
}

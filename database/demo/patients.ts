/** The invented patients of the demo practice, and their insurance cards. */
import { cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { createPatients, patientFrom } from '#domains/patients/patients.ts'
import type { Tx } from '#platform/transaction.ts'
import { demoMbi, demoMemberId } from './identifiers.ts'
import { insertRows } from './insert.ts'
import type { DemoPayer } from './insurers.ts'
import type { DemoSite } from './office.ts'
import { makeHousehold, makePerson } from './people.ts'
import type { Random } from './random.ts'

export type DemoCoverage = {
  readonly id: Id<'Coverage'>
  readonly payer: DemoPayer
  readonly memberId: string
}
export type DemoPatient = {
  readonly id: Id<'Patient'>
  readonly site: DemoSite
  readonly firstName: string
  readonly lastName: string
  readonly bornOn: Temporal.PlainDate
  readonly age: number
  readonly sex: 'F' | 'M' | 'U'
  /** Primary first; none: pays alone. */
  readonly coverages: readonly DemoCoverage[]
}

/** What is due at the desk for a visit, in cents: nothing for prevention (45 CFR 147.130); null without a card. */
export const copayOf = ({ coverages: [card] }: DemoPatient, visitType: string): number | null =>
  card === undefined
    ? null
    : visitType === 'Annual physical' || visitType === 'Well child'
      ? 0
      : (card.payer.copay ?? 0)

export async function makePatients(
  tx: Tx,
  random: Random,
  given: {
    readonly sites: readonly DemoSite[]
    readonly payers: readonly DemoPayer[]
    readonly count: number
  },
): Promise<DemoPatient[]> {
  const people: { person: ReturnType<typeof makePerson>; site: DemoSite }[] = []
  while (people.length < given.count) {
    const site = random.chance(0.66) ? given.sites[0]! : given.sites[1]!
    const wishes = { town: site.town, today: site.today }
    const home = random.chance(0.6)
      ? makeHousehold(random, wishes)
      : [makePerson(random, { ...wishes, age: [18, 95] })]
    people.push(...home.map((person) => ({ person, site })))
  }
  const patients = people.slice(0, given.count).map(({ person, site }, index) => {
    const facts = patientFrom({ ...person, birthDate: person.birthDate! }, 'demo')
    const id = random.id(tx.now) as Id<'Patient'>
    const age = facts.bornOn.until(site.today, { largestUnit: 'years' }).years
    // A few gave no address: their record is unfinished and their claims fail the check.
    return { ...facts, id, age, site, ...(index % 130 === 40 && { address: null, city: null, zip: null }) }
  })
  for (let at = 0; at < patients.length; at += 500)
    await createPatients(
      tx,
      patients.slice(at, at + 500).map(({ age, site, ...patient }) => ({
        ...patient,
        source: 'demo',
        siteId: site.id,
        // The desk has verified most people within the year; some have not been for long.
        verifiedOn: random.chance(0.7) ? site.today.subtract({ days: random.integer(1, 400) }) : null,
        contactBy: age >= 16 ? random.pick(['phone', 'text', 'email', null]) : null,
        // For a child an adult answers, also with money.
        contacts: (patient.contacts ?? []).map((contact) =>
          age < 18 ? { ...contact, role: 'guarantor' as const } : contact,
        ),
        phones: (patient.phones ?? []).map((phone) => ({
          ...phone,
          mayText: random.chance(0.7),
          mayLeaveVoicemail: random.chance(0.6),
        })),
      })),
    )
  const cards = patients.map((patient) => coveragesOf(random, patient.age, given.payers))
  await insertRows(
    tx.db,
    'insurance.coverage',
    patients.flatMap((patient, index) =>
      cards[index]!.map(({ id, payer, memberId }, place) => ({
        id,
        patientId: patient.id,
        payerId: payer.id,
        rank: place === 0 ? ('primary' as const) : ('secondary' as const),
        planName:
          payer.filing === 'MB'
            ? 'Part B'
            : payer.filing === 'MC'
              ? 'Hoosier Healthwise'
              : random.pick(['Gold PPO', 'Silver PPO', 'Choice', 'Bronze HSA']),
        memberId,
        groupNumber: payer.filing === 'MB' || payer.filing === 'MC' ? null : `G${random.digits(5)}`,
        relation: 'self' as const,
        effectiveOn: patient.site.today.with({ month: 1, day: 1 }).subtract({ years: 1 }),
        copayCents: payer.copay === null ? null : cents(payer.copay),
        verifiedOn: random.chance(0.8) ? patient.site.today.subtract({ days: random.integer(1, 200) }) : null,
      })),
    ),
  )
  return patients.map(({ id, site, firstName, lastName, bornOn, age, sex }, index) => ({
    id,
    site,
    firstName,
    lastName,
    bornOn,
    age,
    sex,
    coverages: cards[index]!,
  }))
}

function coveragesOf(random: Random, age: number, payers: readonly DemoPayer[]): DemoCoverage[] {
  const card = (payer: DemoPayer): DemoCoverage => ({
    id: random.id(Temporal.Now.instant()) as Id<'Coverage'>,
    payer,
    memberId: payer.filing === 'MB' ? demoMbi(random) : demoMemberId(random, payer.memberPrefix),
  })
  const commercial = () =>
    random.weighted(payers.filter(({ weight }) => weight > 0).map((payer) => [payer, payer.weight] as const))
  const [medicare, medicaid] = payers
  if (age >= 65) {
    const supplement = payers.filter(({ filing }) => filing === 'BL' || filing === 'CI')
    return random.chance(0.55) ? [card(medicare!), card(random.pick(supplement))] : [card(medicare!)]
  }
  if (random.chance(0.07)) return []
  return [card(age < 18 && random.chance(0.35) ? medicaid! : commercial())]
}

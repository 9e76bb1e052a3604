/** What stands around the claims of a file: who sends it to whom. Pure. */
import type { Claim, Submission } from '#standards/x12/837p-claim.ts'
import type { Envelope } from '#standards/x12/writer.ts'

type Organisation = {
  readonly legalName: string
  readonly taxId: string
  readonly phone: string
  readonly isDemo: boolean
}

/** Where files go when the practice has not said otherwise. */
const clearinghouse = { name: 'CLEARINGHOUSE', id: 'CLEARINGHOUSE' }

/** ISA and GS: control number, sender by tax number. A demo practice marks its files as test. */
export const envelopeOf = (
  { taxId, isDemo }: Organisation,
  control: number,
  now: Temporal.Instant,
): Envelope => ({
  sender: { qualifier: '30', id: taxId },
  receiver: { qualifier: 'ZZ', id: clearinghouse.id },
  control,
  at: now.toZonedDateTimeISO('America/New_York').toPlainDateTime(),
  usage: isDemo ? 'T' : 'P',
})

export const submissionOf = (
  { legalName, taxId, phone }: Organisation,
  control: number,
  claims: readonly Claim[],
): Submission => ({
  reference: String(control).padStart(9, '0'),
  purpose: '00',
  kind: 'CH',
  submitter: {
    name: { kind: 'organisation', name: legalName },
    id: taxId,
    contact: { name: 'BILLING', phone },
  },
  receiver: clearinghouse,
  claims,
})

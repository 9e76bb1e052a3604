/** What stands around the claims of a file: who sends it to whom. Pure. */
import type { Claim, Submission } from '#standards/x12/837p-claim.ts'
import type { Envelope } from '#standards/x12/writer.ts'

type Organisation = {
  readonly legalName: string
  readonly taxId: string
  readonly phone: string
  readonly isDemo: boolean
}

/** Who takes the files: NM1*40, and ISA08 with its qualifier (ZZ mutually defined, 30 tax number, 01 DUNS). */
export type Clearinghouse = { readonly name: string; readonly id: string; readonly qualifier: string }

/** Until the practice has said otherwise. */
export const noClearinghouse: Clearinghouse = {
  name: 'CLEARINGHOUSE',
  id: 'CLEARINGHOUSE',
  qualifier: 'ZZ',
}

/** ISA and GS: control number, sender by tax number. A demo practice marks its files as test. */
export const envelopeOf = (
  { taxId, isDemo }: Organisation,
  { id, qualifier }: Clearinghouse,
  control: number,
  now: Temporal.Instant,
): Envelope => ({
  sender: { qualifier: '30', id: taxId },
  receiver: { qualifier, id },
  control,
  at: now.toZonedDateTimeISO('America/New_York').toPlainDateTime(),
  usage: isDemo ? 'T' : 'P',
})

export const submissionOf = (
  { legalName, taxId, phone }: Organisation,
  { id, name }: Clearinghouse,
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
  receiver: { name, id },
  claims,
})

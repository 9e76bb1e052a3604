import { type Cents, money } from '#kernel/cents.ts'
import {
  type Sender,
  hairline,
  letterhead,
  margin,
  printed,
  quiet,
  rule,
  typed,
  width,
  written,
} from '../paper/paper.ts'

export type Receipt = {
  readonly sender: Sender
  readonly receiptNumber: number
  readonly receivedOn: Temporal.PlainDate
  readonly time: string
  readonly patientName: string
  readonly mrn: string
  readonly kind: string
  readonly method: string
  readonly reference: string | null
  readonly amountCents: Cents
  readonly receivedByName: string | null
  readonly voided: boolean
  /** What the patient owes after it, by the ledger today. */
  readonly balanceCents: Cents
  readonly creditCents: Cents
}

const kinds: Record<string, string> = {
  copay: 'Copay',
  balance: 'Payment on balance',
  deposit: 'Deposit',
  statement: 'Payment of statement',
}

/** Half a letter page, for the patient to take home. */
export const receipt = (r: Receipt): Promise<Buffer> =>
  printed(`Receipt ${r.receiptNumber}`, (paper) => {
    letterhead(paper, r.sender)
    paper
      .font('Helvetica-Bold')
      .fontSize(18)
      .text('Receipt', margin, margin, { width, align: 'right' })
      .font('Helvetica')
      .fontSize(10)
      .text(`No. ${r.receiptNumber}`, { width, align: 'right' })
      .text(`${written(r.receivedOn)}, ${r.time}`, { width, align: 'right' })
    rule(paper, 130)
    const line = (y: number, name: string, value: string) => {
      paper.fontSize(10).fillColor(quiet).text(name, margin, y, { width: 150 })
      paper.fillColor('#1d2733').text(typed(value), margin + 150, y, { width: width - 150 })
    }
    line(146, 'Received of', `${r.patientName}   (MRN ${r.mrn})`)
    line(164, 'For', kinds[r.kind] ?? r.kind)
    line(182, 'By', r.reference ? `${r.method} (${r.reference})` : r.method)
    if (r.receivedByName) line(200, 'Taken by', r.receivedByName)
    paper.rect(margin, 226, width, 44).lineWidth(1).strokeColor(hairline).stroke()
    paper
      .font('Helvetica-Bold')
      .fontSize(16)
      .text('Paid', margin + 14, 240)
      .text(`$${money(r.amountCents)}`, margin, 240, { width: width - 14, align: 'right' })
    paper.font('Helvetica').fontSize(10)
    line(286, 'Balance you owe now', `$${money(r.balanceCents)}`)
    if (r.creditCents > 0)
      line(304, 'Credit kept for you', `$${money(r.creditCents)}, applied when your insurance has answered`)
    paper
      .fontSize(9)
      .fillColor(quiet)
      .text('Thank you. Please keep this receipt for your records.', margin, 332, { width })
    if (r.voided)
      paper
        .font('Helvetica-Bold')
        .fontSize(64)
        .fillColor('#b42318')
        .fillOpacity(0.35)
        .text('VOID', margin, 190, { width, align: 'center' })
  })

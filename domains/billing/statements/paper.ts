import { type Cents, money } from '#kernel/cents.ts'
import {
  type Paper,
  type Sender,
  ink,
  letterhead,
  margin,
  phone,
  printed,
  quiet,
  rule,
  typed,
  width,
  written,
} from '../paper/paper.ts'
import { finalStage } from './statement.ts'
import { type Language, words } from './words.ts'

export type StatementLine = {
  readonly serviceOn: Temporal.PlainDate
  readonly code: string
  readonly providerName: string
  /** Null: nobody but the patient pays. */
  readonly payerName: string | null
  readonly amountCents: Cents
  readonly insurancePaidCents: Cents
  readonly adjustedCents: Cents
  readonly patientPaidCents: Cents
  readonly patientLeftCents: Cents
}

export type StatementFacts = {
  readonly sender: Sender
  readonly language: Language
  readonly number: number
  readonly stage: number
  readonly madeOn: Temporal.PlainDate
  readonly dueOn: Temporal.PlainDate
  readonly mrn: string
  readonly patientName: string
  /** Who gets the letter: the guarantor where there is one. */
  readonly addressee: readonly string[]
  readonly balanceCents: Cents
  readonly creditCents: Cents
  readonly lines: readonly StatementLine[]
  readonly ageing: readonly Cents[]
}

const slipTop = 590
const columns = [margin, 222, 292, 372, 438, 498] as const
const tint = '#eef2f6'

/** One page, with a slip to cut off; the address stands where a window envelope shows it. Long lists go on overleaf. */
export const statementPaper = (facts: StatementFacts): Promise<Buffer> =>
  printed(`Statement ${facts.number}`, (paper) => {
    head(paper, facts)
    table(paper, facts)
    slip(paper, facts)
  })

const dollars = (amount: Cents) => `$${money(amount)}`

function head(paper: Paper, facts: StatementFacts) {
  const w = words[facts.language]
  letterhead(paper, facts.sender)
  paper
    .font('Helvetica-Bold')
    .fontSize(20)
    .text(w.title, margin, margin - 2, { width, align: 'right' })
  paper.font('Helvetica').fontSize(9)
  const fact = (at: number, name: string, value: string) => {
    const y = margin + 26 + at * 13
    paper.fillColor(quiet).text(name, 380, y, { width: 90 })
    paper.fillColor(ink).text(typed(value), 460, y, { width: margin + width - 460, align: 'right' })
  }
  fact(0, w.number, String(facts.number))
  fact(1, w.date, written(facts.madeOn, w.locale))
  fact(2, w.account, facts.mrn)
  fact(3, w.patient, facts.patientName)

  paper.fontSize(11)
  facts.addressee.forEach((line, at) => paper.text(typed(line), margin, 152 + at * 14, { lineBreak: false }))

  paper.roundedRect(360, 146, margin + width - 360, 66, 5).fill(tint)
  paper.fillColor(quiet).fontSize(9).text(w.amountDue, 374, 156)
  paper
    .fillColor(ink)
    .font('Helvetica-Bold')
    .fontSize(20)
    .text(dollars(facts.balanceCents), 374, 168, { width: margin + width - 388, align: 'right' })
  paper
    .font('Helvetica')
    .fontSize(9)
    .text(`${w.due} ${written(facts.dueOn, w.locale)}`, 374, 194, {
      width: margin + width - 388,
      align: 'right',
    })
  const intro = facts.lines.every(({ payerName }) => payerName === null) ? w.introSelfPay : w.intro
  paper.fontSize(10).text(w.stages[Math.min(facts.stage, finalStage)] ?? '', margin, 232, { width })
  paper
    .fontSize(9)
    .fillColor(quiet)
    .text(intro, margin, paper.y + 4, { width })
    .fillColor(ink)
}

function headings(paper: Paper, facts: StatementFacts, y: number) {
  const w = words[facts.language]
  paper.font('Helvetica-Bold').fontSize(8.5)
  const titles = [w.service, w.charged, w.insurance, w.adjusted, w.paid, w.owed]
  titles.forEach((title, at) => cell(paper, at, title, y))
  rule(paper, y + 14)
  paper.font('Helvetica').fontSize(9)
}

function cell(paper: Paper, at: number, text: string, y: number) {
  const from = columns[at]!
  const to = columns[at + 1] ?? margin + width
  const right = at > 0
  paper.text(typed(text), from, y, {
    width: to - from - (right ? 0 : 8),
    align: right ? 'right' : 'left',
    lineBreak: false,
  })
}

function table(paper: Paper, facts: StatementFacts) {
  const w = words[facts.language]
  let y = paper.y + 12
  headings(paper, facts, y)
  y += 20
  for (const line of facts.lines) {
    // The first page keeps room for the total, the ages and the slip.
    if (y > slipTop - 112) {
      paper.addPage()
      y = margin
      headings(paper, facts, y)
      y += 20
    }
    cell(paper, 0, `${written(line.serviceOn, w.locale)}  ${line.code}`, y)
    const amounts = [
      line.amountCents,
      line.insurancePaidCents,
      line.adjustedCents,
      line.patientPaidCents,
      line.patientLeftCents,
    ]
    amounts.forEach((amount, at) => cell(paper, at + 1, money(amount), y))
    paper.fillColor(quiet).fontSize(8)
    cell(paper, 0, w.withProvider(line.providerName), y + 11)
    paper.fillColor(ink).fontSize(9)
    y += 27
  }
  rule(paper, y - 3)
  paper.font('Helvetica-Bold').fontSize(10)
  paper.text(w.total, margin, y + 4, { width: 300, lineBreak: false })
  cell(paper, 5, dollars(facts.balanceCents), y + 4)
  paper.font('Helvetica').fontSize(9)
  if (facts.creditCents > 0)
    paper.fillColor(quiet).text(w.credit(dollars(facts.creditCents)), margin, y + 20, { width })
  paper.fillColor(ink)
  ages(paper, facts, slipTop - 66)
  paper.fontSize(9.5).text(w.help(phone(facts.sender.phone)), margin, slipTop - 22, { width })
}

function ages(paper: Paper, facts: StatementFacts, y: number) {
  const w = words[facts.language]
  const each = width / 5
  paper.rect(margin, y, width, 34).fill(tint)
  facts.ageing.forEach((amount, at) => {
    const x = margin + at * each
    paper
      .fillColor(quiet)
      .fontSize(8)
      .text(w.ageing[at]!, x, y + 6, { width: each, align: 'center' })
    paper
      .fillColor(ink)
      .fontSize(10)
      .text(money(amount), x, y + 18, { width: each, align: 'center' })
  })
}

function slip(paper: Paper, facts: StatementFacts) {
  const w = words[facts.language]
  paper
    .moveTo(margin, slipTop)
    .lineTo(margin + width, slipTop)
    .dash(4, { space: 4 })
    .strokeColor(quiet)
    .stroke()
    .undash()
  paper
    .fontSize(8)
    .fillColor(quiet)
    .text(w.slip, margin, slipTop + 5, { width, align: 'center' })
  const y = slipTop + 28
  paper.fontSize(9).text(w.payTo, margin, y)
  paper
    .fillColor(ink)
    .font('Helvetica-Bold')
    .fontSize(11)
    .text(typed(facts.sender.name), margin, y + 12)
  paper
    .font('Helvetica')
    .text(typed(facts.sender.address))
    .text(typed(`${facts.sender.city}, ${facts.sender.state} ${facts.sender.zip}`))
  const row = (at: number, name: string, value: string) => {
    paper
      .fontSize(9)
      .fillColor(quiet)
      .text(name, 330, y + at * 18, { width: 110 })
    paper
      .fontSize(10)
      .fillColor(ink)
      .text(typed(value), 440, y + at * 18, { width: margin + width - 440, align: 'right', lineBreak: false })
  }
  row(0, w.account, facts.mrn)
  row(1, w.number, String(facts.number))
  row(2, w.due, written(facts.dueOn, w.locale))
  row(3, w.amountDue, dollars(facts.balanceCents))
  paper
    .fontSize(9)
    .fillColor(quiet)
    .text(w.enclosed, 330, y + 80)
  paper
    .rect(450, y + 74, margin + width - 450, 22)
    .lineWidth(1)
    .strokeColor(quiet)
    .stroke()
  paper
    .fillColor(ink)
    .fontSize(11)
    .text('$', 456, y + 80, { lineBreak: false })
  paper
    .fontSize(8)
    .fillColor(quiet)
    .text(w.writeNumber, margin, y + 106, { width, lineBreak: false })
}

/** Printed pages of billing: letter size, the practice at the head, plain type that every printer has. */
import PDFDocument from 'pdfkit'

export type Paper = InstanceType<typeof PDFDocument>

export type Sender = {
  readonly name: string
  readonly address: string
  readonly city: string
  readonly state: string
  readonly zip: string
  readonly phone: string
}

export const margin = 54
export const width = 612 - 2 * margin
export const ink = '#1d2733'
export const quiet = '#5b6776'
export const hairline = '#c9d0d8'

/** The finished document. `title` stands in its properties, where it must name nobody. */
export async function printed(title: string, draw: (paper: Paper) => void): Promise<Buffer> {
  const paper = new PDFDocument({
    size: 'LETTER',
    margins: { top: margin, left: margin, right: margin, bottom: 36 },
    info: { Title: title },
    lang: 'en-US',
  })
  paper.fillColor(ink).font('Helvetica').fontSize(10)
  const chunks: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    paper.on('data', (chunk: Buffer) => chunks.push(chunk))
    paper.on('end', () => resolve(Buffer.concat(chunks)))
    paper.on('error', reject)
  })
  draw(paper)
  paper.end()
  return whole
}

/** Letters that are not a plain letter with a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  Đ: 'D',
  đ: 'd',
  Ł: 'L',
  ł: 'l',
  ı: 'i',
  Œ: 'OE',
  œ: 'oe',
}

/** The standard fonts know Western European letters; others lose their marks rather than become signs. */
export const typed = (text: string): string =>
  text.replaceAll(
    /[^\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018-\u201d\u2022\u20ac]/gu,
    (letter) => plainLetters[letter] ?? (letter.normalize('NFD').replaceAll(/[^\u0020-\u007e]/g, '') || '?'),
  )

/** The practice at the upper left. */
export function letterhead(paper: Paper, sender: Sender, top = margin) {
  paper.font('Helvetica-Bold').fontSize(14).text(typed(sender.name), margin, top)
  paper
    .font('Helvetica')
    .fontSize(9)
    .fillColor(quiet)
    .text(typed(sender.address))
    .text(typed(`${sender.city}, ${sender.state} ${sender.zip}`))
    .text(phone(sender.phone))
    .fillColor(ink)
}

export const phone = (digits: string) =>
  /^\d{10}$/.test(digits) ? `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}` : digits

export function rule(paper: Paper, y: number, from = margin, to = margin + width) {
  paper.moveTo(from, y).lineTo(to, y).lineWidth(0.75).strokeColor(hairline).stroke()
}

/** "Nov 23, 2026", or as the language writes it. */
export const written = (date: Temporal.PlainDate, locale = 'en-US') =>
  date.toLocaleString(locale, { year: 'numeric', month: 'short', day: 'numeric' })

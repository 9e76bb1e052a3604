/** A claim on paper: the boxes of the CMS-1500 (02/12), drawn on white paper with our own lines and captions. */
import PDFDocument from 'pdfkit'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import type { Actor } from '#platform/transaction.ts'
import { type Box, type Form1500, cms1500Boxes } from '#standards/x12/cms1500.ts'
import { billed } from './written.ts'

const left = 28
const width = 556
const ink = '#111111'
const quiet = '#555555'

type Cell = { readonly share: number; readonly caption: string; readonly text: string }

export async function form1500(db: Db, id: Id<'Claim'>, actor: Actor) {
  const { head, claim } = await billed(db, id, actor)
  const bytes = await drawn(cms1500Boxes(claim))
  return { name: `cms-1500-${head.number}.pdf`, bytes, patientId: head.patientId }
}

function drawn(forms: readonly Form1500[]): Promise<Uint8Array> {
  const paper = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    autoFirstPage: false,
    info: { Title: 'CMS-1500' },
  })
  const chunks: Buffer[] = []
  const finished = new Promise<Uint8Array>((resolve, reject) => {
    paper.on('data', (chunk: Buffer) => chunks.push(chunk))
    paper.on('end', () => resolve(Buffer.concat(chunks)))
    paper.on('error', reject)
  })
  forms.forEach((form, index) => drawForm(paper.addPage(), form, `${index + 1} of ${forms.length}`))
  paper.end()
  return finished
}

type Paper = InstanceType<typeof PDFDocument>

/** One row of boxes; gives where the next begins. */
function row(paper: Paper, top: number, height: number, cells: readonly Cell[]): number {
  let x = left
  for (const { share, caption, text } of cells) {
    const size = width * share
    paper.lineWidth(0.5).strokeColor('#888888').rect(x, top, size, height).stroke()
    paper.font('Helvetica').fontSize(5.5).fillColor(quiet)
    paper.text(caption.toUpperCase(), x + 2, top + 2, { width: size - 4, height: 7, ellipsis: true })
    paper.font('Courier').fontSize(9).fillColor(ink)
    paper.text(text, x + 3, top + 10, { width: size - 5, height: height - 10, lineGap: -1, ellipsis: true })
    x += size
  }
  return top + height
}

function drawForm(paper: Paper, { boxes, lines, payer }: Form1500, page: string) {
  const box = (...names: readonly Box[]) => names.flatMap((name) => boxes[name] ?? []).join('  ')
  const cell = (share: number, caption: string, ...names: readonly Box[]): Cell => ({
    share,
    caption,
    text: box(...names),
  })
  const blank = (share: number, caption: string): Cell => ({ share, caption, text: '' })
  paper.font('Helvetica-Bold').fontSize(12).fillColor(ink).text('HEALTH INSURANCE CLAIM FORM', left, 30)
  paper.font('Helvetica').fontSize(7).fillColor(quiet).text(`CMS-1500 (02/12), page ${page}`, left, 46)
  paper
    .font('Courier')
    .fontSize(9)
    .fillColor(ink)
    .text(payer.join('\n'), left + width / 2, 24, { width: width / 2 })

  const h = 26
  let y = 78
  y = row(paper, y, h, [cell(0.66, '1. Coverage', '1'), cell(0.34, "1a. Insured's ID number", '1a')])
  y = row(paper, y, h, [
    cell(0.38, "2. Patient's name", '2'),
    cell(0.2, "3. Patient's birth date", '3'),
    cell(0.08, 'Sex', '3 sex'),
    cell(0.34, "4. Insured's name", '4'),
  ])
  y = row(paper, y, h, [
    cell(0.38, "5. Patient's address", '5 street'),
    cell(0.28, '6. Patient relationship to insured', '6'),
    cell(0.34, "7. Insured's address", '7 street'),
  ])
  y = row(paper, y, h, [
    cell(0.22, 'City', '5 city'),
    cell(0.06, 'State', '5 state'),
    cell(0.1, 'ZIP', '5 zip'),
    blank(0.28, '8. Reserved for NUCC use'),
    cell(0.16, 'City', '7 city'),
    cell(0.06, 'State', '7 state'),
    cell(0.12, 'ZIP', '7 zip'),
  ])
  y = row(paper, y, h, [
    cell(0.38, "9. Other insured's name", '9'),
    blank(0.28, "10. Is patient's condition related to"),
    cell(0.34, "11. Insured's policy group or FECA number", '11'),
  ])
  y = row(paper, y, h, [
    cell(0.38, "9a. Other insured's policy or group number", '9a'),
    cell(0.28, '10a. Employment', '10a'),
    cell(0.34, "11a. Insured's birth date, sex", '11a', '11a sex'),
  ])
  y = row(paper, y, h, [
    cell(0.38, '9d. Insurance plan or program name', '9d'),
    cell(0.16, '10b. Auto accident, state', '10b', '10b state'),
    cell(0.12, '10c. Other accident', '10c'),
    cell(0.34, '11c. Insurance plan or program name', '11c'),
  ])
  y = row(paper, y, h, [
    cell(0.36, "12. Patient's or authorized person's signature", '12'),
    cell(0.3, "13. Insured's or authorized person's signature", '13'),
    cell(0.34, '11d. Is there another health benefit plan?', '11d'),
  ])
  y = row(paper, y, h, [
    cell(0.3, '14. Date of current illness, injury or pregnancy', '14', '14 qualifier'),
    cell(0.3, '15. Other date', '15', '15 qualifier'),
    cell(0.4, '16. Dates unable to work, from and to', '16 from', '16 to'),
  ])
  y = row(paper, y, h, [
    cell(0.36, '17. Referring provider or other source', '17 qualifier', '17'),
    cell(0.24, '17b. NPI', '17b'),
    cell(0.4, '18. Hospitalization dates, from and to', '18 from', '18 to'),
  ])
  y = row(paper, y, h, [
    cell(0.6, '19. Additional claim information', '19'),
    cell(0.4, '20. Outside lab, charges', '20', '20 charges'),
  ])
  const letters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L'] as const
  const diagnosis = (letter: (typeof letters)[number]) => cell(0.11, `21 ${letter}`, `21 ${letter}`)
  y = row(paper, y, 22, [
    ...letters.slice(0, 4).map(diagnosis),
    cell(0.16, '21. ICD indicator', '21 indicator'),
    cell(0.4, '22. Resubmission code, original reference', '22', '22 reference'),
  ])
  y = row(paper, y, 22, [
    ...letters.slice(4, 8).map(diagnosis),
    blank(0.16, ''),
    cell(0.4, '23. Prior authorization number', '23'),
  ])
  y = row(paper, y, 22, [...letters.slice(8).map(diagnosis), blank(0.56, '')])
  y = drawLines(paper, y, lines)
  y = row(paper, y, h, [
    cell(0.24, '25. Federal tax ID number', '25', '25 kind'),
    cell(0.22, "26. Patient's account number", '26'),
    cell(0.14, '27. Accept assignment', '27'),
    cell(0.14, '28. Total charge', '28'),
    cell(0.14, '29. Amount paid', '29'),
    blank(0.12, '30. Reserved'),
  ])
  const place = (of: '32' | '33') =>
    [box(of), box(`${of} street`), box(`${of} city`, `${of} state`, `${of} zip`)].filter(Boolean).join('\n')
  y = row(paper, y, 58, [
    cell(0.3, '31. Signature of physician or supplier', '31'),
    { share: 0.35, caption: '32. Service facility', text: place('32') },
    { share: 0.35, caption: '33. Billing provider', text: [place('33'), box('33 phone')].join('\n') },
  ])
  row(paper, y, h, [
    blank(0.3, 'Date'),
    cell(0.35, '32a. NPI', '32a'),
    cell(0.2, '33a. NPI', '33a'),
    cell(0.15, '33b.', '33b'),
  ])
}

/** Box 24: six lines, each with its shaded upper half. */
function drawLines(paper: Paper, top: number, lines: Form1500['lines']): number {
  let y = top
  for (let index = 0; index < 6; index += 1) {
    const line = lines[index]
    const cell = (share: number, caption: string, text = ''): Cell => ({
      share,
      caption: index === 0 ? caption : '',
      text,
    })
    if (line?.supplement) {
      paper.font('Courier').fontSize(8).fillColor(ink)
      paper.text(line.supplement, left + 3, y + 2, { width: width - 6, height: 9, ellipsis: true })
    }
    y = row(paper, y + (line?.supplement ? 10 : 0), 26, [
      cell(0.115, '24A. From', line?.from),
      cell(0.115, 'To', line?.to),
      cell(0.05, 'B. POS', line?.placeOfService),
      cell(0.05, 'C. EMG', line?.emergency),
      cell(0.09, 'D. CPT/HCPCS', line?.procedure),
      cell(0.16, 'Modifiers', line?.modifiers.join(' ')),
      cell(0.08, 'E. Pointer', line?.pointers),
      cell(0.11, 'F. Charges', line?.charges),
      cell(0.05, 'G. Units', line?.units),
      cell(0.05, 'H.', line?.epsdt),
      cell(0.13, 'J. Rendering NPI', line?.renderingNpi),
    ])
  }
  return y
}

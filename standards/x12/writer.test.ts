import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cents } from '#kernel/cents.ts'
import { readX12 } from './reader.ts'
import {
  X12WriteError,
  amount,
  quantity,
  segment,
  transliterate,
  within,
  writeInterchange,
  type Envelope,
  type Row,
  type WriteReason,
} from './writer.ts'

const envelope: Envelope = {
  sender: { qualifier: 'ZZ', id: 'WELLRUN' },
  receiver: { qualifier: '30', id: '123456789' },
  control: 42,
  at: Temporal.PlainDateTime.from('2026-11-21T09:05:59'),
  usage: 'T',
}

/** The error of writing one segment: reason and element. */
function refused(...row: Row): [WriteReason, string] {
  try {
    segment(row)
  } catch (error) {
    assert.ok(error instanceof X12WriteError)
    return [error.issue.reason, error.issue.element]
  }
  throw new assert.AssertionError({ message: 'it was written' })
}

describe('an amount', () => {
  it('has neither trailing zeros nor a bare point', () => {
    for (const [value, text] of [
      [5392, '53.92'],
      [10000, '100'],
      [14550, '145.5'],
      [0, '0'],
      [5, '0.05'],
      [-310, '-3.1'],
    ] as const)
      assert.equal(amount(cents(value)), text)
  })

  it('of units has at most three decimals', () => {
    assert.equal(quantity(1), '1')
    assert.equal(quantity(0.1 + 0.2), '0.3')
    assert.equal(quantity(2.5), '2.5')
  })
})

describe('words of people', () => {
  it('lose their accents and small letters, and keep everything else', () => {
    assert.equal(transliterate('José  Muñoz-Åberg'), 'JOSE MUNOZ-ABERG')
    assert.equal(transliterate('Jose\u0301'), 'JOSE')
    assert.equal(transliterate('Weiß Łukasz Đặng Ærø'), 'WEISS LUKASZ DANG AERO')
    assert.equal(transliterate('O’Brien – “Kit”\n'), 'O\'BRIEN - "KIT"')
  })

  it('in a script X12 cannot carry are refused rather than guessed', () => {
    assert.deepEqual(refused('NM1', 'IL', '1', '王'), ['characters', 'NM103'])
  })
})

describe('a segment', () => {
  it('ends after its last filled element and component', () => {
    assert.equal(
      segment(['NM1', 'PR', '2', 'Payer', '', '', '', '', 'PI', '12345']),
      'NM1*PR*2*PAYER*****PI*12345~',
    )
    assert.equal(segment(['SBR', 'P', '18', '', '']), 'SBR*P*18~')
    assert.equal(
      segment(['SV1', ['HC', '99213', '25', '', '', ''], '40', 'UN', '1', '', '', ['1', '2']]),
      'SV1*HC:99213:25*40*UN*1***1:2~',
    )
    assert.equal(segment(['EQ', ['30', '98']]), 'EQ*30^98~')
  })

  for (const [why, row, expected] of [
    ['a missing element', ['NM1', '', '1', 'A'], ['missing', 'NM101']],
    ['a missing composite', ['SV1', [], '1', 'UN', '1', '', '', ['1']], ['missing', 'SV101']],
    ['a missing component', ['SV1', ['HC'], '1', 'UN', '1', '', '', ['1']], ['missing', 'SV101-2']],
    ['a separator in a value', ['N3', '1 Main St*Apt 2'], ['separator', 'N301']],
    ['a control character', ['REF', 'G1', 'A\u0001B'], ['characters', 'REF02']],
    ['a value too long', ['REF', 'G1', 'A'.repeat(51)], ['too-long', 'REF02']],
    ['a value too short', ['N4', 'A', 'CA', '90001'], ['too-short', 'N401']],
    ['a code in small letters', ['N4', 'Town', 'ca', '90001'], ['not-a-code', 'N402']],
    ['an amount with trailing zeros', ['AMT', 'D', '100.00'], ['not-a-number', 'AMT02']],
    ['a date that does not exist', ['DTP', '472', 'D8', '20260229'], ['not-a-date', 'DTP03']],
    [
      'a period that ends before it begins',
      ['DTP', '472', 'RD8', '20260302-20260301'],
      ['not-a-date', 'DTP03'],
    ],
    ['a birth date of words', ['DMG', 'D8', 'YESTERDAY'], ['not-a-date', 'DMG02']],
    ['a wrong NPI', ['NM1', '85', '2', 'A', '', '', '', '', 'XX', '1234567890'], ['npi', 'NM109']],
  ] as const)
    it(`is refused for ${why}`, () => assert.deepEqual(refused(...(row as unknown as Row)), expected))

  it('never says in its refusal what the value was', () => {
    const secret = 'SECRETPATIENT*NAME'
    assert.throws(
      () => within('/claims/3', () => segment(['NM1', 'IL', '1', secret])),
      (error) =>
        error instanceof X12WriteError &&
        error.issue.pointer === '/claims/3' &&
        !JSON.stringify([error.message, error.issue]).includes('SECRET'),
    )
  })

  it('holds only what the reader reads back, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        let written: string
        try {
          written = writeInterchange(envelope, {
            functionalId: 'HC',
            set: '837',
            version: '005010X222A1',
            transactions: [[['REF', 'D9', text]]],
          })
        } catch (error) {
          assert.ok(error instanceof X12WriteError)
          return
        }
        const file = readX12(Buffer.from(written, 'latin1'))
        assert.deepEqual(file.problems, [])
        assert.equal(file.interchanges[0]?.groups[0]?.transactions[0]?.segments[1]?.elements[2], text.trim())
      }),
    )
  })
})

describe('an interchange', () => {
  const content = {
    functionalId: 'HS',
    set: '270',
    version: '005010X279A1',
    transactions: [[['TRN', '1', 'A']], [['TRN', '1', 'B']]] as Row[][],
  }

  it('has fixed widths, right counts and matching control numbers', () => {
    const text = writeInterchange(envelope, content)
    assert.equal(
      text,
      'ISA*00*          *00*          *ZZ*WELLRUN        *30*123456789      *261121*0905*^*00501*000000042*0*T*:~' +
        'GS*HS*WELLRUN*123456789*20261121*0905*42*X*005010X279A1~' +
        'ST*270*0001*005010X279A1~TRN*1*A~SE*3*0001~ST*270*0002*005010X279A1~TRN*1*B~SE*3*0002~' +
        'GE*2*42~IEA*1*000000042~',
    )
    assert.equal(text.indexOf('~'), 105)
    assert.deepEqual(readX12(Buffer.from(text)).problems, [])
  })

  it('with loose segments only has no group', () => {
    const text = writeInterchange(envelope, [['TA1', '000000905', '261120', '1200', 'A', '000']])
    assert.match(text, /~TA1\*000000905\*261120\*1200\*A\*000~IEA\*0\*000000042~$/)
    assert.deepEqual(readX12(Buffer.from(text)).problems, [])
  })

  it('is refused with a control number out of range or a partner name too long', () => {
    assert.throws(() => writeInterchange({ ...envelope, control: 0 }, content), { message: /^ISA13/ })
    assert.throws(() => writeInterchange({ ...envelope, control: 1e9 }, content), { message: /^ISA13/ })
    const receiver = { qualifier: 'ZZ', id: 'A'.repeat(16) }
    assert.throws(() => writeInterchange({ ...envelope, receiver }, content), { message: /^ISA08/ })
    assert.throws(() => writeInterchange({ ...envelope, sender: { qualifier: '', id: 'A' } }, content), {
      message: /^ISA05/,
    })
  })

  it('says which transaction could not be written', () => {
    const transactions: Row[][] = [[['TRN', '1', 'A']], [['TRN', '1', '']]]
    assert.throws(
      () => writeInterchange(envelope, { ...content, transactions }),
      (error) => error instanceof X12WriteError && error.issue.pointer === '/transactions/1',
    )
  })
})

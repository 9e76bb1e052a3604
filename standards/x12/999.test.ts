import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type GroupAcknowledgement,
  errorMeanings,
  isAccepted,
  read999,
  rejectedSets,
  write999,
} from './999.ts'
import { acknowledge } from './acknowledge.ts'
import { readX12, transactionsOf } from './reader.ts'
import { samplesOf, skip } from './sample-files.ts'
import { noteMeaning, readTa1, writeTa1 } from './ta1.ts'
import { type Envelope, writeInterchange } from './writer.ts'

type Expected = {
  ak1: string[] | null
  ak9: string[] | null
  sets: { tx: string; control: string; errors: string[][]; status: string; codes: string[] }[]
}

const envelope: Envelope = {
  sender: { qualifier: 'ZZ', id: 'WELLRUN' },
  receiver: { qualifier: 'ZZ', id: 'PAYER' },
  control: 9,
  at: Temporal.PlainDateTime.from('2026-11-21T09:05'),
  usage: 'T',
}

/** As the expected values list it: [["seg", "CLM", "22", "8"], ["ele", "2", "1", ""]]. */
const flat = (group: GroupAcknowledgement) =>
  group.sets.map(({ codes, control, errors, set, status }) => ({
    tx: set,
    control,
    errors: errors.flatMap(({ code, elements, position, segment }) => [
      ['seg', segment, String(position), code],
      ...elements.map((element) => ['ele', String(element.position), element.code, '']),
    ]),
    status,
    codes: [...codes],
  }))

describe('an acknowledgement of syntax', () => {
  it('is read as independent readers read it, for every sample of 999 and 997', { skip }, () => {
    const samples = [...samplesOf<Expected>('999'), ...samplesOf<Expected>('997')]
    for (const { name, transactions, details } of samples) {
      const { group, problems } = read999(transactions[0]!)
      const { ak1, ak9, sets } = details[0]!
      if (!ak1) {
        assert.equal(group, undefined, name)
        assert.equal(problems.at(-1)?.code, 'missing-segment', name)
        continue
      }
      assert.ok(group, name)
      assert.deepEqual([group.functionalId, group.control, group.version], ak1, name)
      assert.deepEqual(
        [group.status, ...[group.included, group.received, group.accepted].map(String)],
        ak9,
        name,
      )
      assert.deepEqual(flat(group), sets, name)
    }
    assert.ok(samples.length >= 5)
  })

  it('names the sets to send again and the claim at fault', { skip }, () => {
    const sample = samplesOf<Expected>('999').find(({ name }) => name.includes('kputnam'))
    assert.ok(sample)
    const { group } = read999(sample.transactions[0]!)
    assert.ok(group)
    const again = rejectedSets(group)
    assert.deepEqual(
      again.map(({ control }) => control),
      ['0002', '0003'],
    )
    assert.equal(again[0]?.errors[0]?.claimId, '123456789')
    assert.deepEqual(errorMeanings(again[0].errors[0]), [
      'CLM element 2 (segment 22): A required element is missing.',
    ])
    assert.equal(rejectedSets({ ...group, status: 'R' }).length, 3)
  })

  it('says what is odd about a broken one', { skip }, () => {
    const sample = samplesOf<Expected>('999').find(({ name }) => name.includes('invalid'))
    assert.ok(sample)
    const { problems } = read999(sample.transactions[0]!)
    assert.deepEqual(
      problems.map(({ code, segmentId }) => `${segmentId} ${code}`),
      ['SE count-mismatch', 'IK5 unexpected-segment', 'IK5 unexpected-segment'],
    )
  })

  it('says the same when it is read back', () => {
    const group: GroupAcknowledgement = {
      functionalId: 'HB',
      control: '17',
      version: '005010X279A1',
      status: 'P',
      included: 2,
      received: 2,
      accepted: 1,
      codes: [],
      sets: [
        { set: '271', control: '0001', version: '005010X279A1', status: 'A', codes: [], errors: [] },
        {
          set: '271',
          control: '0002',
          status: 'R',
          codes: ['5'],
          errors: [
            {
              segment: 'EB',
              position: 12,
              loop: '2110',
              code: '8',
              elements: [{ position: 13, component: 2, reference: '234', code: '7' }],
            },
          ],
        },
      ],
    }
    const file = readX12(Buffer.from(write999(envelope, group)))
    assert.deepEqual(read999(transactionsOf(file, '999')[0]!), { group, problems: [] })
    assert.ok(!isAccepted('P') && isAccepted('E'))
  })
})

describe('an interchange acknowledgement', () => {
  it('is read as independent readers read it', { skip }, () => {
    const [sample] = samplesOf<never>('TA1')
    assert.ok(sample)
    assert.deepEqual(
      sample.interchanges.flatMap((interchange) => readTa1(interchange)),
      [{ control: '000000050', date: '200229', time: '1200', code: 'A', note: '000' }],
    )
  })

  it('says the same when it is read back, and names its reason in words', () => {
    const ta1 = { control: '000000905', date: '261120', time: '1200', code: 'R', note: '025' }
    const file = readX12(Buffer.from(writeTa1(envelope, [ta1])))
    assert.deepEqual(file.problems, [])
    assert.deepEqual(readTa1(file.interchanges[0]!), [ta1])
    assert.equal(noteMeaning('025'), 'This control number was used before.')
    assert.match(noteMeaning('999'), /not in the code list/)
  })
})

describe('what we answer', () => {
  const text = writeInterchange(envelope, {
    functionalId: 'HB',
    set: '271',
    version: '005010X279A1',
    transactions: [[['TRN', '2', 'A']], [['TRN', '2', 'B']]],
  })
  const answerTo = (received: string) => {
    const file = readX12(Buffer.from(received))
    return acknowledge(file, file.interchanges[0]!)
  }

  it('accepts a file whose envelopes agree', () => {
    const { groups, interchange } = answerTo(text)
    assert.deepEqual(interchange, {
      control: '000000009',
      date: '261121',
      time: '0905',
      code: 'A',
      note: '000',
    })
    assert.deepEqual(
      groups.map(({ accepted, control, status }) => [control, status, accepted]),
      [['9', 'A', 2]],
    )
  })

  it('rejects the sets whose trailers disagree, and a file that is cut off', () => {
    const wrong = answerTo(text.replace('SE*3*0002', 'SE*4*0002'))
    assert.equal(wrong.groups[0]?.status, 'P')
    assert.deepEqual(wrong.groups[0].sets[1], {
      set: '271',
      control: '0002',
      version: '005010X279A1',
      status: 'R',
      codes: ['4'],
      errors: [],
    })
    const cut = answerTo(text.slice(0, text.indexOf('TRN*2*B')))
    assert.deepEqual([cut.interchange.code, cut.interchange.note], ['R', '023'])
    assert.equal(cut.groups[0]?.sets[1]?.status, 'R')
    assert.equal(answerTo(text.replace('IEA*1*000000009', 'IEA*1*000000008')).interchange.note, '001')
  })

  it('can be sent', () => {
    const { groups, interchange } = answerTo(text)
    assert.ok(groups[0])
    assert.deepEqual(readX12(Buffer.from(write999(envelope, groups[0]))).problems, [])
    assert.deepEqual(readX12(Buffer.from(writeTa1(envelope, [interchange]))).problems, [])
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '#kernel/refusal.ts'
import { standing } from '../eligibility/eligibility.ts'
import { type Card, mustBeRight, primaryParent } from './coverage.ts'

const date = (text: string) => Temporal.PlainDate.from(text)
const card: Card = {
  memberId: 'W123456789',
  relation: 'self',
  subscriberLastName: null,
  subscriberFirstName: null,
  subscriberBornOn: null,
  effectiveOn: date('2026-01-01'),
  terminatesOn: null,
}
const fieldsOf = (given: Card, filingCode: string) => {
  try {
    mustBeRight(given, filingCode)
    return []
  } catch (error) {
    assert.ok(error instanceof Refusal)
    return error.details.fields!.map(({ pointer }) => pointer)
  }
}

describe('an insurance card', () => {
  for (const [what, given, filing, fields] of [
    ['is kept as it stands', card, 'CI', []],
    ['of Medicare has a Medicare number', { ...card, memberId: '1EG4-TE5-MK73' }, 'MB', []],
    ['of Medicare never has the letter S', { ...card, memberId: '1SG4TE5MK73' }, 'MB', ['/memberId']],
    ['of another payer may have any number', { ...card, memberId: '1SG4TE5MK73' }, 'CI', []],
    ['needs a number', { ...card, memberId: '??' }, 'CI', ['/memberId']],
    [
      'of somebody else names the subscriber',
      { ...card, relation: 'child' },
      'CI',
      ['/subscriberLastName', '/subscriberFirstName', '/subscriberBornOn'],
    ],
    ['does not end before it begins', { ...card, terminatesOn: date('2025-12-31') }, 'CI', ['/terminatesOn']],
  ] as const)
    it(what, () => assert.deepEqual(fieldsOf(given, filing), fields))

  it('comes first by the parent whose birthday is earlier in the year, not by who is older', () => {
    const ann = { name: 'Ann', bornOn: date('1990-11-02') }
    const ben = { name: 'Ben', bornOn: date('1992-03-14') }
    assert.equal(primaryParent(ann, ben), ben)
    assert.equal(primaryParent({ ...ann, byCourtOrder: true }, { ...ben, byCourtOrder: false })?.name, 'Ann')
    assert.equal(primaryParent(ann, { ...ben, bornOn: date('1960-11-02') }), undefined)
  })
})

describe('a check of eligibility', () => {
  const asked = (text: string) => ({ askedAt: Temporal.Instant.from(text), outcome: 'eligible' as const })
  const on = (text: string, cardChangedAt: Temporal.Instant | null = null) => ({
    serviceOn: date(text),
    timeZone: 'America/Chicago',
    cardChangedAt,
  })

  for (const [what, check, visit, expected] of [
    ['was never made', undefined, on('2026-11-21'), 'never'],
    ['counts for seven days', asked('2026-11-14T15:00Z'), on('2026-11-21'), 'eligible'],
    ['is old after eight', asked('2026-11-13T15:00Z'), on('2026-11-21'), 'stale'],
    ['is old in a new month', asked('2026-11-30T15:00Z'), on('2026-12-01'), 'stale'],
    ['is of the site’s day, not of London’s', asked('2026-12-01T03:00Z'), on('2026-12-01'), 'stale'],
    [
      'is old when the card was corrected since',
      asked('2026-11-20T15:00Z'),
      on('2026-11-21', Temporal.Instant.from('2026-11-20T16:00Z')),
      'stale',
    ],
    [
      'stays unknown when the payer did not answer',
      { ...asked('2026-11-20T15:00Z'), outcome: 'unknown' as const },
      on('2026-11-21'),
      'unknown',
    ],
  ] as const)
    it(what, () => assert.equal(standing(check, visit), expected))
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDate, readPhone, readTime } from './readTyped.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const date = (typed: string, past = false) => readDate(typed, today, past)?.toString()

describe('a typed date', () => {
  it('is read in American order with any separator, and as ISO', () => {
    for (const typed of [
      '3/14/1975',
      '03-14-1975',
      '3.14.1975',
      '3 14 1975',
      '03141975',
      '1975-03-14',
      'Mar 14, 1975',
      '14 mar 1975',
    ])
      assert.equal(date(typed), '1975-03-14', typed)
  })
  it('with two digits of a year is never a birth in the future', () => {
    assert.equal(date('3/14/75', true), '1975-03-14')
    assert.equal(date('3/14/26', true), '2026-03-14')
    assert.equal(date('3/14/27', true), '1927-03-14')
    assert.equal(date('3/14/27'), '2027-03-14')
    assert.equal(date('031475', true), '1975-03-14')
  })
  it('without a year is the next to come, or the last gone for a birth', () => {
    assert.equal(date('11/23'), '2026-11-23')
    assert.equal(date('1/5'), '2027-01-05')
    assert.equal(date('12/5', true), '2025-12-05')
  })
  it('may be said from today', () => {
    assert.equal(date('today'), '2026-11-23')
    assert.equal(date('T'), '2026-11-23')
    assert.equal(date('tomorrow'), '2026-11-24')
    assert.equal(date('+2w'), '2026-12-07')
    assert.equal(date('-3'), '2026-11-20')
    assert.equal(date('+1m'), '2026-12-23')
  })
  it('that does not exist says nothing rather than another day', () => {
    for (const typed of ['2/30/2026', '13/1/2026', '2/29/2027', 'soon', '', '3/14/197', 'xyz 3'])
      assert.equal(date(typed), undefined, typed)
  })
})

describe('a typed time', () => {
  it('is read with or without colon, am and pm', () => {
    const cases = {
      '930': '09:30',
      '9:30': '09:30',
      '9': '09:00',
      '2': '14:00',
      '2:15': '14:15',
      '2:15a': '02:15',
      '02:15': '02:15',
      '12a': '00:00',
      '12p': '12:00',
      '1415': '14:15',
      noon: '12:00',
      '7 PM': '19:00',
      '6:45': '18:45',
      '7:00': '07:00',
    }
    for (const [typed, expected] of Object.entries(cases))
      assert.equal(readTime(typed)?.toString({ smallestUnit: 'minute' }), expected, typed)
  })
  it('that is none says nothing', () => {
    for (const typed of ['25', '9:61', '13p', '0a', 'x', '']) assert.equal(readTime(typed), undefined, typed)
  })
})

describe('a typed telephone number', () => {
  it('is its ten digits however it is written', () => {
    for (const typed of ['(212) 555-0142', '212.555.0142', '+1 212 555 0142', '12125550142'])
      assert.equal(readPhone(typed), '2125550142', typed)
  })
  it('with too few digits or an area code that cannot be is not one', () => {
    for (const typed of ['5550142', '112 555 0142', '212 155 0142', '21255501421'])
      assert.equal(readPhone(typed), undefined, typed)
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { followUp, rejection } from './aaa.ts'
import { type Action, actionFor } from './carc.ts'

const expected: Readonly<Record<Action, readonly string[]>> = {
  contractual: ['CO-45', 'CO-253'],
  'patient-responsibility': ['PR-1', 'PR-2', 'PR-3'],
  informational: ['OA-23'],
  denial: 'CO-16 CO-18 CO-22 CO-27 CO-29 CO-50 CO-96 CO-97 CO-109 CO-197 CO-B7 OA-18 PI-16 CO-4 CO-208'.split(
    ' ',
  ),
  'hold-for-biller': [
    'PR-96',
    'PR-204',
    'PR-27',
    'PR-31',
    'CO-23',
    'CO-1',
    'PR-45',
    'PI-45',
    'OA-45',
    'PR-23',
  ],
}

describe('an adjustment', () => {
  for (const [action, cases] of Object.entries(expected))
    it(`of ${cases.join(', ')} is ${action}`, () => {
      for (const name of cases) {
        const [group = '', code = ''] = name.split('-')
        assert.equal(actionFor(group, code).action, action, name)
      }
    })

  it('with a code nobody knows opens a denial, whatever its group', () => {
    for (const group of ['CO', 'PR', 'OA', 'PI', 'CR', ''])
      for (const code of ['999', 'ZZ', '', 'constructor'])
        assert.equal(actionFor(group, code).action, 'denial', `${group}-${code}`)
  })

  it('goes to the person at whose desk the cause lies', () => {
    assert.deepEqual(actionFor('CO', '197'), {
      action: 'denial',
      category: 'authorisation',
      owner: 'desk',
      meaning: 'Authorisation or notification is missing.',
    })
    assert.equal(actionFor('CO', 'B7').owner, 'credentialing')
    assert.equal(actionFor('CO', '29').category, 'timely-filing')
  })
})

describe('a rejected eligibility inquiry', () => {
  it('asks for a retry when the payer is out, and for better data when the data is wrong', () => {
    assert.equal(rejection('42').remedy, 'retry')
    assert.equal(rejection('80').remedy, 'retry')
    for (const code of ['71', '72', '73', '75']) assert.equal(rejection(code).remedy, 'fix-data', code)
  })

  it('with a reason nobody knows goes to a person', () => {
    assert.equal(rejection('QQ').remedy, 'call-payer')
    assert.equal(followUp('N'), 'Do not send again.')
    assert.equal(followUp(''), undefined)
    assert.equal(rejection('constructor').remedy, 'call-payer')
  })
})

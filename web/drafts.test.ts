import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { dropDraft, findDraft, forgetDrafts, forgetDraftsExceptOf, keepDraft } from './drafts.ts'

describe('a draft', () => {
  beforeEach(forgetDrafts)

  it('comes back for the person who typed it and for nobody else', () => {
    keepDraft('ann', 'new-patient', { lastName: 'L' })
    assert.deepEqual(findDraft('ann', 'new-patient'), { lastName: 'L' })
    assert.equal(findDraft('bob', 'new-patient'), undefined)
  })
  it('is gone once saved', () => {
    keepDraft('ann', 'new-patient', 1)
    dropDraft('ann', 'new-patient')
    assert.equal(findDraft('ann', 'new-patient'), undefined)
  })
  it('of one person is forgotten when another signs in at the desk', () => {
    keepDraft('ann', 'a', 1)
    keepDraft('bob', 'a', 2)
    forgetDraftsExceptOf('bob')
    assert.equal(findDraft('ann', 'a'), undefined)
    assert.equal(findDraft('bob', 'a'), 2)
  })
})

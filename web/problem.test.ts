import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { problemFrom } from './problem.ts'

describe('what was not done', () => {
  it('keeps the words, fields and facts of the refusal', () => {
    const problem = problemFrom(
      409,
      JSON.stringify({
        type: '/problems/slot-taken',
        title: 'Somebody has that time.',
        status: 409,
        detail: 'Dr. Okafor is booked at 10:00.',
        fields: [{ pointer: '/startsAt', message: 'Choose 10:20 or 10:40.' }],
        facts: { free: ['10:20'] },
      }),
    )
    assert.equal(problem.code, 'slot-taken')
    assert.equal(problem.message, 'Dr. Okafor is booked at 10:00.')
    assert.deepEqual(problem.fields, [{ pointer: '/startsAt', message: 'Choose 10:20 or 10:40.' }])
    assert.deepEqual(problem.facts, { free: ['10:20'] })
  })
  it('is told as a server that does not answer when a proxy says so in its own way', () => {
    const problem = problemFrom(502, '<html>Bad Gateway</html>')
    assert.equal(problem.code, 'unreachable')
    assert.equal(problem.status, 0)
  })
  it('is never silent, whatever came back', () => {
    assert.match(problemFrom(500, '').message, /500/)
    assert.equal(problemFrom(400, '[]').status, 400)
  })
})

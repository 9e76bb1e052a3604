import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { crash } from '../bench/crash.ts'

describe('kill -9 under load', () => {
  it('loses nothing that was acknowledged, leaves nothing half done, and starts cleanly (node bench/crash.ts runs 200 rounds)', async () => {
    const report = await crash(5, 7)
    assert.deepEqual({ lost: report.lost, problems: report.problems }, { lost: 0, problems: [] })
    assert.ok(report.acknowledged > 0)
  })
})

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { describeDevice } from './device.ts'

it('tells a browser in words people know, though every browser claims to be others', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36'
  assert.equal(describeDevice(chrome), 'Chrome on Windows')
  assert.equal(describeDevice(`${chrome} Edg/141.0`), 'Edge on Windows')
  const ipad =
    'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Safari/604.1'
  assert.equal(describeDevice(ipad), 'Safari on iPad')
  assert.equal(describeDevice('curl/8.0'), 'A program')
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '#kernel/refusal.ts'
import { isCommonPassword } from './common-passwords.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { mustBeStrong } from './password.ts'

const setting = {
  hasSecondFactor: false,
  contextWords: ['d.okafor', 'Prairie Family Medicine'],
  isCommon: isCommonPassword,
}
const refused = (password: string, hasSecondFactor = false) => {
  try {
    mustBeStrong(password, { ...setting, hasSecondFactor })
    return false
  } catch (error) {
    assert.ok(error instanceof Refusal)
    assert.equal(error.reason.code, 'weak-password')
    return true
  }
}

describe('a password', () => {
  it('needs 15 characters alone and 8 beside a second factor', () => {
    assert.equal(refused('kjw9 fmq2 ztx5'), true)
    assert.equal(refused('kjw9 fmq2 ztx5b'), false)
    assert.equal(refused('kjw9fmq', true), true)
    assert.equal(refused('kjw9fmq2', true), false)
  })

  it('counts characters as people do, not bytes or halves', () => {
    assert.equal(refused('😀😁😂🤣😃😄😅'.repeat(1), true), true)
    assert.equal(refused('żółw gęś łąka jaźń'), false)
  })

  it('may be a long sentence, with spaces, in any script, without digits or capitals', () => {
    assert.equal(refused('the goat wears a blue hat on tuesdays and sings'), false)
    assert.equal(refused('мой кот спит на тёплой печке'), false)
    assert.equal(
      refused('x7'.concat('many different words stand here, one after the other '.repeat(4))),
      false,
    )
  })

  it('is not one that everybody tries first, however it is dressed up', () => {
    for (const password of [
      'password',
      'P@ssw0rd',
      'Password2026!',
      'passwordpassword',
      'letmeinletmein1',
      'correcthorsebatterystaple',
      'CorrectHorseBatteryStaple1',
      'correct horse battery staple',
      'qwertyuiopasdfghjkl',
      'Sunshine1234567890',
      '1q2w3e4r5t6y7u8i',
    ])
      assert.equal(refused(password, true), true, password)
  })

  it('does not repeat itself or walk along the keyboard', () => {
    for (const password of [
      'aaaaaaaaaaaaaaaa',
      'abcabcabcabcabcabc',
      '12345678901234567',
      'poiuytrewqpoiuytrewq',
    ])
      assert.equal(refused(password), true, password)
  })

  it('is not made of the names of person, practice or program', () => {
    for (const password of [
      'prairiefamilymedicine',
      'Okafor-Wellrun-2026',
      'PrairieFamily2026!',
      'wellrunwellrun1',
    ])
      assert.equal(refused(password), true, password)
    assert.equal(refused('the okafor goat wears a blue hat'), false)
  })
})

describe('the hash of a password', () => {
  it('is argon2id with its own salt each time', async () => {
    const [one, other] = await Promise.all([
      hashPassword('a goat in a boat'),
      hashPassword('a goat in a boat'),
    ])
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.notEqual(one, other)
  })

  it('knows the exact password only: no trimming, no cutting, capitals matter', async () => {
    const long = `${'a goat in a boat '.repeat(10)}end`
    const kept = await hashPassword(long)
    assert.equal(await verifyPassword(kept, long), true)
    for (const wrong of [`${long} `, long.slice(0, 72), long.toUpperCase(), ''])
      assert.equal(await verifyPassword(kept, wrong), false)
  })

  it('takes é typed as one character or as two for the same', async () => {
    assert.equal(await verifyPassword(await hashPassword('caf\u00e9 au lait'), 'cafe\u0301 au lait'), true)
  })

  it('says no to everybody who has none, and takes its time', async () => {
    const kept = await hashPassword('a goat in a boat')
    const time = async (hash: string | null) => {
      const started = performance.now()
      for (let i = 0; i < 5; i += 1) assert.equal(await verifyPassword(hash, 'wrong'), false)
      return performance.now() - started
    }
    await time(kept)
    const [known, unknown] = [await time(kept), await time(null)]
    assert.ok(unknown > known / 3 && known > unknown / 3, `${known} ms and ${unknown} ms`)
  })
})

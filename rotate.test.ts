import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { openPractice } from '#app/testing.ts'
import { newId } from '#kernel/id.ts'
import { keyringFile, openKeyring } from '#platform/keys.ts'
import { dataFolder, files, keepFile, keyring } from '#platform/vault.ts'
import { rotate, sealedColumns } from './rotate.ts'

const practice = await openPractice()

describe('a rotation of the keys', () => {
  it('knows every sealed column of the database', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
       where column_name like '%\\_sealed' order by 1`.execute(practice.db)
    assert.deepEqual(
      sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted(),
      rows.map(({ name }) => name),
    )
  })

  it('leaves every secret and every file readable, under the new key, and says what no key opens', async () => {
    const [userId, brokenId, patientId] = [newId<'User'>(), newId<'User'>(), newId<'Patient'>()]
    const file = await practice.arrange(async (tx) => {
      for (const [id, secret] of [
        [userId, keyring().seal('SECRET', `totp:${userId}`)],
        [brokenId, keyring().seal('SECRET', 'somebody else')],
      ] as const) {
        await sql`insert into access.user (id, user_name, display_name) values (${id}, ${id}, 'Ada')`.execute(
          tx.db,
        )
        await sql`insert into access.totp (user_id, secret_sealed) values (${id}, ${secret})`.execute(tx.db)
      }
      await sql`insert into patients.patient (id, last_name, first_name, born_on, sex, ssn_sealed)
        values (${patientId}, 'Lovelace', 'Ada', '1975-12-10', 'F', ${keyring().seal('123456789', `ssn:${patientId}`)})`.execute(
        tx.db,
      )
      return keepFile(tx, Buffer.from('a letter'), { name: 'letter.txt', mediaType: 'text/plain' })
    })
    const { keyId, sealed, shut } = await rotate(practice.url, dataFolder())

    const fresh = openKeyring(keyringFile(dataFolder()))
    assert.equal(fresh.currentId, keyId)
    const { rows } = await sql<{ totp: string; ssn: string; key: string }>`
      select (select secret_sealed from access.totp where user_id = ${userId}) as totp,
             (select ssn_sealed from patients.patient where id = ${patientId}) as ssn,
             (select key_id from platform.file where id = ${file.id}) as key`.execute(practice.db)
    const [{ totp, ssn, key }] = rows as [(typeof rows)[number]]
    assert.ok(totp.startsWith(`1.${keyId}.`) && ssn.startsWith(`1.${keyId}.`))
    assert.equal(fresh.open(totp, `totp:${userId}`), 'SECRET')
    assert.equal(fresh.open(ssn, `ssn:${patientId}`), '123456789')
    assert.equal(key, keyId)
    // A program that was running all the while finds the new key when it meets it.
    assert.equal(keyring().open(ssn, `ssn:${patientId}`), '123456789')
    assert.equal((await files().readWhole(file.id)).toString(), 'a letter')
    assert.equal(sealed, 2)
    assert.equal(shut.length, 1)
    assert.match(shut[0]!, /access\.totp/)
  })
})

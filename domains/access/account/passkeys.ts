/** Passkeys (WebAuthn level 3). The library does the cryptography; questions, owners and counters are kept here. */
import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import { type Id, newId } from '#kernel/id.ts'
import type { Db, DbTransaction } from '#platform/database.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { AlreadySetUp } from './refusals.ts'

/**
 * The addresses under which browsers reach this program, e.g. "https://office.example.org": a passkey is bound to the
 * first one's host. Several with commas between. Browsers know passkeys only on HTTPS and on localhost.
 */
export function origins(): [string, ...string[]] {
  const configured = (process.env['WELLRUN_ORIGIN'] ?? '')
    .split(',')
    .map((text) => text.trim().replace(/\/$/, ''))
    .filter(Boolean)
  const [first, ...rest] = configured
  return first ? [first, ...rest] : [`http://localhost:${process.env['PORT'] ?? '7300'}`]
}
const rpID = () => new URL(origins()[0]).hostname

/** EdDSA, ES256, RS256 (COSE): what authenticators have. */
const algorithms = [-8, -7, -257]

type Purpose = 'enrol' | 'sign-in' | 'step-up'
type Asked = { readonly userId: Id<'User'> | null; readonly sessionId: Id<'Session'> | null }
const answerMinutes = 5

async function ask(db: Db, challenge: string, purpose: Purpose, { userId, sessionId }: Asked) {
  await db
    .insertInto('access.challenge')
    .values({
      challenge,
      purpose,
      userId,
      sessionId,
      expiresAt: sql<Temporal.Instant>`now() + make_interval(mins => ${answerMinutes})`,
    })
    .execute()
}

/** The question an answer belongs to, taken away so that it is answered once; undefined when there is none. */
async function takeQuestion(db: DbTransaction, clientDataJSON: string, purpose: Purpose) {
  const challenge = challengeIn(clientDataJSON)
  if (!challenge) return undefined
  return db
    .deleteFrom('access.challenge')
    .where('challenge', '=', challenge)
    .where('purpose', '=', purpose)
    .where('expiresAt', '>', sql<Temporal.Instant>`now()`)
    .returning(['challenge', 'userId', 'sessionId'])
    .executeTakeFirst()
}

function challengeIn(clientDataJSON: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    return undefined
  }
}

const passkeysOf = (db: Db, userId: Id<'User'>) =>
  db.selectFrom('access.passkey').selectAll().where('userId', '=', userId).orderBy('createdAt').execute()

/** What the browser needs to use a passkey: somebody's (beside a password or a session), or anybody's (instead of one). */
export async function questionFor(db: Db, purpose: 'sign-in' | 'step-up', asked: Asked) {
  const allowed = asked.userId ? await passkeysOf(db, asked.userId) : []
  const options = await generateAuthenticationOptions({
    rpID: rpID(),
    allowCredentials: allowed.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    // Without a password beside it the passkey must be two factors by itself: the device and the finger or PIN.
    userVerification: asked.userId ? 'preferred' : 'required',
  })
  await ask(db, options.challenge, purpose, asked)
  return options
}

/** Whose passkey answered the question rightly; undefined when none did. */
export async function answerOf(
  tx: Tx,
  purpose: 'sign-in' | 'step-up',
  answer: AuthenticationResponseJSON,
): Promise<{ userId: Id<'User'>; sessionId: Id<'Session'> | null } | undefined> {
  const question = await takeQuestion(tx.db, answer.response.clientDataJSON, purpose)
  const passkey = await tx.db
    .selectFrom('access.passkey')
    .selectAll()
    .where('credentialId', '=', answer.id)
    // The counter is read, judged and written: one at a time.
    .forUpdate()
    .executeTakeFirst()
  if (!question || !passkey || (question.userId && question.userId !== passkey.userId)) return undefined
  const result = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: question.challenge,
    expectedOrigin: origins(),
    expectedRPID: rpID(),
    requireUserVerification: question.userId === null,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
    },
  }).catch(notAccepted)
  if (!result?.verified) return undefined
  await tx.db
    .updateTable('access.passkey')
    .set({ counter: result.authenticationInfo.newCounter, lastUsedAt: tx.now })
    .where('id', '=', passkey.id)
    .execute()
  return { userId: passkey.userId, sessionId: question.sessionId }
}

export async function offerPasskey(
  db: Db,
  {
    userId,
    sessionId,
    userName,
    name,
  }: { userId: Id<'User'>; sessionId: Id<'Session'>; userName: string; name: string },
) {
  const options = await generateRegistrationOptions({
    rpName: 'Wellrun',
    rpID: rpID(),
    userName,
    userDisplayName: name,
    userID: new TextEncoder().encode(userId),
    excludeCredentials: (await passkeysOf(db, userId)).map(({ credentialId, transports }) => ({
      id: credentialId,
      transports,
    })),
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
  await ask(db, options.challenge, 'enrol', { userId, sessionId })
  return options
}

/** Keeps a passkey that the browser made for this session; undefined when it did not answer our question. */
export async function addPasskey(
  tx: Tx,
  { userId, sessionId }: { userId: Id<'User'>; sessionId: Id<'Session'> },
  name: string,
  answer: RegistrationResponseJSON,
): Promise<Id<'Passkey'> | undefined> {
  const question = await takeQuestion(tx.db, answer.response.clientDataJSON, 'enrol')
  if (!question || question.userId !== userId || question.sessionId !== sessionId) return undefined
  const result = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: question.challenge,
    expectedOrigin: origins(),
    expectedRPID: rpID(),
    supportedAlgorithmIDs: algorithms,
    requireUserVerification: false,
  }).catch(notAccepted)
  if (!result?.verified) return undefined
  const { credential } = result.registrationInfo
  const id = newId<'Passkey'>()
  await tx.db
    .insertInto('access.passkey')
    .values({
      id,
      userId,
      name,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
    })
    .execute()
    .catch(refuseIfViolated({ passkey_credential_id_key: AlreadySetUp }, 'This passkey is set up already.'))
  return id
}

/** The library throws at whatever is not as it must be (origin, signature, counter): for us that is one no. */
const notAccepted = () => undefined

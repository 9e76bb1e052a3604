import type { StaticDecode } from 'typebox'
import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { mustExist } from '../patients.ts'
import type { decideRestriction, requestRestriction } from './contract.ts'
import { NotInForce, decisionOnRequest, mustBeDecidable } from './restriction.ts'

export async function ask(
  tx: Tx,
  patientId: Id<'Patient'>,
  request: StaticDecode<typeof requestRestriction.body>,
) {
  await mustExist(tx.db, patientId)
  const decision = decisionOnRequest(request.kind)
  await tx.db
    .insertInto('patients.restriction')
    .values({
      id: request.id,
      patientId,
      kind: request.kind,
      wish: request.wish,
      requestedOn: request.requestedOn,
      decision,
      decidedOn: decision === 'open' ? null : request.requestedOn,
    })
    .execute()
    .catch(refuseIfViolated({ restriction_pkey: AlreadyExists }))
  await tx.touch(`patients:${patientId}`)
}

export async function decide(
  tx: Tx,
  { id, restrictionId }: StaticDecode<typeof decideRestriction.params>,
  { version, decision, on }: StaticDecode<typeof decideRestriction.body>,
) {
  const current = await tx.db
    .selectFrom('patients.restriction')
    .selectAll()
    .where('id', '=', restrictionId)
    .where('patientId', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!current) refuse(NotFound)
  if (current.version !== version) refuse(Stale)
  if (decision === 'ended') {
    if (current.decision !== 'agreed' || current.endedOn !== null) refuse(NotInForce)
  } else mustBeDecidable(current.kind, current.decision, decision)
  await tx.db
    .updateTable('patients.restriction')
    .set(decision === 'ended' ? { endedOn: on } : { decision, decidedOn: on })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', restrictionId)
    .execute()
  await tx.touch(`patients:${id}`)
}

import type { Readable } from 'node:stream'
import { type Cents, money } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, refuse } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { keepFile } from '#platform/vault.ts'
import { type EligibilitySummary, type Limit, summarise271 } from '#standards/x12/271-summary.ts'
import { read271 } from '#standards/x12/271.ts'
import { readX12, transactionsOf } from '#standards/x12/reader.ts'
import type { ByHand } from './contract.ts'
import { NotAnAnswer, OtherMember, isSameMember } from './eligibility.ts'
import { cardOf } from './inquiry.ts'
import { checkOf } from './queries.ts'

/** A 271 about one patient is a few kilobytes; a batch answer of a thousand is some megabytes. */
const mostBytes = 8 * 1024 * 1024
const officeVisit = '98'

const outcomes = { active: 'eligible', inactive: 'ineligible', unknown: 'unknown' } as const

export async function readAnswer(
  tx: Tx,
  coverageId: Id<'Coverage'>,
  serviceOn: Temporal.PlainDate,
  stream: Readable,
  confirmed: boolean,
) {
  const card = await cardOf(tx.db, coverageId)
  const bytes = await whole(stream)
  const answers = transactionsOf(readX12(bytes), '271').map(read271)
  if (answers.length === 0)
    refuse(
      NotAnAnswer,
      'This file is not an eligibility answer (271). Drop the file the payer or clearinghouse sent back.',
    )

  const isSelf = card.relation === 'self'
  const onCard = {
    memberId: card.memberId,
    lastName: isSelf ? card.lastName : (card.subscriberLastName ?? ''),
    bornOn: isSelf ? card.bornOn : card.subscriberBornOn,
  }
  const isOurs = (answer: (typeof answers)[number]) =>
    answer.members.some((member) =>
      isSameMember(onCard, {
        memberId: member.memberId,
        lastName: member.name.kind === 'person' ? member.name.last : member.name.name,
        bornOn: member.bornOn,
      }),
    )
  // A rejection at the payer's level names no member: it can only be about the question that was asked.
  const answer =
    answers.find(isOurs) ??
    answers.find(({ members }) => members.length === 0) ??
    (confirmed ? answers[0] : undefined)
  if (!answer) refuse(OtherMember)

  const file = await keepFile(tx, bytes, { name: 'eligibility.271', mediaType: 'application/edi-x12' })
  const summary = summarise271(answer, { serviceType: officeVisit, onDate: serviceOn })
  const id = newId<'EligibilityCheck'>()
  await tx.db
    .insertInto('insurance.eligibilityCheck')
    .values({
      id,
      coverageId,
      patientId: card.patientId,
      askedAt: tx.now,
      askedBy: tx.actor.id,
      serviceOn,
      serviceType: officeVisit,
      outcome: outcomes[summary.outcome],
      source: '271',
      ...benefitsOf(summary),
      notes: JSON.stringify(notesOf(summary)),
      trace: answer.reference || null,
      fileId: file.id,
    })
    .execute()
  await tx.touch('insurance')
  return checkOf(tx.db, id)
}

export async function recordByHand(tx: Tx, coverageId: Id<'Coverage'>, { note, ...check }: ByHand) {
  const card = await cardOf(tx.db, coverageId)
  await tx.db
    .insertInto('insurance.eligibilityCheck')
    .values({
      ...check,
      coverageId,
      patientId: card.patientId,
      askedAt: tx.now,
      askedBy: tx.actor.id,
      notes: JSON.stringify(note ? [note] : []),
    })
    .execute()
    .catch(refuseIfViolated({ eligibility_check_pkey: AlreadyExists }))
  await tx.touch('insurance')
  return checkOf(tx.db, check.id)
}

async function whole(stream: Readable) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes)
      refuse(NotAnAnswer, 'This file is too large for an eligibility answer (more than 8 MB).')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What the payer said in figures. What it did not say stays empty: an absent deductible is not a deductible of nothing. */
function benefitsOf({ plan, copay, coinsurance, deductible, outOfPocket }: EligibilitySummary) {
  return {
    planName: plan ?? null,
    copayCents: copay?.amountCents ?? null,
    coinsuranceBp: coinsurance?.basisPoints ?? null,
    deductibleCents: deductible?.totalCents ?? null,
    deductibleLeftCents: leftOf(deductible),
    outOfPocketCents: outOfPocket?.totalCents ?? null,
    outOfPocketLeftCents: leftOf(outOfPocket),
  }
}

const leftOf = (limit: Limit | undefined): Cents | null => limit?.remainingCents ?? null

function notesOf(summary: EligibilitySummary): string[] {
  const {
    reason,
    rejections,
    copay,
    copays,
    inNetwork,
    serviceCovered,
    authorisationRequired,
    otherCoverage,
    messages,
  } = summary
  return [
    reason,
    ...rejections
      .map(({ meaning, advice }) => `${meaning} ${advice}`)
      .filter((text) => !reason.includes(text)),
    ...(copay === undefined && copays.length > 1
      ? [
          `Several copays were given: ${copays.map(({ amountCents, network }) => `$${money(amountCents)}${network === 'unspecified' ? '' : ` (${network} of network)`}`).join(', ')}.`,
        ]
      : []),
    ...(inNetwork === false ? ['The provider is out of network.'] : []),
    ...(serviceCovered === false ? ['Office visits are not covered by this plan.'] : []),
    ...(authorisationRequired ? ['The payer wants an authorisation for an office visit.'] : []),
    ...(otherCoverage ? ['The payer says there is other coverage: ask which plan comes first.'] : []),
    ...messages,
  ]
}

import { Modal, Button, Group } from '@mantine/core'
import { useState } from 'react'
import { upload } from '#web/api.ts'
import { Problem } from '#web/problem.ts'
import { invalidate } from '#web/queries.ts'
import { useMay } from '#web/session.ts'
import { useSite } from '#web/site.ts'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Money } from '#web/ui/Money.tsx'
import { Facts } from '#web/ui/Section.tsx'
import { say, sayRefused } from '#web/ui/say.tsx'
import { Status } from '#web/ui/Status.tsx'
import { OnDate, When, useToday } from '#web/ui/When.tsx'
import { type Check, readAnswer, readEligibility } from '../eligibility/contract.ts'
import { OtherMember } from '../eligibility/eligibility.ts'
import { type Card, sourceWords, standingOn, standingWords } from './words.ts'

/** What the payer says about a card in the desk's words, and a place for its next answer. */
export function Eligibility({ card, check }: { card: Card; check: Check | undefined }) {
  const today = useToday()
  const { site } = useSite()
  const mayAsk = useMay('insurance.ask')
  const said = standingWords[standingOn(check, today, site?.timeZone ?? 'UTC')]
  return (
    <div style={{ margin: '0.75rem 0 0.5rem' }}>
      <p style={{ margin: '0 0 0.25rem' }}>
        <strong>
          <Status tone={said.tone}>{said.label}</Status>
        </strong>{' '}
        {said.advice}
      </p>
      {check && <Answer check={check} />}
      {mayAsk && <DropAnswer card={card} />}
    </div>
  )
}

function Answer({ check }: { check: Check }) {
  return (
    <>
      <Facts
        columns={2}
        of={[
          ['Copay', amount(check.copayCents)],
          ['Coinsurance', check.coinsuranceBp === null ? 'Not told' : `${check.coinsuranceBp / 100} %`],
          ['Deductible', limit(check.deductibleCents, check.deductibleLeftCents)],
          ['Out of pocket', limit(check.outOfPocketCents, check.outOfPocketLeftCents)],
          ['Plan', check.planName ?? 'Not told'],
          [
            'Checked',
            <span key="checked">
              <When at={check.askedAt} /> {sourceWords[check.source]}, for{' '}
              <OnDate short date={check.serviceOn} />
            </span>,
          ],
        ]}
      />
      {check.notes.length > 0 && (
        <ul style={{ margin: '0.25rem 0 0.5rem' }}>
          {check.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What a payer did not say is not nothing: an absent deductible is not a deductible of zero. */
const amount = (cents: number | null) => (cents === null ? 'Not told' : <Money cents={cents} sign />)

const limit = (total: number | null, left: number | null) =>
  total === null && left === null ? (
    'Not told'
  ) : (
    <>
      {left !== null && (
        <>
          <Money cents={left} sign /> remains
        </>
      )}
      {total !== null && (
        <>
          {left !== null && ' of '}
          <Money cents={total} sign />
        </>
      )}
    </>
  )

function DropAnswer({ card }: { card: Card }) {
  const today = useToday()
  const [other, setOther] = useState<{ readonly file: Blob; readonly problem: Problem } | null>(null)
  async function send(file: Blob, progress?: (share: number) => void, confirmed = false) {
    // Browsers give a .271 no type of its own.
    const typed = new Blob([file], { type: 'application/edi-x12' })
    const query = { serviceOn: today, ...(confirmed && { confirmed }) }
    try {
      const check = await upload(readAnswer, { params: { id: card.id }, query }, typed, progress)
      say(`${card.payerName}: ${standingWords[check.standing].label.toLowerCase()}`)
      void invalidate([readEligibility, '/insurance'])
    } catch (failure) {
      if (failure instanceof Problem && failure.code === OtherMember.code)
        setOther({ file, problem: failure })
      else throw failure
    }
  }
  return (
    <>
      <FileDrop
        label={`Answer of ${card.payerName} (271)`}
        accept={['.271', '.edi', '.x12', '.txt', '.dat']}
        onFile={(file, progress) => send(file, progress)}
      />
      {other && (
        <Modal opened onClose={() => setOther(null)} title="Is it the same person?">
          <p>{other.problem.message}</p>
          <p>
            Compare the name, birth date and member number in the file with the card. Keep the answer only
            when it is the same person.
          </p>
          <Group justify="flex-end" mt="lg">
            <Button variant="default" data-autofocus onClick={() => setOther(null)}>
              Leave it
            </Button>
            <Button
              color="red.9"
              onClick={() => {
                setOther(null)
                void send(other.file, undefined, true).catch(sayRefused)
              }}
            >
              I compared them: keep it
            </Button>
          </Group>
        </Modal>
      )}
    </>
  )
}

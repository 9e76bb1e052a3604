import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Money } from '#web/ui/Money.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Timeline } from '#web/ui/Timeline.tsx'
import { To } from '#web/ui/To.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { readDenial } from '../../denials/contract.ts'
import { DenialActs } from './DenialActs.tsx'
import { type Opened, causeWords, groupWords, isSettled, reasonOf, stateWords } from './words.ts'

/** One denial: what the payer said in words, what it is about, what may be done, and what was done. */
export function DenialPanel({ id, onClose }: { id: Id<'Denial'>; onClose: () => void }) {
  const read = useRead(readDenial, { params: { id } })
  const { data } = read
  return (
    <SidePanel
      title={data ? `${reasonOf(data)}, claim ${data.claimNumber}` : 'Denial'}
      onClose={onClose}
      {...(data && { full: `/claims/${data.claimId}` })}
    >
      <Loaded of={read} rows={8}>
        {(denial) => (
          <>
            <p>
              <strong>{denial.meaning}</strong>{' '}
              {groupWords[denial.groupCode] && `(${groupWords[denial.groupCode]})`}
            </p>
            {denial.outcome && <Outcome text={denial.outcome} />}
            {!isSettled(denial) && <Hints denial={denial} />}
            <DenialActs denial={denial} />
            <About denial={denial} />
            {denial.adjustments.length > 1 && (
              <Section title="All the payer adjusted on this line">
                {denial.adjustments.map(({ group, carc, amountCents, meaning }, index) => (
                  <p key={`${group}${carc}${index}`}>
                    <strong>
                      {group}-{carc} <Money cents={amountCents} sign />
                    </strong>{' '}
                    {meaning}
                  </p>
                ))}
              </Section>
            )}
            {denial.steps.length > 0 && (
              <Section title="What was done">
                <Timeline
                  of={denial.steps.map(({ id: step, at, by, note }) => ({
                    id: step,
                    at,
                    who: by,
                    what: sentence(note?.replace(/^Denial [^:]+: /, '') ?? ''),
                  }))}
                />
              </Section>
            )}
          </>
        )}
      </Loaded>
    </SidePanel>
  )
}

/** A later answer of the payer is named by its remittance, anything else by the words of whoever settled it. */
function Outcome({ text }: { text: string }) {
  const [, remittanceId] = /^Remittance (\S+)$/.exec(text) ?? []
  return (
    <p>
      {remittanceId ? (
        <>
          Settled by <To to={`/remittances/${remittanceId}`}>a later remittance</To>.
        </>
      ) : (
        text
      )}
    </p>
  )
}

const sentence = (text: string) => text.replace(/^./, (letter) => letter.toUpperCase())

/** What the person should know before choosing. */
function Hints({ denial }: { denial: Opened }) {
  return (
    <>
      {denial.pendingClaim && (
        <p>
          <Status tone="active">Waits for an answer:</Status> claim{' '}
          <To to={`/claims/${denial.pendingClaim.id}`}>{denial.pendingClaim.number}</To> for this service is
          not answered yet. Until then nothing is written off or billed.
        </p>
      )}
      {denial.leftCents === 0 && (
        <p>
          <Status tone="good">Nothing is left:</Status> insurance owes nothing for this line any more: close
          it as recovered.
        </p>
      )}
    </>
  )
}

function About({ denial }: { denial: Opened }) {
  const { line } = denial
  return (
    <Facts
      of={[
        [
          'State',
          <Status key="state" tone={stateWords[denial.state].tone}>
            {stateWords[denial.state].label}
          </Status>,
        ],
        ['Denied', <Money key="denied" cents={denial.amountCents} sign />],
        ['Of it still owed', <Money key="left" cents={denial.leftCents} sign />],
        [
          'Appeal until',
          denial.appealUntilOn ? (
            <OnDate key="appeal" date={denial.appealUntilOn} near />
          ) : (
            'As the contract says'
          ),
        ],
        ['Next action', denial.nextActionOn && <OnDate key="next" date={denial.nextActionOn} near />],
        ['Who has it', denial.ownerName ?? 'Nobody'],
        ['Cause', causeWords[denial.cause] ?? denial.cause],
        [
          'Patient',
          <To key="patient" to={`/patients/${denial.patientId}`}>
            {denial.patientName}
          </To>,
        ],
        ['Payer', denial.payerName],
        ['Service', <OnDate key="service" date={denial.serviceOn} />],
        [
          'Line',
          line && (
            <span key="line">
              {[line.code, ...line.modifiers].join('-')}
              {line.units > 1 && ` × ${line.units}`}, <Money cents={line.amountCents} sign />
            </span>
          ),
        ],
        ['Payer’s claim number', denial.payerControlNumber],
        ['Remark codes', denial.remarks.length > 0 ? denial.remarks.join(', ') : null],
        [
          'Said in',
          denial.remittanceId && (
            <To key="remittance" to={`/remittances/${denial.remittanceId}`}>
              the remittance
            </To>
          ),
        ],
      ]}
    />
  )
}

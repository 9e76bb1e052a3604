import { Button } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import { useAddress } from '#web/address.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { Empty } from '#web/ui/Empty.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { readCoverages } from '../coverages/contract.ts'
import { type Check, readEligibility } from '../eligibility/contract.ts'
import { CardForm } from './CardForm.tsx'
import { CardInForce } from './CardInForce.tsx'
import { CheckForm } from './CheckForm.tsx'
import { EndForm } from './EndForm.tsx'
import { type Card, rankWords } from './words.ts'

/** Which panel is open, as it stands in the address: "new", "edit <id>", "end <id>", "check <id>". */
type Panel = '' | 'new' | `${'edit' | 'end' | 'check'} ${string}`

/** The coverage of a patient: cards in force with what the payer says about them, then the past ones. */
export default function CoverageSection({ patientId }: { patientId: Id<'Patient'> }) {
  const [panel, setPanel] = useAddress<Panel>('panel', '')
  const mayEdit = useMay('insurance.edit')
  const cards = useRead(readCoverages, { params: { id: patientId } })
  const known = useRead(readEligibility, { params: { id: patientId } })
  useLive(['insurance'], [readCoverages, readEligibility])
  const open = (next: Panel) => setPanel(next, 'step')
  const close = () => setPanel('')
  const add = mayEdit && (
    <Button variant="default" onClick={() => open('new')}>
      Add a card
    </Button>
  )
  return (
    <Loaded of={cards} rows={6}>
      {({ coverages }) => {
        const inForce = coverages.filter((card) => card.inForce)
        const others = coverages.filter((card) => !card.inForce)
        const [verb, id] = panel.split(' ')
        const chosen = coverages.find((card) => card.id === id)
        return (
          <>
            {coverages.length === 0 ? (
              <Empty
                title="No insurance card"
                detail="The patient pays by themselves until a card is entered here."
                action={add}
              />
            ) : (
              <div style={{ display: 'flex', justifyContent: 'flex-end', marginTop: '0.75rem' }}>{add}</div>
            )}
            {inForce.map((card) => (
              <CardInForce
                key={card.id}
                card={card}
                check={newestOf(known.data?.checks, card)}
                onEdit={() => open(`edit ${card.id}`)}
                onEnd={() => open(`end ${card.id}`)}
                onCheck={() => open(`check ${card.id}`)}
              />
            ))}
            {others.length > 0 && <OtherCards cards={others} onOpen={(card) => open(`edit ${card.id}`)} />}
            {panel === 'new' && (
              <SidePanel title="Add an insurance card" onClose={close}>
                <CardForm patientId={patientId} onDone={close} />
              </SidePanel>
            )}
            {chosen && verb === 'edit' && (
              <SidePanel key={panel} title={`Correct the ${chosen.payerName} card`} onClose={close}>
                <CardForm patientId={patientId} card={chosen} onDone={close} />
              </SidePanel>
            )}
            {chosen && verb === 'end' && (
              <SidePanel key={panel} title={`End the ${chosen.payerName} card`} onClose={close}>
                <EndForm card={chosen} onDone={close} />
              </SidePanel>
            )}
            {chosen && verb === 'check' && (
              <SidePanel key={panel} title={`What ${chosen.payerName} said`} onClose={close}>
                <CheckForm card={chosen} onDone={close} />
              </SidePanel>
            )}
          </>
        )
      }}
    </Loaded>
  )
}

/** The checks come newest first. */
const newestOf = (checks: readonly Check[] | undefined, card: Card) =>
  checks?.find(({ coverageId }) => coverageId === card.id)

function OtherCards({ cards, onOpen }: { cards: readonly Card[]; onOpen: (card: Card) => void }) {
  const mayEdit = useMay('insurance.edit')
  return (
    <Section title="Not in force today">
      {cards.map((card) => (
        <p key={card.id}>
          <strong>{card.payerName}</strong> ({rankWords[card.rank].toLowerCase()}), member{' '}
          <span className="number">{card.memberId}</span>, from <OnDate short date={card.effectiveOn} />
          {card.terminatesOn && (
            <>
              {' '}
              to <OnDate short date={card.terminatesOn} />
            </>
          )}
          {card.endedReason && `. ${card.endedReason}`}{' '}
          {mayEdit && (
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => onOpen(card)}
              aria-label={`Correct the ${card.payerName} card`}
            >
              Correct
            </Button>
          )}
        </p>
      ))}
    </Section>
  )
}

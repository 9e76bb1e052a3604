import { Button, Menu } from '@mantine/core'
import { downloadFile, useAct } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { Icon } from '#web/ui/Icon.tsx'
import { Money } from '#web/ui/Money.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { sayRefused } from '#web/ui/say.tsx'
import { Status } from '#web/ui/Status.tsx'
import { OnDate, useToday } from '#web/ui/When.tsx'
import { phoneWords } from '#web/ui/readTyped.ts'
import { readCoverages, verifyCoverage } from '../coverages/contract.ts'
import { type Check, writeInquiry } from '../eligibility/contract.ts'
import { CardPictures } from './CardPictures.tsx'
import { Eligibility } from './Eligibility.tsx'
import { type Card, rankWords, relationWords } from './words.ts'

/** One card with what is printed on it and, under it, what the payer says. */
export function CardInForce({
  card,
  check,
  onEdit,
  onEnd,
  onCheck,
}: {
  card: Card
  check: Check | undefined
  onEdit: () => void
  onEnd: () => void
  onCheck: () => void
}) {
  return (
    <Section
      title={`${rankWords[card.rank]}: ${card.payerName}`}
      facts={card.planName}
      actions={<Acts card={card} onEdit={onEdit} onEnd={onEnd} onCheck={onCheck} />}
    >
      <Facts
        columns={2}
        of={[
          [
            'Member number',
            <span key="member" className="number">
              {card.memberId}
            </span>,
          ],
          ['Group', card.groupNumber],
          ['Whose insurance', relationWords[card.relation]],
          ...(card.relation === 'self'
            ? []
            : ([
                ['Subscriber', `${card.subscriberFirstName ?? ''} ${card.subscriberLastName ?? ''}`.trim()],
                [
                  'Subscriber born',
                  card.subscriberBornOn && <OnDate key="born" short date={card.subscriberBornOn} />,
                ],
              ] as const)),
          [
            'Copay on the card',
            card.copayCents === null ? null : <Money key="copay" cents={card.copayCents} sign />,
          ],
          [
            'In force',
            <span key="force">
              from <OnDate short date={card.effectiveOn} />
              {card.terminatesOn && (
                <>
                  {' '}
                  to <OnDate short date={card.terminatesOn} />
                </>
              )}
            </span>,
          ],
          ['Payer’s telephone', card.phone && phoneWords(card.phone)],
          [
            'Card seen',
            card.verifiedOn ? (
              <OnDate key="seen" date={card.verifiedOn} near />
            ) : (
              <Status key="seen" tone="soon">
                Not since it was entered
              </Status>
            ),
          ],
          ['Pictures', <CardPictures key="pictures" card={card} />],
          ...(card.rxBin ? ([['RxBIN, RxPCN', `${card.rxBin}, ${card.rxPcn ?? '–'}`]] as const) : []),
        ]}
      />
      <Eligibility card={card} check={check} />
    </Section>
  )
}

function Acts({
  card,
  onEdit,
  onEnd,
  onCheck,
}: {
  card: Card
  onEdit: () => void
  onEnd: () => void
  onCheck: () => void
}) {
  const today = useToday()
  const mayEdit = useMay('insurance.edit')
  const mayAsk = useMay('insurance.ask')
  const verify = useAct(verifyCoverage, { success: 'Card verified', invalidates: [readCoverages] })
  // The server's day may be the next one already in the evening.
  const seenToday = card.verifiedOn !== null && Temporal.PlainDate.compare(card.verifiedOn, today) >= 0
  const ask = () =>
    void downloadFile(writeInquiry, { params: { id: card.id }, query: { serviceOn: today } }).catch(
      sayRefused,
    )
  return (
    <>
      {mayEdit && !seenToday && (
        <Button
          variant="default"
          loading={verify.busy}
          onClick={() => void verify.run({ params: { id: card.id }, body: { version: card.version } })}
        >
          Card seen and right
        </Button>
      )}
      {(mayEdit || mayAsk) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="default"
              leftSection={<Icon name="more" />}
              aria-label={`More for the ${card.payerName} card`}
            >
              More
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mayEdit && <Menu.Item onClick={onEdit}>Correct the card</Menu.Item>}
            {mayEdit && <Menu.Item onClick={onEnd}>End the card</Menu.Item>}
            {mayAsk && <Menu.Divider />}
            {mayAsk && <Menu.Item onClick={onCheck}>Write down what the payer said</Menu.Item>}
            {mayAsk && <Menu.Item onClick={ask}>Download the inquiry (270)</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}

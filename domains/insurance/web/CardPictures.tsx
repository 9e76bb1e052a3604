import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import { addressOf, upload } from '#web/api.ts'
import { invalidate } from '#web/queries.ts'
import { useMay } from '#web/session.ts'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { say } from '#web/ui/say.tsx'
import { keepCardPicture, readCardPicture, readCoverages } from '../coverages/contract.ts'
import { type Side, sides } from '../coverages/coverage.ts'
import type { Card } from './words.ts'

/** The plastic card, front and back: shown when asked for, since each look is written to the audit log. */
export function CardPictures({ card }: { card: Card }) {
  const [open, setOpen] = useState<Side | null>(null)
  const mayEdit = useMay('insurance.edit')
  const has = (side: Side) => (side === 'front' ? card.hasFront : card.hasBack)
  const offered = sides.filter((side) => mayEdit || has(side))
  if (offered.length === 0) return '–'
  return (
    <>
      <Group gap="xs">
        {offered.map((side) => (
          <Button
            key={side}
            size="compact-xs"
            variant={has(side) ? 'default' : 'subtle'}
            onClick={() => setOpen(side)}
            aria-label={`${has(side) ? 'See' : 'Add'} the ${side} of the ${card.payerName} card`}
          >
            {has(side) ? `See the ${side}` : `Add the ${side}`}
          </Button>
        ))}
      </Group>
      {open && <Picture card={card} side={open} has={has(open)} onClose={() => setOpen(null)} />}
    </>
  )
}

function Picture({
  card,
  side,
  has,
  onClose,
}: {
  card: Card
  side: Side
  has: boolean
  onClose: () => void
}) {
  const mayEdit = useMay('insurance.edit')
  const params = { id: card.id, side }
  async function keep(file: File, progress: (share: number) => void) {
    await upload(keepCardPicture, { params }, file, progress)
    say(`Picture of the ${side} kept`)
    void invalidate([readCoverages])
    onClose()
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={`${card.payerName} card, ${side}`}>
      {has && (
        <img
          src={addressOf(readCardPicture, { params })}
          alt={`The ${side} of the card`}
          style={{ display: 'block', maxWidth: '100%', maxHeight: '60vh', marginBottom: '1rem' }}
        />
      )}
      {mayEdit && (
        <FileDrop
          label={has ? 'A newer picture' : `Picture of the ${side}`}
          accept={['image/jpeg', 'image/png']}
          onFile={keep}
        />
      )}
    </Modal>
  )
}

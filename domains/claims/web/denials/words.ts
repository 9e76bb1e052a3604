import type { Reply } from '#kernel/contract.ts'
import type { Tone } from '#web/ui/Status.tsx'
import type { readDenial, readDenials } from '../../denials/contract.ts'

export type Denial = Reply<typeof readDenials>['denials'][number]
export type Opened = Reply<typeof readDenial>

export const stateWords: Readonly<Record<Denial['state'], { readonly tone: Tone; readonly label: string }>> =
  {
    open: { tone: 'harm', label: 'To be worked' },
    appealed: { tone: 'active', label: 'Appealed' },
    resubmitted: { tone: 'active', label: 'Sent again' },
    recovered: { tone: 'good', label: 'Recovered' },
    'written-off': { tone: 'neutral', label: 'Written off' },
    patient: { tone: 'neutral', label: 'Billed to the patient' },
    closed: { tone: 'neutral', label: 'Closed' },
  }

export const isSettled = ({ state }: Pick<Denial, 'state'>) =>
  !['open', 'appealed', 'resubmitted'].includes(state)

/** Where the cause usually lies. */
export const causeWords: Readonly<Record<string, string>> = {
  desk: 'Front desk',
  coding: 'Coding',
  billing: 'Billing',
  credentialing: 'Credentialing',
}

/** Who adjusts, as the payer's group code says. */
export const groupWords: Readonly<Record<string, string>> = {
  CO: 'by contract, not the patient’s to pay',
  PR: 'the patient’s part, after review',
  OA: 'another reason, not the patient’s to pay',
  PI: 'the payer’s own decision, not the patient’s to pay',
}

export const reasonOf = ({ groupCode, carc }: Pick<Denial, 'groupCode' | 'carc'>) => `${groupCode}-${carc}`

/** What is read again after a denial was worked. */
export const touched = ['/denials', '/claims', '/patients', '/accounts']

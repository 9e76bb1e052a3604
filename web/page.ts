import type { ComponentType } from 'react'

/** The rail on the left, in the words people say, in this order. */
export const areas = [
  'Today',
  'Schedule',
  'Patients',
  'Money',
  'People',
  'Supplies',
  'Office',
  'Compliance',
  'Reports',
  'Settings',
] as const
export type Area = (typeof areas)[number]

/**
 * One page of one domain. A domain exports `pages: readonly Page[]` from `domains/<domain>/web/pages.ts`;
 * the shell finds it there.
 */
export type Page = {
  /** An address with `$name` for the parts that vary: "/patients/$id". Ids only, never anything about a patient. */
  readonly path: string
  readonly area: Area
  /** Document title and announcement. The same for every record of a kind: never a patient's name. */
  readonly title: string
  /** The permission needed to open it; null: any signed-in person; 'public': needs no session and has no frame. */
  readonly permission: string | null
  /** Present when the page stands in the menu of its area. */
  readonly navigation?: { readonly label: string; readonly order: number }
  readonly component: () => Promise<{ default: ComponentType }>
  /** Further words by which Ctrl-K finds the page. */
  readonly keywords?: readonly string[]
}

/** Something a person can do from anywhere: "Book an appointment". Exported as `acts` beside `pages`. */
export type Act = {
  readonly label: string
  readonly permission: string | null
  readonly keywords?: readonly string[]
} & ({ readonly to: string } | { readonly run: () => void | Promise<void> })

export type Found = {
  readonly id: string
  readonly label: string
  /** Enough to tell two alike apart: for a patient birth date and MRN. */
  readonly detail: string
  readonly to: string
}

/** A source for the search (Ctrl-K): "Patients". Exported as `finders` beside `pages`. */
export type Finder = {
  readonly label: string
  readonly permission: string | null
  readonly find: (text: string, signal: AbortSignal) => Promise<readonly Found[]>
}

import { useEffect, useRef } from 'react'

export type KeyAct = {
  /** One key ("j", "Enter", "/") or two in a row ("g t"). */
  readonly keys: string
  readonly label: string
  readonly run: () => void
  /** Asked when the key is pressed: two tables on a page share their keys by where the focus is. */
  readonly when?: () => boolean
}

type Group = { readonly title: string; acts: readonly KeyAct[] }
const groups: Group[] = []

/** What the keys do on this page now, most particular first: shown by `?`. */
export const boundKeys = (): readonly Group[] => groups.toReversed().filter((group) => group.acts.length > 0)

/**
 * Binds keys while the component is shown. Keys are left alone while somebody types or a dialog is open. The
 * component that came last wins.
 */
export function useKeys(title: string, acts: readonly KeyAct[]): void {
  const group = useRef<Group>({ title, acts })
  useEffect(() => {
    group.current.acts = acts
  })
  useEffect(() => {
    const own = group.current
    groups.push(own)
    return () => {
      groups.splice(groups.indexOf(own), 1)
    }
  }, [])
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Enter and Space on a button or link, and arrows in a menu, belong to that element. */
const owned = (event: KeyboardEvent) =>
  event.target instanceof HTMLElement &&
  ((event.key === 'Enter' && /^(BUTTON|A|SUMMARY)$/.test(event.target.tagName)) ||
    event.target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null)

const dialogOpen = () => document.querySelector('[aria-modal="true"], dialog[open]') !== null

let prefix = ''
let prefixUntil = 0

function hear(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (typing(event.target) || owned(event) || dialogOpen()) return
  const sequence = prefix && event.timeStamp < prefixUntil ? `${prefix} ${event.key}` : event.key
  prefix = ''
  const all = groups.toReversed().flatMap((group) => group.acts)
  const act = all.find(({ keys, when }) => keys === sequence && (when?.() ?? true))
  if (act) {
    event.preventDefault()
    act.run()
  } else if (all.some(({ keys }) => keys.startsWith(`${sequence} `))) {
    prefix = sequence
    prefixUntil = event.timeStamp + 1500
  }
}

/** Starts hearing keys; once, by the frame. Returns how to stop. */
export function hearKeys(): () => void {
  document.addEventListener('keydown', hear)
  return () => document.removeEventListener('keydown', hear)
}

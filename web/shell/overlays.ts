import { useSyncExternalStore } from 'react'

/** Which of the frame's own dialogs is open: one at a time, from a key or a button anywhere. */
type Overlay = 'palette' | 'keys'

let open: Overlay | null = null
const watchers = new Set<() => void>()
const show = (next: Overlay | null) => {
  open = next
  for (const watcher of watchers) watcher()
}
const subscribe = (watcher: () => void) => {
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
  }
}

export const openPalette = () => show('palette')
export const openKeys = () => show('keys')
export const closeOverlay = () => show(null)
export const useOverlay = (one: Overlay) => useSyncExternalStore(subscribe, () => open === one)

/** Whether the server answered last time anybody asked it. The frame shows a banner while it does not. */
let reached = true
const watchers = new Set<() => void>()

export const reach = {
  current: () => reached,
  subscribe: (watcher: () => void) => {
    watchers.add(watcher)
    return () => {
      watchers.delete(watcher)
    }
  },
  note: (answered: boolean): void => {
    if (answered === reached) return
    reached = answered
    for (const watcher of watchers) watcher()
  },
}

/**
 * What people have typed and not yet saved, in the memory of this tab alone: never on disk, since it may be about a
 * patient. A draft belongs to the person who typed it and outlives navigation, errors and an idle logoff.
 */
type Draft = { readonly owner: string; readonly values: unknown; readonly keptAt: number }
const drafts = new Map<string, Draft>()
const now = () => Temporal.Now.instant().epochMilliseconds
const longestMs = 2 * 60 * 60_000

export function keepDraft(owner: string, name: string, values: unknown): void {
  drafts.set(`${owner} ${name}`, { owner, values, keptAt: now() })
}

export function findDraft(owner: string, name: string): unknown {
  const draft = drafts.get(`${owner} ${name}`)
  if (draft && now() - draft.keptAt > longestMs) dropDraft(owner, name)
  return drafts.get(`${owner} ${name}`)?.values
}

export const dropDraft = (owner: string, name: string) => drafts.delete(`${owner} ${name}`)

/** All of them: somebody signed out on purpose. */
export const forgetDrafts = () => drafts.clear()

/** Those of others: somebody else has signed in at this workstation. */
export function forgetDraftsExceptOf(owner: string): void {
  for (const [key, draft] of drafts) if (draft.owner !== owner) drafts.delete(key)
}

import { accountPages } from './account/pages.ts'
import type { Act, Finder, Page } from './page.ts'

type DomainPages = {
  readonly pages?: readonly Page[]
  readonly acts?: readonly Act[]
  readonly finders?: readonly Finder[]
}

const found = Object.values(import.meta.glob<DomainPages>('../domains/*/web/pages.ts', { eager: true }))

export const pages: readonly Page[] = [...accountPages, ...found.flatMap((domain) => domain.pages ?? [])]
export const acts: readonly Act[] = found.flatMap((domain) => domain.acts ?? [])
export const finders: readonly Finder[] = found.flatMap((domain) => domain.finders ?? [])

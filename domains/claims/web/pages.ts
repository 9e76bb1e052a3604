import type { Finder, Page } from '#web/page.ts'
import { chargePages } from './charges/pages.ts'
import { claimFinders, claimPages } from './claims/pages.ts'
import { codePages } from './codes/pages.ts'
import { denialPages } from './denials/pages.ts'
import { remittancePages } from './remittances/pages.ts'
import { submissionPages } from './submissions/pages.ts'

export const pages: readonly Page[] = [
  ...chargePages,
  ...claimPages,
  ...submissionPages,
  ...codePages,
  ...remittancePages,
  ...denialPages,
]
export const finders: readonly Finder[] = claimFinders

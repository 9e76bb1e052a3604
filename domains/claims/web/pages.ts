import type { Page } from '#web/page.ts'
import { remittancePages } from './remittances/pages.ts'

export const pages: readonly Page[] = [...remittancePages]

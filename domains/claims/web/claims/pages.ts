import type { Finder, Page } from '#web/page.ts'
import { call } from '#web/api.ts'
import { dateShort } from '#web/ui/when.ts'
import { readClaims } from '../../claims/contract.ts'
import { stateOf } from './words.ts'

export const claimPages: readonly Page[] = [
  {
    path: '/claims',
    area: 'Money',
    title: 'Claims',
    permission: 'claims.read',
    navigation: { label: 'Claims', order: 20 },
    component: () => import('./Claims.tsx'),
    keywords: ['scrub', 'rejections', 'timely filing', 'insurance billing'],
  },
  {
    path: '/claims/$claimId',
    area: 'Money',
    title: 'Claim',
    permission: 'claims.read',
    component: () => import('./ClaimPage.tsx'),
  },
]

export const claimFinders: readonly Finder[] = [
  {
    label: 'Claims',
    permission: 'claims.read',
    find: async (text, signal) =>
      /^w\d{3,}$/i.test(text.trim())
        ? (await call(readClaims, { query: { show: 'all', number: text } }, { signal })).claims
            .slice(0, 6)
            .map((claim) => ({
              id: claim.id,
              label: claim.number,
              detail: `${claim.patientName}, ${dateShort(claim.serviceOn)}, ${stateOf(claim.state).label}`,
              to: `/claims/${claim.id}`,
            }))
        : [],
  },
]

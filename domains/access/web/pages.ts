import type { Act, Page } from '#web/page.ts'

export const pages: readonly Page[] = [
  {
    path: '/users',
    area: 'Settings',
    title: 'People who sign in',
    permission: 'access.users.read',
    navigation: { label: 'People who sign in', order: 40 },
    component: () => import('./UsersPage.tsx'),
    keywords: ['users', 'accounts', 'invite', 'disable', 'password', 'login'],
  },
  {
    path: '/roles',
    area: 'Settings',
    title: 'Roles',
    permission: 'access.roles.read',
    navigation: { label: 'Roles', order: 50 },
    component: () => import('./RolesPage.tsx'),
    keywords: ['permissions', 'who may do what', 'access', 'second factor'],
  },
  {
    path: '/audit',
    area: 'Compliance',
    title: 'Audit log',
    permission: 'access.audit.read',
    navigation: { label: 'Audit log', order: 10 },
    component: () => import('./AuditPage.tsx'),
    keywords: ['who did what', 'history', 'log', 'access report', 'sign-ins'],
  },
]

export const acts: readonly Act[] = [
  {
    label: 'Invite somebody to sign in',
    permission: 'access.users.edit',
    to: '/users?open=new',
    keywords: ['user', 'account', 'new'],
  },
]

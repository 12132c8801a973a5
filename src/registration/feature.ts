import { ACCOUNT_PAGES } from '../core/addresses.ts'
import type { Feature } from '../web/feature.ts'
import { registrationApi } from './api/index.ts'
import { en } from './messages/en/index.ts'
import { accountPages } from './pages/index.ts'
import { invitationMigrations } from './store.ts'

/** Sellers register to be paid, and keep the information Stripe has about them up to date. */
export const registration = {
  routes: [...registrationApi, ...accountPages],
  chapter: {
    title: 'Registration',
    about: 'Sellers register to be paid, and keep the information Stripe has about them up to date.',
  },
  statuses: {
    'registrations-unsettled': [503],
    'too-many-accounts': [409],
    'too-many-people': [409],
    'invalid-invitation': [409],
  },
  menus: { account: [{ path: ACCOUNT_PAGES.start, label: 'start.title' }] },
  messages: { en },
  migrations: invitationMigrations,
} as const satisfies Feature

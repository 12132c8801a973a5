import { ACCOUNT_PAGES } from '../core/addresses.ts'
import type { Feature } from '../web/feature.ts'
import { registrationApi } from './api/index.ts'
import { en } from './messages/en/index.ts'
import { accountPages } from './pages/index.ts'

/** People register to be paid, and keep what Stripe knows of them up to date. */
export const registration = {
  routes: [...registrationApi, ...accountPages],
  menus: { account: [{ path: ACCOUNT_PAGES.start, label: 'start.title' }] },
  messages: { en },
} as const satisfies Feature

import type { Feature } from '../web/feature.ts'
import { payoutsApi } from './api/index.ts'
import { en } from './messages/en.ts'
import { payoutMirror } from './mirror-payouts.ts'
import { earlierPayouts, payoutMigrations } from './store.ts'

/** The payouts Stripe has made to a seller's accounts. */
export const payouts = {
  routes: payoutsApi,
  mirrors: [payoutMirror],
  messages: { en },
  migrations: payoutMigrations,
  takesOver: [earlierPayouts],
} as const satisfies Feature

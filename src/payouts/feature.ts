import type { Feature } from '../web/feature.ts'
import { payoutsApi } from './api/index.ts'
import { en } from './messages/en.ts'
import { payoutMirror } from './mirror-payouts.ts'

/** The payouts Stripe has made to a seller's accounts. */
export const payouts = {
  routes: payoutsApi,
  mirrors: [payoutMirror],
  messages: { en },
} as const satisfies Feature

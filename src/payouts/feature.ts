import type { Feature } from '../web/feature.ts'
import { payoutsApi } from './api/index.ts'
import { en } from './messages/en.ts'
import { payoutMirror } from './mirror-payouts.ts'
import { payoutMigrations } from './store/migrations.ts'
import { earlierPayouts, payoutStore } from './store/payouts.ts'

/** The payouts Stripe has made to a seller's accounts. */
export const payouts = {
  routes: payoutsApi,
  chapter: { title: 'Payouts', about: 'What Stripe has paid out to a seller.' },
  mirrors: [payoutMirror],
  messages: { en },
  migrations: payoutMigrations,
  takesOver: [earlierPayouts],
  recounts: [{ recount: (storage, since) => payoutStore(storage).recount(since) }],
} as const satisfies Feature

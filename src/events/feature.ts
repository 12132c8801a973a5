import type { Feature } from '../web/feature.ts'
import { appliedEvents, endedLeases } from './forgetting.ts'
import { connectWebhook } from './receive.ts'
import { inboxMigrations } from './store/migrations.ts'

/** Stripe tells what happens. */
export const events = {
  routes: [connectWebhook],
  migrations: inboxMigrations,
  forgets: [appliedEvents, endedLeases],
} as const satisfies Feature

import type { Feature } from '../web/feature.ts'
import { connectWebhook } from './receive.ts'

/** Stripe tells what happens. */
export const events = { routes: [connectWebhook] } as const satisfies Feature

import type { Stripe } from 'stripe'

/** The API version of the offline Stripe: that of the SDK whose types it uses. */
export const API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive'

import type { Stripe } from 'stripe'

/** The version that the offline Stripe speaks: that of the SDK whose types it is written in. */
export const API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive'

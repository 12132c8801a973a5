import type { Forgetting } from '../context/forgetting.ts'
import { inboxStore } from './store/inbox.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/**
 * An event is kept once it is applied, for administrators to look at. Far longer than Stripe delivers it (3 days) or lets people
 * send it again (30 days), so that one which comes twice is known. Those that wait are kept.
 *
 * @see https://docs.stripe.com/webhooks#retries
 */
export const appliedEvents: Forgetting = {
  name: 'events',
  kept: 90 * DAY,
  forget: (storage, before, limit) => inboxStore(storage).forgetApplied(before, limit),
}

/** A lease is kept once it is over: a worker that could not extend it for a while still does. */
export const endedLeases: Forgetting = {
  kept: HOUR,
  forget: (storage, before, limit) => inboxStore(storage).forgetLeases(before, limit),
}

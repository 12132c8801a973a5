import { ofAccount } from '../accounts/of-account.ts'
import { defineMirror } from '../events/define-mirror.ts'
import { payoutStore } from './store.ts'

/**
 * The one way a payout enters our database. A payout is never deleted, so one that Stripe does not show us belongs to an account
 * that is out of our reach, and what we knew of it stays.
 *
 * @see https://docs.stripe.com/api/payouts
 */
export const payoutMirror = defineMirror({
  ...ofAccount(payoutStore),
  object: 'payout',
  events: [
    'payout.canceled',
    'payout.created',
    'payout.failed',
    'payout.paid',
    'payout.reconciliation_completed',
    'payout.updated',
  ],
  retrieve: (stripe, { stripeid, objectid }) =>
    stripe.payouts.retrieve(objectid, {}, { stripeAccount: stripeid }),
})

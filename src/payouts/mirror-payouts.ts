import { ofAccount } from '../accounts/of-account.ts'
import { defineMirror } from '../events/define-mirror.ts'
import { payoutStore } from './store/payouts.ts'

/**
 * The only code that adds a payout to our database. Stripe never deletes a payout: if it does not show us one, we have lost
 * access to the account, and our row stays as it is.
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
  deleteOfAccount: ({ storage }, stripeid) => payoutStore(storage).deleteOfAccount(stripeid),
})

/** The pages for administrators. */
import type { Page } from '../../web/route.ts'
import { deadLetters } from './dead-letters.ts'
import { deleteStripeAccount } from './delete-stripe-account.ts'
import { payout } from './payout.ts'
import { payouts } from './payouts.ts'
import { rejectStripeAccount } from './reject-stripe-account.ts'
import { start } from './start.ts'
import { stripeAccount } from './stripe-account.ts'
import { stripeAccounts } from './stripe-accounts.ts'

export const administratorPages: Page[] = [
  start,
  stripeAccounts,
  stripeAccount,
  rejectStripeAccount,
  deleteStripeAccount,
  payouts,
  payout,
  deadLetters,
]

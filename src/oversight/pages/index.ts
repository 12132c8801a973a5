/** The pages for administrators. */
import type { Page } from '../../web/route.ts'
import { deadLetters } from './dead-letters.ts'
import { deleteStripeAccount } from './delete-stripe-account.ts'
import { payout } from './payout.ts'
import { payouts } from './payouts.ts'
import { payoutsFile } from './payouts-file.ts'
import { rejectStripeAccount } from './reject-stripe-account.ts'
import { start } from './start.ts'
import { stripeAccount } from './stripe-account.ts'
import { stripeAccounts } from './stripe-accounts.ts'
import { stripeAccountsFile } from './stripe-accounts-file.ts'

export const administratorPages: Page[] = [
  start,
  stripeAccounts,
  stripeAccountsFile,
  stripeAccount,
  rejectStripeAccount,
  deleteStripeAccount,
  payouts,
  payoutsFile,
  payout,
  deadLetters,
]

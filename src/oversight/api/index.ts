/** The API for administrators. */
import { deleteStripeAccount } from './delete-stripe-account.ts'
import { payout } from './payout.ts'
import { payouts } from './payouts.ts'
import { payoutsCount } from './payouts-count.ts'
import { person } from './person.ts'
import { persons } from './persons.ts'
import { personsCount } from './persons-count.ts'
import { setStripeAccountRejected } from './set-stripe-account-rejected.ts'
import { stripeAccount } from './stripe-account.ts'
import { stripeAccounts } from './stripe-accounts.ts'
import { stripeAccountsCount } from './stripe-accounts-count.ts'

export const administratorApi = [
  deleteStripeAccount,
  payout,
  payouts,
  payoutsCount,
  person,
  persons,
  personsCount,
  setStripeAccountRejected,
  stripeAccount,
  stripeAccounts,
  stripeAccountsCount,
] as const

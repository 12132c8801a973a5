/** The API for a seller's own accounts, at `/api/user/connect/...`. */

import { countrySpec } from './country-spec.ts'
import { countrySpecs } from './country-specs.ts'
import { countrySpecsCount } from './country-specs-count.ts'
import { createStripeAccount } from './create-stripe-account.ts'
import { deleteStripeAccount } from './delete-stripe-account.ts'
import { person } from './person.ts'
import { persons } from './persons.ts'
import { personsCount } from './persons-count.ts'
import { setStripeAccountSubmitted } from './set-stripe-account-submitted.ts'
import { stripeAccount } from './stripe-account.ts'
import { stripeAccounts } from './stripe-accounts.ts'
import { stripeAccountsCount } from './stripe-accounts-count.ts'
import { updatePaymentInformation } from './update-payment-information.ts'
import { updateStripeAccount } from './update-stripe-account.ts'

export const registrationApi = [
  countrySpec,
  countrySpecs,
  countrySpecsCount,
  createStripeAccount,
  deleteStripeAccount,
  person,
  persons,
  personsCount,
  setStripeAccountSubmitted,
  stripeAccount,
  stripeAccounts,
  stripeAccountsCount,
  updatePaymentInformation,
  updateStripeAccount,
] as const

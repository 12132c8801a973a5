/** The API for a seller's own accounts, at `/api/user/connect/...`. */

import { countrySpec } from './country-spec.ts'
import { countrySpecs } from './country-specs.ts'
import { countrySpecsCount } from './country-specs-count.ts'
import { createPerson } from './create-person.ts'
import { createStripeAccount } from './create-stripe-account.ts'
import { deletePerson } from './delete-person.ts'
import { deleteStripeAccount } from './delete-stripe-account.ts'
import { person } from './person.ts'
import { persons } from './persons.ts'
import { personsCount } from './persons-count.ts'
import {
  setCompanyDirectorsSubmitted,
  setCompanyExecutivesSubmitted,
  setCompanyOwnersSubmitted,
} from './set-company-group-submitted.ts'
import { setStripeAccountSubmitted } from './set-stripe-account-submitted.ts'
import { stripeAccount } from './stripe-account.ts'
import { stripeAccounts } from './stripe-accounts.ts'
import { stripeAccountsCount } from './stripe-accounts-count.ts'
import { updatePaymentInformation } from './update-payment-information.ts'
import { updatePerson } from './update-person.ts'
import { updateStripeAccount } from './update-stripe-account.ts'

export const registrationApi = [
  countrySpec,
  countrySpecs,
  countrySpecsCount,
  createPerson,
  createStripeAccount,
  deletePerson,
  deleteStripeAccount,
  person,
  persons,
  personsCount,
  setCompanyDirectorsSubmitted,
  setCompanyExecutivesSubmitted,
  setCompanyOwnersSubmitted,
  setStripeAccountSubmitted,
  stripeAccount,
  stripeAccounts,
  stripeAccountsCount,
  updatePaymentInformation,
  updatePerson,
  updateStripeAccount,
] as const

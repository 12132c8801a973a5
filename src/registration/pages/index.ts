import type { EventStream, Page } from '../../web/route.ts'
import { atStripe, fromStripe, toStripe } from './at-stripe.ts'
import { createStripeAccount } from './create-stripe-account.ts'
import { deleteStripeAccount } from './delete-stripe-account.ts'
import { editPaymentInformation } from './edit-payment-information.ts'
import { editStripeAccount } from './edit-stripe-account.ts'
import { peoplePages } from './people/index.ts'
import { stripeAccount } from './stripe-account.ts'
import { stripeAccountEvents } from './stripe-account-events.ts'
import { start, stripeAccounts } from './stripe-accounts.ts'
import { submitStripeAccount } from './submit-stripe-account.ts'

/** The pages for sellers who register to be paid. */
export const accountPages: readonly (Page | EventStream)[] = [
  start,
  stripeAccounts,
  createStripeAccount,
  stripeAccount,
  stripeAccountEvents,
  editStripeAccount,
  editPaymentInformation,
  submitStripeAccount,
  deleteStripeAccount,
  ...peoplePages,
  atStripe,
  toStripe,
  fromStripe,
]

import { accountName } from '../accounts/account-name.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'

/** An account's name at Stripe; of somebody who has just begun, the person's name at the host; undefined for neither. */
export function nameOf({ stripeObject, person }: Pick<StripeAccountRow, 'stripeObject' | 'person'>) {
  return accountName(stripeObject) ?? person.name
}

/** The e-mail address at Stripe, or else at the host. */
export function emailOf({ stripeObject, person }: Pick<StripeAccountRow, 'stripeObject' | 'person'>) {
  return stripeObject.email ?? stripeObject.individual?.email ?? person.email
}

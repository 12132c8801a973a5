import type { SignedInContext } from '../context.ts'
import type { StripeAccountRow } from '../storage/storage.ts'
import type { Option } from './form.ts'

export interface NewAccount {
  country: string
  businessType: 'individual' | 'company'
  /** A one-time id made when the form was drawn: the same one never makes a second account. */
  operation: string
}

/** Registers a person with Stripe. */
export async function createAccount(
  _context: SignedInContext,
  _account: NewAccount,
): Promise<StripeAccountRow> {
  throw new TypeError('not written yet')
}

/** The countries that an account can be in, by name. */
export async function countryChoices(_context: SignedInContext): Promise<Option[]> {
  return []
}

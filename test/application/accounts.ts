/**
 * Stripe accounts for tests that only need the right shape.
 *
 * @module
 */
import fc from 'fast-check'
import type { Stripe } from 'stripe'

type Changes = Omit<Partial<Stripe.Account>, 'requirements'> & {
  requirements?: Partial<Stripe.Account.Requirements>
}

/** An account with the fields that matter here, and a test's changes. */
export function makeAccount({ requirements, ...changes }: Changes = {}): Stripe.Account {
  const account: Partial<Stripe.Account> = {
    id: 'acct_1',
    object: 'account',
    type: 'custom',
    business_type: 'individual',
    country: 'US',
    default_currency: 'usd',
    created: 1_700_000_000,
    charges_enabled: false,
    payouts_enabled: false,
    details_submitted: false,
    capabilities: { transfers: 'inactive' },
    metadata: {},
    requirements: {
      alternatives: [],
      current_deadline: null,
      currently_due: [],
      disabled_reason: null,
      errors: [],
      eventually_due: [],
      past_due: [],
      pending_verification: [],
      ...requirements,
    },
    ...changes,
  }
  return account as Stripe.Account
}

const text = fc.string({ unit: 'binary', maxLength: 60 })

/** Accounts with names in any script and the longest metadata people write. */
export const anyAccount: fc.Arbitrary<Stripe.Account> = fc
  .record({
    id: fc.uuid().map((id) => `acct_${id.replaceAll('-', '')}`),
    email: text,
    payouts_enabled: fc.boolean(),
    metadata: fc.dictionary(text, text, { maxKeys: 8 }),
    currently_due: fc.array(
      fc.constantFrom('individual.first_name', 'individual.dob.day', 'external_account'),
    ),
    pending_verification: fc.array(fc.constant('individual.verification.document')),
    first_name: text,
    last_name_kanji: text,
  })
  .map(({ currently_due, pending_verification, first_name, last_name_kanji, ...account }) =>
    makeAccount({
      ...account,
      requirements: { currently_due, pending_verification },
      individual: { first_name, last_name_kanji } as Stripe.Person,
    }),
  )

import type { Stripe } from 'stripe'
import type { Context } from '../context/context.ts'
import type { Situation } from './fields/definition.ts'

/** What the form of this account is computed from, besides what Stripe asks. */
export function situationOf(context: Context, account: Stripe.Account): Situation {
  return {
    account,
    country: account.country ?? '',
    test: takesTestValues(context),
    now: context.services.now(),
    messages: context.messages,
  }
}

/** Whether Stripe takes its test values: with a test key, and offline. @see https://docs.stripe.com/keys#obtain-api-keys */
export function takesTestValues({ services }: Pick<Context, 'services'>): boolean {
  const { offline, key } = services.config.stripe
  return offline || /^[a-z]+_test_/.test(key)
}

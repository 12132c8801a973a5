import type { Stripe } from 'stripe'
import type { Context } from '../context/context.ts'
import type { Translator } from '../messages/translator.ts'

/** What the form of an account is computed from, besides what Stripe asks. */
export interface Situation {
  account: Stripe.Account
  /** Of the account, ISO 3166-1. */
  country: string
  /** Stripe's test values are taken: the key is a test key, or Stripe is the offline one. */
  test: boolean
  now: Date
  messages: Translator
}

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

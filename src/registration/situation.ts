import type { Stripe } from 'stripe'
import type { Context } from '../context/context.ts'
import type { Translator } from '../messages/translator.ts'
import type { Known } from './suggestions.ts'

/** What an account's form depends on, besides Stripe's requirements. */
export interface Situation {
  account: Stripe.Account
  /** The account's country, ISO 3166-1; empty when it has none. */
  country: string
  /** Stripe's test values are accepted: the key is a test key, or the module uses offline Stripe. */
  test: boolean
  /** What people say of themselves goes to Stripe alone. */
  tokensOnly: boolean
  now: Date
  messages: Translator
  /** What the host knows of the person who answers. */
  known: Known
  /** What Stripe asks again when it is emptied, as far as it is known. */
  minimum: ReadonlySet<string>
}

export function situationOf(
  context: Context,
  account: Stripe.Account,
  minimum: ReadonlySet<string> = new Set(),
): Situation {
  return {
    account,
    country: account.country ?? '',
    test: takesTestValues(context),
    tokensOnly: context.services.config.stripe.tokensOnly,
    now: context.services.now(),
    messages: context.messages,
    known: { name: context.caller?.name, email: context.caller?.email },
    minimum,
  }
}

/** Stripe accepts its test values with a test key, and so does offline Stripe. @see https://docs.stripe.com/keys#obtain-api-keys */
export function takesTestValues({ services }: Pick<Context, 'services'>): boolean {
  const { offline, key } = services.config.stripe
  return offline || /^[a-z]+_test_/.test(key)
}

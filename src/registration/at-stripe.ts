/**
 * What only Stripe's own page can ask, and the way there and back.
 *
 * @see https://docs.stripe.com/connect/handle-verification-updates
 * @module
 */
import type { Stripe } from 'stripe'
import { refreshAccount } from '../accounts/mirror-account.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../context/context.ts'
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import type { Translator } from '../messages/translator.ts'
import { toConnectError } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import { noAnswer } from '../stripe/read-answer.ts'
import { link } from '../web/link.ts'

/**
 * Says what Stripe wants. One that is new to us gets the words for any question.
 *
 * @param requirement one that is met at Stripe
 * @example
 * stripeAsks(messages, 'interv_1.business_model_verification.form') // 'How your business works'
 */
export function stripeAsks(messages: Translator, requirement: string): string {
  const [, description] = /^interv_[^.]*\.(\w+)/.exec(requirement) ?? []
  const what = requirement.startsWith('legal_guardian.') ? 'legal_guardian' : requirement.split('.').at(-1)
  return messages.maybe(`at-stripe.${description ?? what}`) ?? messages.text('at-stripe.other')
}

/**
 * Makes a link to Stripe's page, valid for some minutes and for one visit, so it is made when the person clicks.
 *
 * @param returnUrl where the person goes in the end
 * @returns an address of Stripe's
 * @throws ConnectError `stripe-unavailable` (503)
 * @see https://docs.stripe.com/api/account_links/create
 */
export async function linkToStripe(
  { services }: SignedInContext,
  { stripeid, stripeObject }: StripeAccountRow,
  returnUrl: string | undefined,
): Promise<string> {
  const ticket = await accountStore(services.storage).ticket(stripeid)
  const here = (path: string) => services.config.url + link(path, { stripeid, 'return-url': returnUrl })
  try {
    const { url } = await services.stripe.accountLinks.create(
      {
        account: stripeid,
        type: owesNothing(stripeObject) ? 'account_update' : 'account_onboarding',
        // Stripe leads here when the link is too old or was used, and expects to be given another one.
        refresh_url: here(ACCOUNT_PAGES.toStripe),
        return_url: here(ACCOUNT_PAGES.fromStripe),
        collection_options: { fields: 'currently_due' },
      },
      { idempotencyKey: idempotencyKey('account-link', stripeid, ticket) },
    )
    if (!url.startsWith('https:') && !services.config.stripe.offline)
      throw noAnswer('the link is not encrypted')
    return url
  } catch (error) {
    throw toConnectError(error)
  }
}

/** Then the person comes to change what Stripe has. */
function owesNothing({ details_submitted, requirements }: Stripe.Account): boolean {
  const owed = [...(requirements?.currently_due ?? []), ...(requirements?.past_due ?? [])]
  return details_submitted && owed.length === 0
}

/** Asks Stripe what the person left open there: webhooks may come later than the person, and bring it if Stripe does not answer. */
export async function backFromStripe({ services, log }: SignedInContext, stripeid: string): Promise<void> {
  try {
    const row = await refreshAccount(services, stripeid)
    // Stripe's page asks for consent, too.
    const isSubmitted = row?.stripeObject.details_submitted && row.submittedAt === undefined
    if (isSubmitted) await accountStore(services.storage).setSubmitted(stripeid, services.now())
  } catch (error) {
    log.warn(
      { stripeid, err: toConnectError(error) },
      'an account could not be refreshed after a visit to Stripe',
    )
  }
}

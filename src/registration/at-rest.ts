/**
 * What a person is told of an account for which there is no page to lead them to: it works, Stripe is busy with it, or somebody
 * has stopped it.
 *
 * @see https://docs.stripe.com/api/accounts/object#account_object-requirements-disabled_reason
 * @module
 */
import type { Stripe } from 'stripe'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Context } from '../context/context.ts'
import type { Translator } from '../messages/translator.ts'

interface Told {
  headline: string
  /** It says who can help, when somebody can. */
  reason: string
}

export function atRest({ messages }: Pick<Context, 'messages'>, row: StripeAccountRow): Told {
  const { status, stripeObject } = row
  const say = (state: 'in-review' | 'reviewed' | 'active'): Told => ({
    headline: messages.text(`next.${state}.headline`),
    reason: messages.text(`next.${state}.reason`),
  })
  const reason = stripeObject.requirements?.disabled_reason ?? ''
  if (status === 'rejected') return stopped(messages, reason, 'rejected')
  if (status === 'restricted') return stopped(messages, reason, 'stopped')
  if (status === 'in-review') return say(LONG_REVIEWS.has(reason) ? 'reviewed' : 'in-review')
  return limited(messages, stripeObject) ?? say('active')
}

/** Reviews by people, which take longer than a check of what was entered. */
const LONG_REVIEWS = new Set(['listed', 'under_review'])

/** Stripe ends these by itself. Of any other reason the marketplace knows what can be done. */
const OF_STRIPE = new Set(['', 'other', ...LONG_REVIEWS, 'requirements.pending_verification'])

/** The person can do nothing. A reason that is new to us is shown under Stripe's name. */
function stopped(messages: Translator, named: string, state: 'rejected' | 'stopped'): Told {
  const reason =
    messages.maybe(`disabled-reason.${named}`) ??
    (named ? messages.text('next.stopped.named', { reason: named }) : '')
  const help = state === 'rejected' || OF_STRIPE.has(named) ? state : 'marketplace'
  return {
    headline: messages.text(`next.${state}.headline`),
    reason: `${reason} ${messages.text(`next.${help}.reason`)}`.trim(),
  }
}

/** Payouts work, and something else that was requested does not: Stripe turns off each capability by itself. */
function limited(messages: Translator, { capabilities }: Stripe.Account): Told | undefined {
  const are = (state: string) =>
    Object.entries(capabilities ?? {}).flatMap(([name, status]) =>
      status === state ? [messages.maybe(`next.capability.${name}`) ?? name.replaceAll('_', ' ')] : [],
    )
  for (const state of ['inactive', 'pending'] as const) {
    const names = are(state)
    if (names.length > 0)
      return {
        headline: messages.text(`next.${state}.headline`, { names: messages.list(names) }),
        reason: messages.text(`next.${state}.reason`),
      }
  }
  return undefined
}

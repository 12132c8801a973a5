import type { Stripe } from 'stripe'
import { recordAccount, refreshAccount } from '../accounts/mirror-account.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../context/context.ts'
import { ConnectError, notFound, type Problem } from '../core/errors.ts'
import { toConnectError } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import { peopleProblems } from './people/people-problems.ts'
import { demandsOf, dueAt } from './requirements.ts'
import { requireToken } from './tokens/read-token.ts'

/**
 * Submits the account: tells Stripe that the person agreed to its terms, from which IP address and with which browser.
 *
 * @see https://docs.stripe.com/connect/service-agreement-types#tos-acceptance
 * @param agreement.consent whether the person agreed
 * @param agreement.token with `STRIPE_JS=3`, an account token that says the same to Stripe
 * @throws ConnectError `invalid-stripe-account` (409) when the account is rejected, or was submitted and Stripe does not ask
 *   for consent again; `invalid-payment-details` without a bank account; `invalid-company-owner`, `-director`, `-executive`
 *   and `invalid-person` while people of a company are missing or incomplete; `invalid-registration` while anything else is
 *   due; `invalid-consent` without consent
 */
export async function submitAccount(
  context: SignedInContext,
  { stripeid }: StripeAccountRow,
  { consent, token }: { consent: boolean; token?: string | undefined },
): Promise<StripeAccountRow> {
  const { services, ip, userAgent } = context
  const stripeAccounts = accountStore(services.storage)
  try {
    // Ask Stripe what is due: its webhooks may not have arrived yet.
    const present = await refreshAccount(services, stripeid)
    if (!present) throw notFound('stripeid')
    refuseUnlessReady(present, consent)
    const now = services.now()
    const date = Math.floor(now.getTime() / 1000)
    const params: Stripe.AccountUpdateParams = services.config.stripe.tokensOnly
      ? { account_token: requireToken({ token }, 'token', 'account') }
      : { tos_acceptance: { date, ip, ...(userAgent !== '' && { user_agent: userAgent }) } }
    const ticket = await stripeAccounts.ticket(stripeid)
    const account = await services.stripe.accounts.update(stripeid, params, {
      idempotencyKey: idempotencyKey('submit-account', stripeid, ticket),
    })
    await stripeAccounts.setSubmitted(stripeid, now)
    const saved = await recordAccount(services, account, ticket)
    if (!saved) throw notFound('stripeid')
    return saved
  } catch (error) {
    throw toConnectError(error)
  }
}

function refuseUnlessReady({ stripeObject, submittedAt, status }: StripeAccountRow, consent: boolean): void {
  const demands = demandsOf(stripeObject)
  const asksAgain = dueAt(demands, 'review').length > 0
  const accepted = submittedAt !== undefined && Boolean(stripeObject.tos_acceptance?.date)
  if (status === 'rejected' || (accepted && !asksAgain))
    throw new ConnectError('invalid-stripe-account', { status: 409 })

  const problems: Problem[] = []
  const hasBank = (stripeObject.external_accounts?.data.length ?? 0) > 0
  if (!hasBank || dueAt(demands, 'bank-account').length > 0)
    problems.push({ code: 'invalid-payment-details' })
  problems.push(...peopleProblems(demands))
  const owed = (['form', 'at-stripe'] as const).flatMap((place) => dueAt(demands, place))
  if (owed.length > 0) problems.push({ code: 'invalid-registration' })
  if (!consent) problems.push({ code: 'invalid-consent', field: 'consent' })
  if (problems.length > 0) throw ConnectError.of(problems)
}
